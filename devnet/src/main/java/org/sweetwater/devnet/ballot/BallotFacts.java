package org.sweetwater.devnet.ballot;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * A ballot as the contract holds it; {@code ISnapshotBallot.Ballot} says what each value means.
 *
 * @param seenAt the newest block's time when it was asked: "now" in everything said of the ballot
 * @param closedAt empty while it is open
 */
record BallotFacts(
    Hash32 id,
    Instant seenAt,
    Address author,
    int track,
    BallotStatus status,
    int extensions,
    long snapshot,
    Schedule schedule,
    Optional<Instant> closedAt,
    Tally tally,
    Threshold threshold,
    Address target,
    Bytes data,
    Hash32 action) {
  /** A passed ballot can be executed for this long after it could be at first. */
  private static final Duration MANDATE = Duration.ofDays(14);

  /** The times that the proposal's author signed, and those that its track adds. */
  record Schedule(Instant start, Instant end, Instant countUntil, Duration grace, Duration delay) {}

  /** Power by choice, and distinct voters. */
  record Tally(long votesFor, long votesAgainst, long votesAbstain, long voters) {
    long total() {
      return votesFor + votesAgainst + votesAbstain;
    }
  }

  /** What it needs to pass. */
  record Threshold(long quorum, long votersMin, boolean twoThirds) {}

  boolean isKnown() {
    return status != BallotStatus.UNKNOWN;
  }

  /** Whether votes may still be brought. */
  boolean isCounting() {
    return status == BallotStatus.OPEN && !seenAt.isAfter(schedule.countUntil());
  }

  /** From when it may be executed, once closed; before, the earliest moment that is possible. */
  Instant executableAt() {
    return closedAt.orElse(schedule.countUntil()).plus(schedule.delay());
  }

  /** The last second in which it may be executed. */
  Instant expiresAt() {
    return schedule.countUntil().plus(schedule.delay()).plus(MANDATE);
  }

  /** The rules of closing with the count as it is now, in the contract's order. */
  List<Rule> rules() {
    return Rule.of(tally, threshold);
  }

  /** Whether every rule is met now. */
  boolean passes() {
    return rules().stream().allMatch(Rule::isMet);
  }

  /** The track's name in docs and contracts. */
  String trackName() {
    return switch (track) {
      case 1 -> "ordinary";
      case 2 -> "emergency";
      case 3 -> "constitutional";
      default -> throw new IllegalStateException("track " + track + ": expected 1 to 3");
    };
  }
}
