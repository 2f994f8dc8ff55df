package org.sweetwater.oracle.cradle.wave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How often rollouts are stopped wrongly, and how soon rightly: each rate is played 100,000 times
 * and computed, and the two must agree. {@code docs/canary.md} quotes them; {@code -Dtest=
 * WaveVerdictStatisticsTest} prints what was measured.
 */
class WaveVerdictStatisticsTest {
  private static final int PLAYED = 100_000;
  private static final double ALPHA = 0.05;

  /** The verdicts of waves of 10, 50, 500 and 5,000 nodes. */
  private static final int ROLLOUT = 5_560;

  private static final StopBoundary BOUNDARY = StopBoundary.of(ROLLOUT);

  /** What the other tests play with is the rule that the contract has. */
  @ParameterizedTest
  @ValueSource(doubles = {0.002, 0.01, 0.02, 0.05, 0.3})
  void theBoundaryIsTheStopRule(double rate) {
    RandomGenerator random = new Random(3);
    for (int wave = 0; wave < 20; wave++) {
      EProcess process = EProcess.START;
      while (process.judged() < 5_000 && !process.isStopped()) {
        process = process.after(random.nextDouble() < rate);
        assertThat(process.isStopped())
            .as("%s of %s", process.failures(), process.judged())
            .isEqualTo(process.failures() >= BOUNDARY.leastFailures(process.judged()));
      }
    }
  }

  /** The second failure stops a wave among the first 8 verdicts, the third among 35, … */
  @ParameterizedTest
  @CsvSource({"2, 8", "3, 35", "4, 67", "5, 104", "6, 144", "7, 188", "8, 234"})
  void soManyFailuresStopAWaveAmongItsFirstVerdicts(int failures, int judged) {
    assertThat(BOUNDARY.leastFailures(judged)).isEqualTo(failures);
    assertThat(BOUNDARY.leastFailures(judged + 1)).isEqualTo(failures + 1);
  }

  /** At the tolerated rate 2.3 % of all series of 5,000 are stopped, below it fewer. */
  @ParameterizedTest
  @CsvSource({"0.01, 0.0231", "0.005, 0.0017", "0, 0"})
  void stopsALongSeriesRarely(double rate, double expected) {
    double stopped = stoppedOf(rate, 5_000);
    assertThat(stopped).isLessThanOrEqualTo(ALPHA).isCloseTo(expected, within(0.002));
  }

  /** All four waves are one series: what holds for it holds for the whole rollout. */
  @ParameterizedTest
  @CsvSource({"0.01, 0.0236", "0.005, 0.0017", "0, 0"})
  void stopsAHarmlessRolloutRarely(double rate, double expected) {
    double stopped = stoppedOf(rate, ROLLOUT);
    assertThat(stopped).isLessThanOrEqualTo(ALPHA).isCloseTo(expected, within(0.002));
  }

  /** Coupling, in numbers: the lower the rate, the fewer stops. */
  @Test
  void stopsLessTheFewerNodesBreak() {
    double previous = 0;
    for (int ppm = 0; ppm <= 10_000; ppm += 500) {
      double stopped = BOUNDARY.probabilityOfStop(ppm / 1e6, 5_000);
      assertThat(stopped).isGreaterThanOrEqualTo(previous).isLessThanOrEqualTo(ALPHA);
      previous = stopped;
    }
  }

  /** Nodes are drawn without replacement, which makes false stops rarer than independence does. */
  @ParameterizedTest
  @CsvSource({
    "200, 10, 0.0014",
    "1000, 50, 0.0062",
    "1000, 500, 0.0094",
    "5000, 5000, 0.0166",
    "10000, 5000, 0.0188"
  })
  void stopsLessWhenTheNodesAreFew(int nodes, int verdicts, double expected) {
    double stopped = BOUNDARY.probabilityOfStop(nodes, nodes / 100, verdicts);
    assertThat(stopped)
        .isLessThan(BOUNDARY.probabilityOfStop(0.01, verdicts))
        .isCloseTo(expected, within(0.0001));
  }

  /** 5 % of the nodes break: 90.3 % of the series are stopped within 220 verdicts. */
  @Test
  void catchesFivePercentWithin220Verdicts() {
    assertThat(stoppedOf(0.05, 220)).isGreaterThanOrEqualTo(0.90);
  }

  /** A change that breaks 5 % of the nodes hardly ever leaves the third wave. */
  @Test
  void catchesFivePercentBeforeTheLastWave() {
    assertThat(stoppedOf(0.05, 560)).isGreaterThanOrEqualTo(0.99);
  }

  /**
   * The price of one series: healthy waves weigh against what breaks only at scale. In the third
   * wave 5 % is still caught within 300 of its verdicts, in the fourth within 620.
   */
  @Test
  void catchesWhatBreaksOnlyAtScaleLater() {
    assertThat(lateStop(60, 300)).isGreaterThanOrEqualTo(0.90);
    assertThat(lateStop(560, 620)).isGreaterThanOrEqualTo(0.90);
  }

  private static double lateStop(int healthyBefore, int verdicts) {
    double stopped = BOUNDARY.probabilityOfStopFrom(healthyBefore, 0.05, healthyBefore + verdicts);
    System.out.printf(
        "wave-verdicts: rate=0.05 after %d healthy, within %d computed=%.5f%n",
        healthyBefore, verdicts, stopped);
    return stopped;
  }

  /** Whoever is allowed 1 % may break 2 % in a small wave; the last one sees it. */
  @Test
  void catchesTwoPercentInTheLastWave() {
    assertThat(stoppedOf(0.02, 500)).isLessThan(0.5);
    assertThat(stoppedOf(0.02, 5_000)).isGreaterThanOrEqualTo(0.99);
  }

  /** The share of series of so many verdicts that are stopped, played; computed it is the same. */
  private static double stoppedOf(double rate, int verdicts) {
    RandomGenerator random = new SplittableRandom(20);
    int stopped = 0;
    for (int i = 0; i < PLAYED; i++) {
      if (BOUNDARY.play(random, rate, verdicts) > 0) {
        stopped++;
      }
    }
    double played = (double) stopped / PLAYED;
    double computed = BOUNDARY.probabilityOfStop(rate, verdicts);
    System.out.printf(
        "wave-verdicts: rate=%s verdicts=%d stopped=%.5f computed=%.5f%n",
        rate, verdicts, played, computed);
    double standardError = Math.sqrt(computed * (1 - computed) / PLAYED);
    assertThat(played).isCloseTo(computed, within(4 * standardError + 1e-9));
    return played;
  }
}
