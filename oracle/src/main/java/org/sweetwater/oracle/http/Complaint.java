package org.sweetwater.oracle.http;

/** The form in which a family of endpoints says that it has no answer. */
@FunctionalInterface
public interface Complaint {
  /** Snapshot's form. */
  Complaint SNAPSHOT =
      (status, text) ->
          Reply.snapshotError(status, status < 500 ? "client_error" : "server_error", text, "");

  /** RFC 9457. */
  Complaint PROBLEM = (status, text) -> Reply.problem(status, Reply.titleOf(status), text);

  /** The answer of this status with these words. */
  Reply reply(int status, String text);
}
