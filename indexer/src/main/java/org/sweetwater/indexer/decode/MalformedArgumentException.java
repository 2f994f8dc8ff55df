package org.sweetwater.indexer.decode;

/** A call cannot be encoded from what somebody wrote. */
public final class MalformedArgumentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String pointer;

  MalformedArgumentException(String pointer, String message) {
    super(message);
    this.pointer = pointer;
  }

  /**
   * Where it is in the arguments, as a JSON pointer: {@code /0/id}; empty for the arguments as a
   * whole.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc6901">RFC 6901</a>
   */
  public String pointer() {
    return pointer;
  }
}
