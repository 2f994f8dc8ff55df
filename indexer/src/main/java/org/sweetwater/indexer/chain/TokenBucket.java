package org.sweetwater.indexer.chain;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Lets so many requests a second through, and at most a second's worth of them at once. */
final class TokenBucket {
  private static final double NANOS = 1e9;

  private final int perSecond;
  private final Clock clock;
  private double tokens;
  private Instant filledAt;

  /** Zero requests a second means any number of them. */
  TokenBucket(int perSecond, Clock clock) {
    this.perSecond = perSecond;
    this.clock = clock;
    this.tokens = perSecond;
    this.filledAt = clock.instant();
  }

  /** Takes tokens, on credit when there are too few: how long to wait before they may be used. */
  synchronized Duration take(int count) {
    if (perSecond == 0) {
      return Duration.ZERO;
    }
    Instant now = clock.instant();
    double passed = Math.max(0, Duration.between(filledAt, now).toNanos() / NANOS);
    filledAt = now;
    tokens = Math.min(perSecond, tokens + passed * perSecond) - count;
    return tokens >= 0 ? Duration.ZERO : Duration.ofNanos((long) (-tokens / perSecond * NANOS));
  }
}
