package org.sweetwater.oracle.relay;

import java.math.BigInteger;
import java.time.Duration;
import org.sweetwater.oracle.pace.Backoff;

/**
 * The relay's own pace and the chain's peculiarities.
 *
 * @param confirmations blocks on top of a transaction's own before it counts as final, 0 to 256; 0
 *     where blocks are final when imported (QBFT)
 * @param inFlightMax transactions signed and not final at once, 1 to 200: Besu refuses a nonce more
 *     than 200 ahead
 * @param resendInterval how long an unmined transaction rests before it is offered again, since
 *     nodes forget their pool when they restart
 * @param pendingTimeout how long a transaction may stay unmined before a better paid one, or an
 *     empty one when the call has become pointless, replaces it
 * @param retry waits after a dry run that said "not yet"
 * @param gasMarginPercent added to the node's estimate, 0 to 400; Besu estimates tightly
 * @param gasLimitMax no transaction gets more gas; EIP-7825 caps it at 2^24
 * @param maxFeePerGas no transaction offers more, in wei
 */
public record RelayLimits(
    int confirmations,
    int inFlightMax,
    Duration resendInterval,
    Duration pendingTimeout,
    Backoff retry,
    int gasMarginPercent,
    long gasLimitMax,
    BigInteger maxFeePerGas) {
  /** Nodes keep the state of some 500 blocks; what ends a call is checked this deep in it. */
  public static final int CONFIRMATIONS_LIMIT = 256;

  /** Besu's limit for nonces ahead of the account's. */
  public static final int IN_FLIGHT_LIMIT = 200;

  /** Checks the bounds. */
  public RelayLimits {
    require(
        confirmations >= 0 && confirmations <= CONFIRMATIONS_LIMIT,
        "confirmations",
        "0 to 256",
        confirmations);
    require(
        inFlightMax >= 1 && inFlightMax <= IN_FLIGHT_LIMIT, "inFlightMax", "1 to 200", inFlightMax);
    require(resendInterval.isPositive(), "resendInterval", "more than zero", resendInterval);
    require(
        pendingTimeout.compareTo(resendInterval) >= 0,
        "pendingTimeout",
        "at least resendInterval",
        pendingTimeout);
    require(
        gasMarginPercent >= 0 && gasMarginPercent <= 400,
        "gasMarginPercent",
        "0 to 400",
        gasMarginPercent);
    require(gasLimitMax >= 21_000, "gasLimitMax", "at least 21000", gasLimitMax);
    require(maxFeePerGas.signum() >= 0, "maxFeePerGas", "0 wei or more", maxFeePerGas);
  }

  /** The node's estimate with our margin on top, within the limit. */
  long gasLimitFor(long estimate) {
    return Math.min(gasLimitMax, estimate + estimate * gasMarginPercent / 100);
  }

  private static void require(boolean holds, String name, String expected, Object found) {
    if (!holds) {
      throw new IllegalArgumentException(
          "relay %s: expected %s, found %s".formatted(name, expected, found));
    }
  }
}
