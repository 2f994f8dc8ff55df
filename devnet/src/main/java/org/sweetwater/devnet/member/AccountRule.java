package org.sweetwater.devnet.member;

import java.util.Optional;
import org.sweetwater.wrappers.Address;

/** Who may sign: may ask the chain. */
public interface AccountRule {
  /** Why this account cannot sign, one line with the remedy; empty when it can. */
  Optional<String> refusalOf(Address account);
}
