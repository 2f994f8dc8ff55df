package org.sweetwater.oracle.cradle.twin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.sweetwater.wrappers.Hash32;

/**
 * SplitMix64 (Steele, Lea, Flood 2014). Written out here because a run must give the same bytes on
 * every JVM and machine, for as long as its attestation is on-chain; for the same reason its
 * logarithms are {@link StrictMath}'s.
 */
final class SeededRandom {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;
  private static final double TO_UNIT = 0x1.0p-53;

  private long state;

  SeededRandom(long state) {
    this.state = state;
  }

  /**
   * The numbers of one purpose: they start from the first eight bytes of keccak256(seed ‖ purpose).
   * With streams apart a change of the routing, say, leaves traffic and faults as they were, so
   * that runs with and without a change can be compared.
   *
   * @param seed 32 bytes
   */
  static SeededRandom of(Hash32 seed, String purpose) {
    byte[] name = purpose.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer both = ByteBuffer.allocate(Hash32.LENGTH + name.length);
    seed.writeTo(both);
    both.put(name);
    return new SeededRandom(ByteBuffer.wrap(Hash32.keccak(both.array()).bytes()).getLong());
  }

  /** The next 64 bits. */
  long next() {
    state += GAMMA;
    long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  /** A uniform number in [0, bound), by Lemire's multiply-shift; its bias is below bound / 2^64. */
  int below(int bound) {
    return (int) Math.unsignedMultiplyHigh(next(), bound);
  }

  /** As {@link #below(int)}. */
  long below(long bound) {
    return Math.unsignedMultiplyHigh(next(), bound);
  }

  /** True with a probability of {@code ppm} millionths; draws nothing when that is certain. */
  boolean chance(int ppm) {
    return ppm > 0 && (ppm >= Ppm.WHOLE || below(Ppm.WHOLE) < ppm);
  }

  /** A uniform number in [least, most]. */
  long between(long least, long most) {
    return least + below(most - least + 1);
  }

  /** A uniform number in [0, 1) with 53 bits. */
  double unit() {
    return (next() >>> 11) * TO_UNIT;
  }

  /** An exponentially distributed number with the given mean, rounded down. */
  long exponential(double mean) {
    return (long) (-mean * StrictMath.log(1 - unit()));
  }

  /**
   * How many trials fail before the first success; of a success probability so small that it is 0
   * as a double, {@link Long#MAX_VALUE}.
   */
  long failuresBefore(double success) {
    if (success >= 1) {
      return 0;
    }
    double quotient = StrictMath.log(1 - unit()) / StrictMath.log1p(-success);
    return quotient >= Long.MAX_VALUE || Double.isNaN(quotient) ? Long.MAX_VALUE : (long) quotient;
  }

  /** The first {@code count} of {@code total} numbers in random order, 0 to total - 1. */
  int[] draw(int count, int total) {
    int[] numbers = new int[total];
    for (int i = 0; i < total; i++) {
      numbers[i] = i;
    }
    for (int i = 0; i < count; i++) {
      int other = i + below(total - i);
      int kept = numbers[i];
      numbers[i] = numbers[other];
      numbers[other] = kept;
    }
    return Arrays.copyOf(numbers, count);
  }
}
