package org.sweetwater.oracle.cradle.wave;

import java.math.BigInteger;

/**
 * The evidence, after some verdicts of a wave, that more than 1 % of its nodes break: {@code
 * EProcessLib}'s number for number.
 *
 * <p>With n verdicts of which f failed and s = n - f were healthy, E = B(1 + f, 20 + s) / B(1, 20)
 * / (p0^f (1 - p0)^s), p0 = 1 %. The wave is stopped at the first verdict with E ≥ 20 and f > p0 n,
 * and never asked again. A network that breaks at most 1 % of its nodes is stopped with a
 * probability of at most 5 %, however long the wave is. The proof stands beside the contract's code
 * and in {@code docs/canary.md}.
 *
 * @param judged verdicts so far, at most {@link #JUDGED_MAX}
 * @param failures those that failed; a node that stayed silent failed
 * @param evidence E in Q64.64, rounded up at every verdict, at most {@link #EVIDENCE_MAX}
 */
record EProcess(int judged, int failures, BigInteger evidence) {
  /** Most verdicts of one wave; the contract draws at most 5,000 nodes. */
  public static final int JUDGED_MAX = 10_000;

  /** 1 in Q64.64. */
  public static final BigInteger ONE = BigInteger.ONE.shiftLeft(64);

  /** Where the evidence stays; only a wave that was stopped before gets there. */
  public static final BigInteger EVIDENCE_MAX =
      BigInteger.ONE.shiftLeft(224).subtract(BigInteger.ONE);

  /** What {@link #excludedRatePpm} says when no rate is excluded. */
  public static final int PPM = 1_000_000;

  private static final int STOP_AT = 20;
  private static final int TOLERATED_ONE_IN = 100;
  private static final int PRIOR_FAILED = 1;
  private static final int PRIOR_HEALTHY = 20;

  /** Before the first verdict. */
  public static final EProcess START = new EProcess(0, 0, ONE);

  public EProcess {
    if (judged < 0 || judged > JUDGED_MAX) {
      throw new IllegalArgumentException(
          "expected 0 to " + JUDGED_MAX + " verdicts, not " + judged);
    }
    if (failures < 0 || failures > judged) {
      throw new IllegalArgumentException(failures + " failures among " + judged + " verdicts");
    }
    if (evidence.signum() < 0 || evidence.compareTo(EVIDENCE_MAX) > 0) {
      throw new IllegalArgumentException("evidence out of range: " + evidence);
    }
  }

  /** After one more verdict; the evidence is rounded up, against promotion. */
  public EProcess after(boolean failed) {
    int total = PRIOR_FAILED + PRIOR_HEALTHY + judged;
    int predicted = PRIOR_FAILED + failures;
    BigInteger next =
        failed
            ? timesUp((long) predicted * TOLERATED_ONE_IN, total)
            : timesUp(
                (long) (total - predicted) * TOLERATED_ONE_IN,
                (long) total * (TOLERATED_ONE_IN - 1));
    return new EProcess(judged + 1, failures + (failed ? 1 : 0), next.min(EVIDENCE_MAX));
  }

  /** Whether the verdicts are evidence, at α = 5 %, that more than 1 % of the nodes break. */
  public boolean isStopped() {
    return evidence.compareTo(ONE.multiply(BigInteger.valueOf(STOP_AT))) >= 0
        && (long) failures * TOLERATED_ONE_IN > judged;
  }

  /**
   * The least rate of breakage, in ppm rounded up, that the verdicts exclude together with all
   * greater ones; {@link #PPM} when they exclude none. Right with 95 % confidence whenever it is
   * asked: M(p), which is E with p in place of p0, is at least 20 for all excluded p above f/n.
   *
   * <p>Exact: rational numbers, nothing rounded but the result.
   */
  public int excludedRatePpm() {
    if (failures == judged) {
      return PPM;
    }
    Mixture mixture = Mixture.of(judged, failures);
    int low = (int) ((long) failures * PPM / judged); // not excluded: M(f/n) is at most 1
    int high = PPM;
    while (high - low > 1) {
      int rate = (low + high) / 2;
      if (mixture.excludes(rate)) {
        high = rate;
      } else {
        low = rate;
      }
    }
    return high;
  }

  private BigInteger timesUp(long numerator, long denominator) {
    BigInteger divisor = BigInteger.valueOf(denominator);
    return evidence
        .multiply(BigInteger.valueOf(numerator))
        .add(divisor)
        .subtract(BigInteger.ONE)
        .divide(divisor);
  }

  /**
   * The mixture's side of M(p) ≥ 20, the same for every p: {@code numerator} / {@code denominator}
   * is B(1 + f, 20 + s) / B(1, 20) / 20 · 1,000,000^n, and B(1 + f, 20 + s) / B(1, 20) is 20 · f!
   * (19 + s)! / (20 + n)!.
   */
  private record Mixture(int judged, int failures, BigInteger numerator, BigInteger denominator) {
    static Mixture of(int judged, int failures) {
      BigInteger numerator = BigInteger.valueOf(PRIOR_HEALTHY);
      BigInteger denominator = BigInteger.valueOf(STOP_AT);
      int least = PRIOR_HEALTHY + judged - failures;
      for (int i = 0; i <= failures; i++) {
        numerator = numerator.multiply(BigInteger.valueOf(Math.max(i, 1)));
        denominator = denominator.multiply(BigInteger.valueOf((long) least + i));
      }
      numerator = numerator.multiply(BigInteger.valueOf(PPM).pow(judged));
      return new Mixture(judged, failures, numerator, denominator);
    }

    boolean excludes(int ratePpm) {
      BigInteger likelihood =
          BigInteger.valueOf(ratePpm)
              .pow(failures)
              .multiply(BigInteger.valueOf((long) PPM - ratePpm).pow(judged - failures));
      return numerator.compareTo(denominator.multiply(likelihood)) >= 0;
    }
  }
}
