package org.sweetwater.indexer.project;

import java.time.Instant;
import java.util.Optional;
import org.sweetwater.indexer.decode.Choice;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/** A ballot with its tally so far. */
public record BallotRow(
    Hash32 id,
    Address author,
    int track,
    BallotStatus status,
    long snapshotBlock,
    Period period,
    Rule rule,
    Tally tally,
    Optional<Call> call,
    Instant openedAt,
    Optional<Instant> closedAt,
    Optional<Instant> executedAt,
    Optional<Instant> vetoedAt)
    implements Row.Versioned {
  /** When votes may be dated, and until when they may be brought. */
  public record Period(Instant startAt, Instant endAt, Instant countUntil, int extensions) {}

  /** What the ballot needs in order to pass, and how long its act waits. */
  public record Rule(long quorum, long votersMin, boolean twoThirds, long delaySeconds) {}

  /** Powers by choice, and how many voters stand behind them. */
  public record Tally(long votesFor, long votesAgainst, long votesAbstain, long voters) {
    static final Tally EMPTY = new Tally(0, 0, 0, 0);

    Tally plus(Choice choice, long power) {
      return add(choice, power, 1);
    }

    Tally minus(Choice choice, long power) {
      return add(choice, -power, -1);
    }

    private Tally add(Choice choice, long power, int voter) {
      return switch (choice) {
        case FOR -> new Tally(votesFor + power, votesAgainst, votesAbstain, voters + voter);
        case AGAINST -> new Tally(votesFor, votesAgainst + power, votesAbstain, voters + voter);
        case ABSTAIN -> new Tally(votesFor, votesAgainst, votesAbstain + power, voters + voter);
      };
    }
  }

  /** What the ballot will do. */
  public record Call(Address target, Hash32 codeHash, Hash32 action, Bytes data, Hash32 salt) {}

  static Key key(Hash32 id) {
    return Key.of(BallotRow.class, id);
  }

  @Override
  public Key key() {
    return key(id);
  }

  BallotRow withCall(Call next) {
    return copy(status, period, tally, Optional.of(next), closedAt, executedAt, vetoedAt);
  }

  BallotRow withTally(Tally next) {
    return copy(status, period, next, call, closedAt, executedAt, vetoedAt);
  }

  BallotRow extended(Instant countUntil, int extensions) {
    Period next = new Period(period.startAt(), period.endAt(), countUntil, extensions);
    return copy(status, next, tally, call, closedAt, executedAt, vetoedAt);
  }

  BallotRow closed(boolean passed, Tally result, Instant at) {
    BallotStatus next = passed ? BallotStatus.PASSED : BallotStatus.REJECTED;
    return copy(next, period, result, call, Optional.of(at), executedAt, vetoedAt);
  }

  BallotRow executed(Instant at) {
    return copy(BallotStatus.EXECUTED, period, tally, call, closedAt, Optional.of(at), vetoedAt);
  }

  BallotRow vetoed(Instant at) {
    return copy(BallotStatus.VETOED, period, tally, call, closedAt, executedAt, Optional.of(at));
  }

  private BallotRow copy(
      BallotStatus nextStatus,
      Period nextPeriod,
      Tally nextTally,
      Optional<Call> nextCall,
      Optional<Instant> nextClosedAt,
      Optional<Instant> nextExecutedAt,
      Optional<Instant> nextVetoedAt) {
    return new BallotRow(
        id,
        author,
        track,
        nextStatus,
        snapshotBlock,
        nextPeriod,
        rule,
        nextTally,
        nextCall,
        openedAt,
        nextClosedAt,
        nextExecutedAt,
        nextVetoedAt);
  }
}
