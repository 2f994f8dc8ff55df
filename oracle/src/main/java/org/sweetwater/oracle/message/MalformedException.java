package org.sweetwater.oracle.message;

/**
 * A value that cannot be what its place demands. Never leaves this package: the parsers turn it
 * into their refused outcome.
 */
final class MalformedException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedException(String message) {
    super(message);
  }
}
