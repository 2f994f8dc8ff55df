package org.sweetwater.oracle.cradle;

import java.nio.ByteBuffer;

/**
 * SplitMix64 (Steele, Lea, Flood 2014). Written out here because a run must give the same bytes on
 * every JVM and machine, for as long as its attestation is on-chain.
 */
final class SeededRandom {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;
  private long state;

  /** Starts from the first eight bytes of a 32-byte seed, big-endian. */
  SeededRandom(byte[] seed) {
    this.state = ByteBuffer.wrap(seed).getLong();
  }

  private long next() {
    state += GAMMA;
    long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  /**
   * Returns a uniform number in [0, bound), by Lemire's multiply-shift; its bias is below bound /
   * 2^64.
   */
  int below(int bound) {
    return (int) Math.unsignedMultiplyHigh(next(), bound);
  }

  /** Returns true with a probability of {@code ppm} millionths. */
  boolean chance(int ppm) {
    return below(1_000_000) < ppm;
  }

  /** Returns a uniform number in [least, most]. */
  int between(int least, int most) {
    return least + below(most - least + 1);
  }
}
