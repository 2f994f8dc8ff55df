package org.sweetwater.devnet.ballot;

import java.util.List;

/** ISnapshotBallot.Status, in the contract's order. */
enum BallotStatus {
  UNKNOWN,
  OPEN,
  PASSED,
  REJECTED,
  EXECUTED,
  VETOED,
  EXPIRED;

  private static final List<BallotStatus> ALL = List.of(values());

  static BallotStatus of(int number) {
    return ALL.get(number);
  }
}
