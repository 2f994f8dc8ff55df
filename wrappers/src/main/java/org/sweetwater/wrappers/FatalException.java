package org.sweetwater.wrappers;

import org.jspecify.annotations.Nullable;

/** The outside world is not what was configured: stop, keep what is stored, and tell a person. */
public class FatalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With one line that says what was expected, what was found and what to do. */
  public FatalException(String message) {
    super(message);
  }

  /** With one line that says what was expected, what was found and what to do, and its cause. */
  public FatalException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
