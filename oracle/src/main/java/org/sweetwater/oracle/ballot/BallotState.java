package org.sweetwater.oracle.ballot;

import org.sweetwater.wrappers.Hash32;

/**
 * A ballot as the contract shows it (ISnapshotBallot.Ballot), as far as carrying needs it. Times
 * are seconds since 1970, powers are nodes.
 *
 * @param countUntil the last second in which votes may be brought, extensions included
 * @param delay seconds between closing and execution
 * @param closedAt 0 while it is not closed
 */
record BallotState(
    Hash32 id,
    BallotStatus status,
    long snapshot,
    long start,
    long end,
    long countUntil,
    long delay,
    long closedAt,
    Tally tally) {
  /** The count so far, and what it needs. */
  record Tally(long votesFor, long votesAgainst, long votesAbstain, long voters, long quorum) {}

  /** The first second in which a passed ballot can be executed. */
  long executableAt() {
    return closedAt + delay;
  }

  /** Whether votes may still be brought in a block of this time. */
  boolean isCountingAt(long timeSeconds) {
    return status == BallotStatus.OPEN && timeSeconds <= countUntil;
  }
}
