package org.sweetwater.wrappers;

import org.jspecify.annotations.Nullable;

/** The outside world failed in a way that time may mend: try again, with back-off and a limit. */
public class RetryableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With one line that says what failed and what to do. */
  public RetryableException(String message) {
    super(message);
  }

  /** With one line that says what failed and what to do, and its cause. */
  public RetryableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
