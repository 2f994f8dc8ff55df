package org.sweetwater.oracle.ballot;

import java.util.List;

/** ISnapshotBallot.VoteVerdict, in the contract's order: what the contract makes of one vote. */
enum ContractVerdict {
  COUNTABLE("counts now"),
  UNKNOWN_VARIANT("the signed type is none that the contract knows; update the client"),
  CHOICE_OUT_OF_RANGE("the choice is not 1 (For), 2 (Against) or 3 (Abstain)"),
  DATED_OUTSIDE_WINDOW("dated before the ballot's start or after its end"),
  DATED_AHEAD("dated more than 300 s ahead of the chain; counts later"),
  SIGNATURE_INVALID("the signature is not the voter's; sign again"),
  NO_POWER("the voter had no active node at the ballot's snapshot block"),
  SUPERSEDED("a later vote of the same voter stands");

  private static final List<ContractVerdict> ALL = List.of(values());

  private final String text;

  ContractVerdict(String text) {
    this.text = text;
  }

  /** The verdict with the contract's number. */
  static ContractVerdict of(int number) {
    return ALL.get(number);
  }

  /** What it means and what to do, one line without a full stop. */
  String text() {
    return text;
  }
}
