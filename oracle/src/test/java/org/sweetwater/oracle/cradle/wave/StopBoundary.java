package org.sweetwater.oracle.cradle.wave;

import java.util.random.RandomGenerator;

/**
 * Least failures at which a wave is stopped, for each number of verdicts: the stop rule as a table
 * in double arithmetic, to play or to compute very many waves. {@link WaveVerdictStatisticsTest}
 * checks it against {@link EProcess}.
 */
final class StopBoundary {
  private static final double TOLERATED = 0.01;

  /** How probable it is that the next verdict fails, after so many. */
  @FunctionalInterface
  private interface Chance {
    double ofFailure(int judged, int failures);
  }

  private final int[] leastFailures;

  private StopBoundary(int[] leastFailures) {
    this.leastFailures = leastFailures;
  }

  static StopBoundary of(int judgedMax) {
    int[] least = new int[judgedMax + 1];
    int failures = 1;
    double logEvidence = Math.log(100.0 / 21); // after one verdict that failed
    least[0] = 1;
    for (int n = 1; n <= judgedMax; n++) {
      while (logEvidence < Math.log(20) || failures * 100 <= n) {
        logEvidence += logOfOneMoreFailure(n, failures);
        failures++;
      }
      least[n] = failures;
      // One more healthy verdict.
      logEvidence += Math.log((20.0 + n - failures) / (21.0 + n) / (1 - TOLERATED));
    }
    return new StopBoundary(least);
  }

  int leastFailures(int judged) {
    return leastFailures[judged];
  }

  /**
   * After how many verdicts a wave is stopped whose nodes break with this probability, 0 when it
   * passes. Healthy verdicts are skipped in one draw: only a failure stops a wave.
   */
  int play(RandomGenerator random, double rate, int verdicts) {
    if (rate == 0) {
      return 0;
    }
    double logHealthy = Math.log1p(-rate);
    int judged = 0;
    int failures = 0;
    while (true) {
      double healthy = Math.floor(Math.log(1 - random.nextDouble()) / logHealthy);
      if (judged + healthy >= verdicts) {
        return 0;
      }
      judged += (int) healthy + 1;
      failures++;
      if (failures >= leastFailures[judged]) {
        return judged;
      }
    }
  }

  /** The probability that a wave is stopped, computed rather than played. */
  double probabilityOfStop(double rate, int verdicts) {
    return probabilityOfStop((judged, failures) -> rate, verdicts);
  }

  /** The same for a wave that is drawn from so many nodes, of which so many break. */
  double probabilityOfStop(int nodes, int broken, int verdicts) {
    return probabilityOfStop(
        (judged, failures) -> Math.max(0.0, broken - failures) / (nodes - judged), verdicts);
  }

  /** The same for a change that breaks nothing before verdict {@code from}, and then this share. */
  double probabilityOfStopFrom(int from, double rate, int verdicts) {
    return probabilityOfStop((judged, failures) -> judged < from ? 0 : rate, verdicts);
  }

  private double probabilityOfStop(Chance chance, int verdicts) {
    double[] running = new double[verdicts + 2];
    running[0] = 1;
    double stopped = 0;
    for (int n = 1; n <= verdicts; n++) {
      int least = leastFailures[n];
      for (int failures = Math.min(least, n); failures >= 0; failures--) {
        double fromFailed =
            failures == 0 ? 0 : running[failures - 1] * chance.ofFailure(n - 1, failures - 1);
        running[failures] =
            running[failures] * (1 - chance.ofFailure(n - 1, failures)) + fromFailed;
      }
      if (least <= n) {
        stopped += running[least];
        running[least] = 0;
      }
    }
    return stopped;
  }

  /** From f failures and n - f healthy verdicts to f + 1 and n - f - 1. */
  private static double logOfOneMoreFailure(int judged, int failures) {
    double mixture = (1.0 + failures) / (19.0 + judged - failures);
    return Math.log(mixture * (1 - TOLERATED) / TOLERATED);
  }
}
