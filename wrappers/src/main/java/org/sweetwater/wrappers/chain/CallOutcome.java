package org.sweetwater.wrappers.chain;

import org.sweetwater.wrappers.Bytes;

/** What a read-only call of a contract gave. */
public sealed interface CallOutcome {
  /** The ABI-encoded result; empty when there is no contract at the address. */
  record Returned(Bytes data) implements CallOutcome {}

  /** The contract refused. */
  record Reverted(Revert revert) implements CallOutcome {}
}
