package org.sweetwater.oracle.ballot;

import java.time.Instant;

/** What to do with a queued vote. */
sealed interface VoteDecision {
  /** Bring it to the contract. */
  record Send() implements VoteDecision {}

  /** Its fate is certain. */
  record Settle(boolean countable, Reason reason) implements VoteDecision {}

  /** Look at it again; the reason says why it does not count now. */
  record Later(Reason reason, Instant notBefore) implements VoteDecision {}
}
