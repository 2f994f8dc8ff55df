package org.sweetwater.oracle.cradle.twin;

/** Ratios in parts per million, as the contract keeps them. */
final class Ppm {
  static final int WHOLE = 1_000_000;

  private Ppm() {}

  /** {@code part / whole}, rounded down. */
  static long of(long part, long whole) {
    return Math.multiplyExact(part, WHOLE) / whole;
  }

  /** {@code ppm} millionths of a number, rounded up. */
  static int ofCeil(int ppm, int number) {
    return (int) Math.ceilDiv((long) ppm * number, (long) WHOLE);
  }
}
