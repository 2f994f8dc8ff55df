package org.sweetwater.oracle.ballot;

import java.util.Arrays;
import org.sweetwater.wrappers.contracts.SnapshotBallot;

/** The calls that we make, by the names under which the API shows them. */
enum BallotCall {
  OPEN(SnapshotBallot.FUNC_OPEN),
  COUNT(SnapshotBallot.FUNC_COUNT),
  COUNT_CONTRACT_VOTE(SnapshotBallot.FUNC_COUNTCONTRACTVOTE),
  CLOSE(SnapshotBallot.FUNC_CLOSE),
  EXECUTE(SnapshotBallot.FUNC_EXECUTE);

  private final String kind;

  BallotCall(String kind) {
    this.kind = kind;
  }

  /** The contract's function. */
  String kind() {
    return kind;
  }

  /** The call of a kind that we enqueued. */
  static BallotCall of(String kind) {
    return Arrays.stream(values())
        .filter(call -> call.kind.equals(kind))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("call kind: expected one of ours, found " + kind));
  }
}
