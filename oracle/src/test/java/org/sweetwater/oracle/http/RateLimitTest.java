package org.sweetwater.oracle.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.sweetwater.oracle.hub.SettableClock;

class RateLimitTest {
  private final SettableClock clock = new SettableClock(Instant.ofEpochSecond(600));

  @Test
  void countsEachSenderForItself() {
    RateLimit limit = new RateLimit(clock, 1);
    assertThat(limit.count("192.0.2.1").isExhausted()).isFalse();
    assertThat(limit.count("192.0.2.1").isExhausted()).isTrue();
    assertThat(limit.count("192.0.2.2").isExhausted()).isFalse();
  }

  @Test
  void countsAHouseholdsIpv6AddressesTogether() {
    RateLimit limit = new RateLimit(clock, 1);
    assertThat(limit.count("2001:db8:1:2:0:0:0:1").isExhausted()).isFalse();
    assertThat(limit.count("2001:db8:1:2:ffff:0:0:9").isExhausted()).isTrue();
    assertThat(limit.count("2001:db8:1:3:0:0:0:1").isExhausted()).isFalse();
  }

  @Test
  void startsAgainWithEachMinute() {
    RateLimit limit = new RateLimit(clock, 1);
    clock.advance(Duration.ofSeconds(59));
    limit.count("192.0.2.1");
    assertThat(limit.count("192.0.2.1")).isEqualTo(new RateLimit.Allowance(1, -1, 1));
    clock.advance(Duration.ofSeconds(1));
    assertThat(limit.count("192.0.2.1")).isEqualTo(new RateLimit.Allowance(1, 0, 60));
  }

  @Test
  void remembersABoundedNumberOfSenders() {
    RateLimit limit = new RateLimit(clock, 1);
    for (int sender = 0; sender < 100_000; sender++) {
      limit.count("sender " + sender);
    }
    assertThat(limit.count("one more").isExhausted()).isFalse();
    assertThat(limit.count("yet another").isExhausted()).isTrue();
    assertThat(limit.count("sender 7").isExhausted()).isTrue();
  }

  @Test
  void limitsNothingAtZero() {
    RateLimit limit = new RateLimit(clock, 0);
    for (int request = 0; request < 1000; request++) {
      assertThat(limit.count("192.0.2.1").isExhausted()).isFalse();
    }
  }
}
