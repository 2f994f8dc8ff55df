package org.sweetwater.oracle.cradle.wave;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * What {@link EProcess} and the contract approximate, by other ways: the evidence from factorials,
 * rounded once at the end; the excluded rate from the predictions, verdict by verdict, with 60
 * digits.
 */
final class ExactEvidence {
  private static final MathContext DIGITS = new MathContext(60);
  private static final BigDecimal STOP_AT = BigDecimal.valueOf(20);

  private ExactEvidence() {}

  /** E in Q64.64 rounded down, at most {@link EProcess#EVIDENCE_MAX}. */
  static BigInteger floor(int judged, int failures) {
    int healthy = judged - failures;
    BigInteger numerator =
        BigInteger.valueOf(20)
            .multiply(factorial(failures))
            .multiply(factorial(19 + healthy))
            .multiply(BigInteger.valueOf(100).pow(judged));
    BigInteger denominator = factorial(20 + judged).multiply(BigInteger.valueOf(99).pow(healthy));
    return numerator.shiftLeft(64).divide(denominator).min(EProcess.EVIDENCE_MAX);
  }

  /** The least rate above the observed one, in ppm, with M(rate) ≥ 20; a million when none has. */
  static int excludedRatePpm(int judged, int failures) {
    if (failures == judged) {
      return 1_000_000;
    }
    int low = (int) (1_000_000L * failures / judged);
    int high = 1_000_000;
    while (high - low > 1) {
      int rate = (low + high) / 2;
      if (evidenceAgainst(rate, judged, failures).compareTo(STOP_AT) >= 0) {
        high = rate;
      } else {
        low = rate;
      }
    }
    return high;
  }

  /** M(rate), the failures first: their order does not matter. */
  private static BigDecimal evidenceAgainst(int ratePpm, int judged, int failures) {
    BigDecimal rate = BigDecimal.valueOf(ratePpm, 6);
    BigDecimal rest = BigDecimal.ONE.subtract(rate);
    BigDecimal evidence = BigDecimal.ONE;
    for (int n = 0; n < judged; n++) {
      boolean failed = n < failures;
      BigDecimal predicted = BigDecimal.valueOf(failed ? 1L + n : 20L + n - failures);
      BigDecimal expected = (failed ? rate : rest).multiply(BigDecimal.valueOf(21L + n));
      evidence = evidence.multiply(predicted, DIGITS).divide(expected, DIGITS);
    }
    return evidence;
  }

  private static BigInteger factorial(int n) {
    BigInteger product = BigInteger.ONE;
    for (int i = 2; i <= n; i++) {
      product = product.multiply(BigInteger.valueOf(i));
    }
    return product;
  }
}
