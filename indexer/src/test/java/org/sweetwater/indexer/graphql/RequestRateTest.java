package org.sweetwater.indexer.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RequestRateTest {
  private final AtomicLong now = new AtomicLong();
  private final RequestRate rate = new RequestRate(2, now::get);

  @Test
  void allowsABurstAndThenTheRateToEachClientForItself() {
    for (int i = 0; i < 2 * RequestRate.BURST_SECONDS; i++) {
      assertThat(rate.allows("a")).isTrue();
    }
    assertThat(rate.allows("a")).isFalse();
    assertThat(rate.allows("b")).isTrue();
    now.addAndGet(1_000_000_000L);
    assertThat(rate.allows("a")).isTrue();
    assertThat(rate.allows("a")).isTrue();
    assertThat(rate.allows("a")).isFalse();
  }

  @Test
  void zeroIsAnyNumber() {
    RequestRate any = new RequestRate(0, now::get);
    for (int i = 0; i < 10_000; i++) {
      assertThat(any.allows("a")).isTrue();
    }
  }
}
