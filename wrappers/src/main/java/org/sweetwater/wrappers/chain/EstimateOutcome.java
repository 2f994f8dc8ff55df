package org.sweetwater.wrappers.chain;

import java.math.BigInteger;

/** Whether a transaction would succeed now, and for how much gas. */
public sealed interface EstimateOutcome {
  /** It would, with this much gas; Besu estimates tightly, so add a margin. */
  record Enough(BigInteger gas) implements EstimateOutcome {}

  /** It would not: the contract refuses. */
  record Reverted(Revert revert) implements EstimateOutcome {}
}
