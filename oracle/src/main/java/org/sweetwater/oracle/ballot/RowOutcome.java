package org.sweetwater.oracle.ballot;

import org.sweetwater.oracle.message.SnapshotMessage;

/** What became of a row that a hub showed. */
sealed interface RowOutcome<M extends SnapshotMessage> {
  /** A message that belongs to the row's id, with a signature that nobody has judged. */
  record Signed<M extends SnapshotMessage>(Received<M> received) implements RowOutcome<M> {}

  /** No message, and why. */
  record Unreadable<M extends SnapshotMessage>(HubProblem problem) implements RowOutcome<M> {}
}
