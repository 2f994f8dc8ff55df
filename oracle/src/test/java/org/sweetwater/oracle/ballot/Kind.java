package org.sweetwater.oracle.ballot;

/** What an election must show at least once among many, or the many prove nothing about it. */
enum Kind {
  /** For and Against stand exactly equal, and not at zero. */
  TIE,

  /** A vote stands of an operator with more nodes than the power that it counts with. */
  CAP_BINDS,

  /** A contract wallet's vote was taken by ERC-1271. */
  WALLET,

  /** One voter's later vote stands, and an earlier one was sound, too. */
  REVOTE,

  /** A node was suspended. */
  SUSPENSION,

  /** A vote was brought after the end, and counted. */
  COUNTED_AFTER_THE_END,

  /** A sound vote was not brought in time. */
  NOT_BROUGHT,

  /** A late turn of the outcome extended the counting. */
  EXTENSION,

  PASSED,

  REJECTED
}
