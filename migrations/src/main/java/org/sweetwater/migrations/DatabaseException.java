package org.sweetwater.migrations;

/** The database cannot be used; the message is one line that names the thing and the remedy. */
public final class DatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes the exception from its one-line message and what lies below it. */
  public DatabaseException(String message, Throwable cause) {
    super(message, cause);
  }
}
