package org.sweetwater.oracle.cradle.spec;

import java.util.function.Supplier;
import org.sweetwater.oracle.cradle.twin.OutOfRangeException;

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

  /** Makes a part of the twin; what is out of range is named by its place. */
  static <T> T inRange(String pointer, Supplier<T> part) {
    try {
      return part.get();
    } catch (OutOfRangeException e) {
      throw new SpecException(pointer + "/" + e.parameter(), String.valueOf(e.getMessage()));
    }
  }

  /** Where the problem is, as a JSON pointer into the specification. */
  public String pointer() {
    return pointer;
  }
}
