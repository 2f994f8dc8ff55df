package org.sweetwater.oracle.cradle.canary;

/** The ranges of signed numbers. */
final class Ranges {
  /** Waves are counted from 1 to this. */
  static final int WAVES = 4;

  static final long UINT32 = 0xffff_ffffL;

  private Ranges() {}

  static void require(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: expected %d to %d, found %d".formatted(name, least, most, value));
    }
  }
}
