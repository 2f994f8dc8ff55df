package org.sweetwater.oracle.cradle.wave;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.junit.jupiter.api.Test;

/**
 * Why a wave is judged node by node: failures that a Mann-Whitney U test on pooled latencies does
 * not see. 200 canary nodes are compared with 200 that kept the old version; the test is one-sided
 * at 5 %, and asks whether the canary's latencies are greater.
 */
class PooledLatenciesTest {
  private static final int RUNS = 1_000;
  private static final int NODES = 200;
  private static final double MEDIAN_MILLIS = 50;
  private static final double SIGMA = 0.3;

  /** A node whose p99 is above this failed: five times the median, which no sound node reaches. */
  private static final double LIMIT_MILLIS = 250;

  private static final double BROKEN_MILLIS = 10_000;

  private static final MannWhitneyUTest IS_CANARY_SLOWER =
      MannWhitneyUTest.withDefaults().with(AlternativeHypothesis.GREATER_THAN);

  /** 10 of 200 nodes take ten seconds, the others get 5 % faster: better for most, so it passes. */
  @Test
  void fewNodesThatBreakAreCaughtOnlyNodeByNode() {
    RandomGenerator random = new Random(1);
    int seenPooled = 0;
    int seenByNode = 0;
    for (int run = 0; run < RUNS; run++) {
      double[] control = sound(random, NODES, 1);
      double[] canary = sound(random, NODES, 0.95);
      for (int node : drawn(random, NODES / 20)) {
        canary[node] = BROKEN_MILLIS;
      }
      seenPooled += IS_CANARY_SLOWER.test(canary, control).reject(0.05) ? 1 : 0;
      seenByNode += isStopped(canary) ? 1 : 0;
    }
    report("sparse", seenPooled, seenByNode, RUNS);
    assertThat(seenPooled).isLessThan(RUNS / 10);
    assertThat(seenByNode).isGreaterThanOrEqualTo(RUNS * 9 / 10);
  }

  /**
   * A bit less than half of every node's packets take a second, the others half the usual time:
   * which of two packets is faster stays a toss-up, and the median is hardly moved.
   */
  @Test
  void twoModesAreCaughtOnlyNodeByNode() {
    int runs = RUNS / 5;
    int packets = 20;
    RandomGenerator random = new Random(2);
    int seenPooled = 0;
    int seenByNode = 0;
    for (int run = 0; run < runs; run++) {
      double[] control = sound(random, NODES * packets, 1);
      double[] canary = sound(random, NODES * packets, 0.5);
      for (int packet = 0; packet < canary.length; packet++) {
        canary[packet] *= random.nextDouble() < 0.47 ? 40 : 1;
      }
      double[] p99 = new double[NODES];
      for (int node = 0; node < NODES; node++) {
        // Of 20 packets the slowest is the 99th percentile.
        p99[node] = Arrays.stream(canary, node * packets, (node + 1) * packets).max().orElseThrow();
      }
      seenPooled += IS_CANARY_SLOWER.test(canary, control).reject(0.05) ? 1 : 0;
      seenByNode += isStopped(p99) ? 1 : 0;
    }
    report("bimodal", seenPooled, seenByNode, runs);
    assertThat(seenPooled).isLessThan(runs / 4);
    assertThat(seenByNode).isGreaterThanOrEqualTo(runs * 9 / 10);
  }

  /**
   * Nothing changed: the nodes' verdicts are no stricter than what they are to be compared with.
   */
  @Test
  void soundNodesAreNotStopped() {
    RandomGenerator random = new Random(3);
    for (int run = 0; run < RUNS; run++) {
      assertThat(isStopped(sound(random, NODES, 1))).isFalse();
    }
  }

  /** The nodes are judged in the order of the array, which is random in what matters. */
  private static boolean isStopped(double[] p99Millis) {
    EProcess process = EProcess.START;
    for (double millis : p99Millis) {
      process = process.after(millis > LIMIT_MILLIS);
      if (process.isStopped()) {
        return true;
      }
    }
    return false;
  }

  /** Log-normal latencies. */
  private static double[] sound(RandomGenerator random, int size, double factor) {
    double[] millis = new double[size];
    Arrays.setAll(millis, i -> factor * MEDIAN_MILLIS * Math.exp(SIGMA * random.nextGaussian()));
    return millis;
  }

  private static int[] drawn(RandomGenerator random, int count) {
    return IntStream.generate(() -> random.nextInt(NODES)).distinct().limit(count).toArray();
  }

  private static void report(String name, int seenPooled, int seenByNode, int runs) {
    System.out.printf(
        "pooled-latencies: case=%s mann-whitney=%d e-process=%d of=%d%n",
        name, seenPooled, seenByNode, runs);
  }
}
