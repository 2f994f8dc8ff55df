package org.sweetwater.wrappers.config;

/**
 * A configuration cannot be used; the message is one line that names the key, the value and the
 * remedy.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes the exception from its one-line message. */
  public ConfigException(String message) {
    super(message);
  }
}
