package org.sweetwater.oracle.cradle.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetwater.wrappers.Hash32;

/** Means are checked to four standard errors: 1 in 16,000 if the seed were not fixed. */
class SeededRandomTest {
  private static final int DRAWS = 200_000;

  /** The generator's published outputs for the seed 1234567 (Vigna's splitmix64.c). */
  @Test
  void givesTheReferenceOutputsOfSplitMix64() {
    SeededRandom random = new SeededRandom(1_234_567);
    long[] drawn = IntStream.range(0, 5).mapToLong(i -> random.next()).toArray();
    assertThat(Arrays.stream(drawn).mapToObj(Long::toUnsignedString))
        .containsExactly(
            "6457827717110365317",
            "3203168211198807973",
            "9817491932198370423",
            "4593380528125082431",
            "16408922859458223821");
    assertThat(new SeededRandom(0).next()).isEqualTo(0xE220A8397B1DCDAFL);
  }

  @Test
  void startsAStreamFromTheHashOfSeedAndPurpose() {
    Hash32 seed = Draft.seed(1);
    byte[] both =
        ByteBuffer.allocate(39)
            .put(seed.bytes())
            .put("traffic".getBytes(StandardCharsets.US_ASCII))
            .array();
    long start = ByteBuffer.wrap(Hash32.keccak(both).bytes()).getLong();
    assertThat(SeededRandom.of(seed, "traffic").next()).isEqualTo(new SeededRandom(start).next());
    assertThat(SeededRandom.of(seed, "chaos").next()).isNotEqualTo(new SeededRandom(start).next());
  }

  /** Mean and standard deviation of the distribution are both 1/rate. */
  @ParameterizedTest
  @ValueSource(doubles = {10_000, 1e6, 3e9})
  void drawsExponentialNumbersOfTheGivenMean(double mean) {
    SeededRandom random = new SeededRandom(7);
    long[] drawn = IntStream.range(0, DRAWS).mapToLong(i -> random.exponential(mean)).toArray();
    double tolerance = 4 * mean / Math.sqrt(DRAWS);
    assertThat(Arrays.stream(drawn).average().orElseThrow()).isCloseTo(mean, within(tolerance));
    double beyondMean = Arrays.stream(drawn).filter(it -> it > mean).count() / (double) DRAWS;
    double e = Math.exp(-1);
    assertThat(beyondMean).isCloseTo(e, within(4 * Math.sqrt(e * (1 - e) / DRAWS)));
  }

  /** Geometric distribution from 0: mean (1 − p)/p, standard deviation √(1 − p)/p. */
  @ParameterizedTest
  @ValueSource(doubles = {0.9, 0.5, 0.01, 1e-6})
  void countsFailuresBeforeASuccess(double success) {
    SeededRandom random = new SeededRandom(8);
    double mean =
        IntStream.range(0, DRAWS)
            .mapToLong(i -> random.failuresBefore(success))
            .average()
            .orElseThrow();
    double deviation = Math.sqrt(1 - success) / success;
    assertThat(mean).isCloseTo((1 - success) / success, within(4 * deviation / Math.sqrt(DRAWS)));
  }

  @Test
  void neverFailsOrAlwaysFailsWhenThatIsCertain() {
    SeededRandom random = new SeededRandom(9);
    assertThat(random.failuresBefore(1)).isZero();
    assertThat(random.failuresBefore(0)).isEqualTo(Long.MAX_VALUE);
    assertThat(random.chance(0)).isFalse();
    assertThat(random.chance(Ppm.WHOLE)).isTrue();
  }

  /** χ² with 15 degrees of freedom is above 37.7 once in a thousand. */
  @Test
  void drawsBelowABoundUniformly() {
    SeededRandom random = new SeededRandom(10);
    long[] cells = new long[16];
    for (int i = 0; i < DRAWS; i++) {
      cells[random.below(16)]++;
    }
    double expected = DRAWS / 16.0;
    double chiSquare =
        Arrays.stream(cells).mapToDouble(it -> (it - expected) * (it - expected) / expected).sum();
    assertThat(chiSquare).isLessThan(37.7);
  }

  @Test
  void drawsDifferentNumbersEachAsOften() {
    SeededRandom random = new SeededRandom(11);
    int[] times = new int[10];
    for (int i = 0; i < 10_000; i++) {
      int[] drawn = random.draw(3, 10);
      assertThat(Arrays.stream(drawn).distinct().count()).isEqualTo(3);
      Arrays.stream(drawn).forEach(it -> times[it]++);
    }
    // Binomial: 3,000 ± 4·√(10,000 · 0.3 · 0.7).
    assertThat(Arrays.stream(times)).allMatch(it -> it > 2_817 && it < 3_183);
  }
}
