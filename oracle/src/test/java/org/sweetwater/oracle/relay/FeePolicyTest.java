package org.sweetwater.oracle.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sweetwater.wrappers.chain.Fees;

class FeePolicyTest {
  private final FeePolicy policy = new FeePolicy(BigInteger.valueOf(1_000));

  private static Fees fees(long tip, long max) {
    return new Fees(BigInteger.valueOf(tip), BigInteger.valueOf(max));
  }

  @Test
  void offersNothingOnAGasFreeChain() {
    assertThat(policy.first(Fees.NONE)).isEqualTo(Fees.NONE);
    assertThat(policy.bumped(Fees.NONE, Fees.NONE)).contains(Fees.NONE);
  }

  @Test
  void offersWhatTheNodeSuggestsUpToTheLimit() {
    assertThat(policy.first(fees(2, 200))).isEqualTo(fees(2, 200));
    assertThat(policy.first(fees(2, 5_000))).isEqualTo(fees(2, 1_000));
    assertThat(policy.first(fees(4_000, 5_000))).isEqualTo(fees(1_000, 1_000));
  }

  @Test
  void replacesWithTheFreshSuggestionWhenThatIsMore() {
    assertThat(policy.bumped(fees(1, 100), fees(2, 400))).contains(fees(2, 400));
  }

  @Test
  void doesNotReplaceAboveTheLimit() {
    assertThat(policy.bumped(fees(1, 900), fees(1, 900))).isEmpty();
  }

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aReplacementRaisesBothFeesByATenthAtLeast(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long max = random.nextLong(1, 1L << 40);
    Fees before = fees(random.nextLong(0, max + 1), max);
    FeePolicy generous = new FeePolicy(BigInteger.ONE.shiftLeft(60));
    Fees after = generous.bumped(before, fees(1, 1 + random.nextLong(1, 1L << 40))).orElseThrow();
    assertThat(after.maxFeePerGas().multiply(BigInteger.TEN))
        .isGreaterThanOrEqualTo(before.maxFeePerGas().multiply(BigInteger.valueOf(11)));
    assertThat(after.maxPriorityFeePerGas().multiply(BigInteger.TEN))
        .isGreaterThanOrEqualTo(before.maxPriorityFeePerGas().multiply(BigInteger.valueOf(11)));
  }
}
