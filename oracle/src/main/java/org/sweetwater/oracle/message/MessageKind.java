package org.sweetwater.oracle.message;

/** What a Snapshot message does, as the sequencer derives it from the signed types. */
public enum MessageKind {
  VOTE("vote"),
  VOTE_ARRAY("vote-array"),
  VOTE_STRING("vote-string"),
  PROPOSAL("proposal"),
  UPDATE_PROPOSAL("update-proposal"),
  DELETE_PROPOSAL("delete-proposal"),
  FLAG_PROPOSAL("flag-proposal"),
  SETTINGS("settings"),
  DELETE_SPACE("delete-space"),
  ALIAS("alias"),
  REVOKE_ALIAS("revoke-alias"),
  FOLLOW("follow"),
  UNFOLLOW("unfollow"),
  SUBSCRIBE("subscribe"),
  UNSUBSCRIBE("unsubscribe"),
  PROFILE("profile"),
  STATEMENT("statement");

  private final String snapshotName;

  MessageKind(String snapshotName) {
    this.snapshotName = snapshotName;
  }

  /** The sequencer's word for this kind, for example {@code delete-proposal}. */
  public String snapshotName() {
    return snapshotName;
  }

  /** Whether this is a vote, whatever the encoding of its choice. */
  public boolean isVote() {
    return this == VOTE || this == VOTE_ARRAY || this == VOTE_STRING;
  }
}
