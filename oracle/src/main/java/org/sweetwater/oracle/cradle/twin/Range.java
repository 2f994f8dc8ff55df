package org.sweetwater.oracle.cradle.twin;

/** What a parameter may be; names are those of specifications. */
final class Range {
  private Range() {}

  static void check(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new OutOfRangeException(
          name, "expected %d to %d, found %d".formatted(least, most, value));
    }
  }

  static void checkTime(String name, long nanos, long least, long most) {
    if (nanos < least || nanos > most) {
      throw new OutOfRangeException(
          name,
          "expected %s to %s, found %s"
              .formatted(Quantity.time(least), Quantity.time(most), Quantity.time(nanos)));
    }
  }

  static void checkBandwidth(String name, long bitsPerSecond, long least, long most) {
    if (bitsPerSecond < least || bitsPerSecond > most) {
      throw new OutOfRangeException(
          name,
          "expected %s to %s, found %s"
              .formatted(
                  Quantity.bandwidth(least),
                  Quantity.bandwidth(most),
                  Quantity.bandwidth(bitsPerSecond)));
    }
  }

  static void checkSize(String name, long bytes, long least, long most) {
    if (bytes < least || bytes > most) {
      throw new OutOfRangeException(
          name,
          "expected %s to %s, found %s"
              .formatted(Quantity.size(least), Quantity.size(most), Quantity.size(bytes)));
    }
  }

  static void checkShare(String name, long ppm, long least, long most) {
    if (ppm < least || ppm > most) {
      throw new OutOfRangeException(
          name,
          "expected %s to %s, found %s"
              .formatted(Quantity.share(least), Quantity.share(most), Quantity.share(ppm)));
    }
  }
}
