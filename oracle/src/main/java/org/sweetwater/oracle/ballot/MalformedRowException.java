package org.sweetwater.oracle.ballot;

/** A value in a hub's row that cannot be what its place demands. */
final class MalformedRowException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedRowException(String message) {
    super(message);
  }
}
