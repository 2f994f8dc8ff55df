package org.sweetwater.oracle.ballot;

import java.util.HashMap;
import java.util.Map;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/** One ballot in the fake contract, by the rules of SnapshotBallot.sol. Copied for each block. */
final class FakeElection {
  static final long GRACE = 60;
  static final long DELAY = 30;
  static final long QUORUM = 2;
  static final long VOTERS_MIN = 2;
  private static final int EXTENSIONS_MAX = 3;
  private static final long MANDATE = 14L * 24 * 3600;

  final Address author;
  final Hash32 action;
  final long snapshot;
  final long start;
  final long end;
  long countUntil;
  int extensions;
  long closedAt;
  BallotStatus status = BallotStatus.OPEN;
  final Map<Address, Vote> votes = new HashMap<>();

  /** A vote that stands. */
  record Vote(long timestamp, Hash32 id, long power, int choice) {}

  FakeElection(Address author, Hash32 action, long snapshot, long start, long end) {
    this.author = author;
    this.action = action;
    this.snapshot = snapshot;
    this.start = start;
    this.end = end;
    this.countUntil = end + GRACE;
  }

  FakeElection copy() {
    FakeElection copy = new FakeElection(author, action, snapshot, start, end);
    copy.countUntil = countUntil;
    copy.extensions = extensions;
    copy.closedAt = closedAt;
    copy.status = status;
    copy.votes.putAll(votes);
    return copy;
  }

  long powerFor(int choice) {
    return votes.values().stream()
        .filter(vote -> vote.choice() == choice)
        .mapToLong(Vote::power)
        .sum();
  }

  boolean passes() {
    return powerFor(1) + powerFor(2) + powerFor(3) >= QUORUM
        && votes.size() >= VOTERS_MIN
        && powerFor(1) > powerFor(2);
  }

  /** A flip after the end extends counting, so that somebody can answer. */
  void extendIfFlipped(boolean passedBefore, long now) {
    if (now > end && extensions < EXTENSIONS_MAX && passedBefore != passes()) {
      countUntil += GRACE;
      extensions++;
    }
  }

  BallotStatus statusAt(long now) {
    return status == BallotStatus.PASSED && now > countUntil + DELAY + MANDATE
        ? BallotStatus.EXPIRED
        : status;
  }

  BallotState state(Hash32 id, long now) {
    return new BallotState(
        id,
        statusAt(now),
        snapshot,
        start,
        end,
        countUntil,
        DELAY,
        closedAt,
        new BallotState.Tally(powerFor(1), powerFor(2), powerFor(3), votes.size(), QUORUM));
  }
}
