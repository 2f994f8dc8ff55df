package org.sweetwater.oracle.cradle.spec;

/**
 * Something wrong in a file.
 *
 * @param line from 1
 * @param column from 1
 * @param pointer RFC 6901, into the specification; empty for the whole
 * @param problem what was expected, and found
 */
public record SpecProblem(int line, int column, String pointer, String problem) {
  /** As compilers say it, with the file's name. */
  public String in(String file) {
    return "%s:%d:%d: %s%s"
        .formatted(
            file, line, column, pointer.isEmpty() ? "" : pointer.substring(1) + ": ", problem);
  }
}
