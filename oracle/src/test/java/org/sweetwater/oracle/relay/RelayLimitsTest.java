package org.sweetwater.oracle.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.sweetwater.oracle.pace.Backoff;

class RelayLimitsTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Backoff RETRY = new Backoff(SECOND, SECOND);

  private static RelayLimits limits(
      int confirmations, int inFlightMax, Duration resend, Duration pending, int margin, long gas) {
    return new RelayLimits(
        confirmations, inFlightMax, resend, pending, RETRY, margin, gas, BigInteger.ZERO);
  }

  @Test
  void addsAMarginToTheEstimateWithinTheLimit() {
    RelayLimits limits = limits(0, 1, SECOND, SECOND, 25, 100_000);
    assertThat(limits.gasLimitFor(40_000)).isEqualTo(50_000);
    assertThat(limits.gasLimitFor(90_000)).isEqualTo(100_000);
  }

  @Test
  void namesTheLimitThatIsOutOfBounds() {
    assertThatThrownBy(() -> limits(257, 1, SECOND, SECOND, 0, 30_000))
        .hasMessage("relay confirmations: expected 0 to 256, found 257");
    assertThatThrownBy(() -> limits(0, 201, SECOND, SECOND, 0, 30_000))
        .hasMessage("relay inFlightMax: expected 1 to 200, found 201");
    assertThatThrownBy(() -> limits(0, 1, Duration.ZERO, SECOND, 0, 30_000))
        .hasMessageContaining("resendInterval");
    assertThatThrownBy(() -> limits(0, 1, SECOND, Duration.ofMillis(1), 0, 30_000))
        .hasMessageContaining("pendingTimeout");
    assertThatThrownBy(() -> limits(0, 1, SECOND, SECOND, 401, 30_000))
        .hasMessageContaining("gasMarginPercent");
    assertThatThrownBy(() -> limits(0, 1, SECOND, SECOND, 0, 20_999))
        .hasMessageContaining("gasLimitMax");
  }
}
