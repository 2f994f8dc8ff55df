package org.sweetwater.oracle.cradle.spec;

/** A specification says something that it must not. */
public final class SpecException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String pointer;

  /**
   * A problem at a place.
   *
   * @param pointer RFC 6901, into the specification; empty for the whole
   */
  SpecException(String pointer, String problem) {
    super(problem);
    this.pointer = pointer;
  }

  /** Where the problem is, as a JSON pointer into the specification. */
  public String pointer() {
    return pointer;
  }
}
