package org.sweetwater.oracle.hub;

/** A query is refused; the message may be shown to whoever asked. */
final class PublicException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PublicException(String message) {
    super(message);
  }
}
