package org.sweetwater.devnet.ballot;

/**
 * One statement and who makes it.
 *
 * @param text one sentence or row, without a line break
 */
@SuppressWarnings("AnnotateFormatMethod") // That annotation would be a dependency of its own.
record Line(Source source, String text) {
  static Line chain(String format, Object... arguments) {
    return new Line(Source.CHAIN, format.formatted(arguments));
  }

  static Line indexer(String format, Object... arguments) {
    return new Line(Source.INDEXER, format.formatted(arguments));
  }

  static Line offChain(String format, Object... arguments) {
    return new Line(Source.OFF_CHAIN, format.formatted(arguments));
  }
}
