package org.sweetwater.oracle.pace;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waiting times that double from one try to the next, with jitter so that clients which failed
 * together do not come back together.
 *
 * @param first the longest wait after the first failure, more than zero
 * @param longest no wait is longer
 */
public record Backoff(Duration first, Duration longest) {
  /** Checks the bounds. */
  public Backoff {
    if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "backoff: expected 0 < first ≤ longest, found first %s, longest %s"
              .formatted(first, longest));
    }
  }

  /**
   * How long to wait after the {@code failures}-th failure in a row: between half of the doubled
   * time and all of it.
   *
   * @param failures how many tries have failed in a row, at least 1
   */
  public Duration after(int failures, RandomGenerator random) {
    if (failures < 1) {
      throw new IllegalArgumentException("failures: expected at least 1, found " + failures);
    }
    long most = first.toMillis();
    for (int i = 1; i < failures && most < longest.toMillis(); i++) {
      most *= 2;
    }
    most = Math.min(most, longest.toMillis());
    return Duration.ofMillis(most - random.nextLong(most / 2 + 1));
  }
}
