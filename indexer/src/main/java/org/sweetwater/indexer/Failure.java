package org.sweetwater.indexer;

import org.sweetwater.wrappers.RetryableException;

/** What a failure of the pipeline calls for. A reorganisation is none: it is an event. */
sealed interface Failure {
  /** One line for people. */
  String reason();

  /** Time may mend it: try again after a while. */
  record Retry(String reason) implements Failure {}

  /** It will not mend itself: keep what is stored, stop, and wake somebody. */
  record Halt(String reason) implements Failure {}

  /** We were told to stop. */
  record Cancelled(String reason) implements Failure {}

  /** Sorts a failure; {@code isStopping} tells whether we were told to stop. */
  static Failure of(RuntimeException failure, boolean isStopping) {
    String reason = String.valueOf(failure.getMessage());
    if (isStopping) {
      return new Cancelled(reason);
    }
    return failure instanceof RetryableException ? new Retry(reason) : new Halt(reason);
  }
}
