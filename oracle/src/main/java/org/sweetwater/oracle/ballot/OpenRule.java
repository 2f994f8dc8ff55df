package org.sweetwater.oracle.ballot;

/** The rules of {@code open} that depend on the chain. The name is the reason code of the API. */
enum OpenRule {
  ACTION_EXECUTED("this very call was executed before; propose it again with another salt"),
  DATA_TOO_SHORT("the call has no function selector; give at least 4 bytes of data"),
  TARGET_NOT_A_CONTRACT("the call's target has no code of its own; correct the target"),
  CALL_NOT_LISTED("no track lists this call; a constitutional ballot can list it"),
  DATED_AHEAD("the proposal is dated more than 300 s ahead; it opens later"),
  END_TOO_SOON(
      "less than the track's window is left before the end; propose again, with a later end"),
  END_TOO_LATE("the end is more than 14 days ahead; it opens later"),
  SNAPSHOT_NOT_PAST("the snapshot block is not past yet; it opens later"),
  SNAPSHOT_TOO_OLD("the snapshot block is too old; propose again, with a recent one"),
  ELECTORATE_TOO_SMALL("the network had too few active nodes at the snapshot block"),
  AUTHOR_HAS_NO_NODE("the author had no active node at the snapshot block"),
  TOO_MANY_OPEN_BALLOTS("the author has 3 unclosed ballots; it opens when one of them is closed");

  private final String text;

  OpenRule(String text) {
    this.text = text;
  }

  /** What is wrong and what to do, one line without a full stop. */
  String text() {
    return text;
  }
}
