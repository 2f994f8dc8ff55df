package org.sweetwater.wrappers.chain;

import java.math.BigInteger;

/**
 * What to offer for one unit of gas, in wei (EIP-1559).
 *
 * @param maxFeePerGas never below {@code maxPriorityFeePerGas}
 */
public record Fees(BigInteger maxPriorityFeePerGas, BigInteger maxFeePerGas) {
  /**
   * Nothing. On a gas-free chain this must be said outright: an account without money that offers 1
   * wei is accepted by Besu and waits for ever.
   */
  public static final Fees NONE = new Fees(BigInteger.ZERO, BigInteger.ZERO);

  /** Refuses negative fees and a tip above the maximum. */
  public Fees {
    if (maxPriorityFeePerGas.signum() < 0 || maxFeePerGas.compareTo(maxPriorityFeePerGas) < 0) {
      throw new IllegalArgumentException(
          "fees: expected 0 ≤ tip ≤ maximum, found " + maxPriorityFeePerGas + ", " + maxFeePerGas);
    }
  }

  /**
   * Twice the base fee and the tip: enough for six full blocks in a row, each of which raises the
   * base fee by an eighth.
   */
  static Fees above(BigInteger baseFeePerGas, BigInteger tip) {
    return baseFeePerGas.signum() == 0 ? NONE : new Fees(tip, baseFeePerGas.shiftLeft(1).add(tip));
  }
}
