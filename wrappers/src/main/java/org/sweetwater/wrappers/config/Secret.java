package org.sweetwater.wrappers.config;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;

/**
 * A value that is never printed: a password or a private key. Only {@link #reveal} gives it away.
 */
public final class Secret {
  private final String value;

  private Secret(String value) {
    this.value = requireNonNull(value, "value");
  }

  /** Wraps a secret text. */
  @JsonCreator
  public static Secret of(String value) {
    return new Secret(value);
  }

  /** Returns the secret text; call it only where the text is handed on. */
  public String reveal() {
    return value;
  }

  /** Returns asterisks, whatever the secret. */
  @Override
  public String toString() {
    return "***";
  }
}
