package org.sweetwater.indexer.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.sweetwater.indexer.FakeClock;

final class TokenBucketTest {
  private final FakeClock clock = new FakeClock();

  @Test
  void letsASecondsWorthThroughAndThenOneByOne() {
    TokenBucket bucket = new TokenBucket(10, clock);
    for (int i = 0; i < 10; i++) {
      assertThat(bucket.take(1)).isZero();
    }
    assertThat(bucket.take(1)).isEqualTo(Duration.ofMillis(100));
    assertThat(bucket.take(1)).isEqualTo(Duration.ofMillis(200));
    clock.advance(Duration.ofMillis(300));
    assertThat(bucket.take(1)).isEqualTo(Duration.ofMillis(0));
  }

  @Test
  void aBatchLargerThanASecondsWorthWaitsItsTime() {
    TokenBucket bucket = new TokenBucket(10, clock);
    assertThat(bucket.take(100)).isEqualTo(Duration.ofSeconds(9));
    clock.advance(Duration.ofSeconds(9));
    assertThat(bucket.take(5)).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void neverSavesMoreThanASecondsWorth() {
    TokenBucket bucket = new TokenBucket(10, clock);
    clock.advance(Duration.ofHours(1));
    assertThat(bucket.take(10)).isZero();
    assertThat(bucket.take(1)).isPositive();
  }

  @Test
  void zeroIsNoLimit() {
    assertThat(new TokenBucket(0, clock).take(1_000_000)).isZero();
  }
}
