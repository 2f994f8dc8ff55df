package org.sweetwater.oracle.ballot;

import java.time.Instant;

/** What to do with a queued vote. */
sealed interface VoteDecision {
  /** Bring it to the contract. */
  record Send() implements VoteDecision {}

  /** It stands on the chain. */
  record Stands() implements VoteDecision {}

  /** It will never stand. */
  record Settle(Reason reason) implements VoteDecision {}

  /** Look at it again; the reason says why it does not count now. */
  record Later(Reason reason, Instant notBefore) implements VoteDecision {}
}
