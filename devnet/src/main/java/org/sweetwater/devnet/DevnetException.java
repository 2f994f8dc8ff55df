package org.sweetwater.devnet;

/**
 * The devnet or the scenario cannot go on; the message is one line that names the thing and the
 * remedy.
 */
public final class DevnetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes the exception from its one-line message. */
  public DevnetException(String message) {
    super(message);
  }

  /** Makes the exception from its one-line message and what caused it. */
  public DevnetException(String message, Throwable cause) {
    super(message, cause);
  }
}
