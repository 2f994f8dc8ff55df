package org.sweetwater.oracle.cradle.twin;

/** A parameter of the twin is not what it may be. */
public final class OutOfRangeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String parameter;

  OutOfRangeException(String parameter, String problem) {
    super(problem);
    this.parameter = parameter;
  }

  /** Which one, by its name in specifications; {@code /} between a part and its own. */
  public String parameter() {
    return parameter;
  }
}
