package org.sweetwater.indexer;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after the n-th failure in a row: doubled each time, with jitter, up to a limit.
 */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration LAST = Duration.ofSeconds(15);
  private static final int DOUBLINGS_MAX = 10;

  private final RandomGenerator random;
  private int failures;

  Backoff(RandomGenerator random) {
    this.random = random;
  }

  void reset() {
    failures = 0;
  }

  int failures() {
    return failures;
  }

  /** Counts a failure; the wait is between half and the whole of the doubled time. */
  Duration next() {
    long millis = Math.min(LAST.toMillis(), FIRST.toMillis() << Math.min(failures, DOUBLINGS_MAX));
    failures++;
    return Duration.ofMillis(millis / 2 + random.nextLong(millis / 2 + 1));
  }
}
