package org.sweetwater.oracle.relay;

import java.math.BigInteger;
import java.util.Optional;
import org.sweetwater.wrappers.chain.Fees;

/**
 * Which fee a transaction offers. On a gas-free chain that is zero, said outright; elsewhere what
 * the node suggests, up to a limit.
 *
 * @param maxFeePerGas never offer more than this, in wei
 */
record FeePolicy(BigInteger maxFeePerGas) {
  /**
   * Nodes want both fees of a replacement raised by 10 % (Geth, Besu, anvil); an eighth leaves room
   * for rounding.
   */
  private static final BigInteger BUMP_DIVISOR = BigInteger.valueOf(8);

  /** The fee for a first attempt. */
  Fees first(Fees suggested) {
    BigInteger max = suggested.maxFeePerGas().min(maxFeePerGas);
    return new Fees(suggested.maxPriorityFeePerGas().min(max), max);
  }

  /**
   * The fee for a replacement: enough for a node to prefer it, and not less than a first attempt
   * would offer. On a free chain an equal price replaces. Empty when it would be above the limit.
   */
  Optional<Fees> bumped(Fees previous, Fees suggested) {
    Fees fresh = first(suggested);
    if (isFree(previous) && isFree(fresh)) {
      return Optional.of(Fees.NONE);
    }
    BigInteger max = raised(previous.maxFeePerGas()).max(fresh.maxFeePerGas());
    BigInteger tip = raised(previous.maxPriorityFeePerGas()).max(fresh.maxPriorityFeePerGas());
    return max.compareTo(maxFeePerGas) > 0
        ? Optional.empty()
        : Optional.of(new Fees(tip.min(max), max));
  }

  private static boolean isFree(Fees fees) {
    return fees.maxFeePerGas().signum() == 0;
  }

  private static BigInteger raised(BigInteger fee) {
    return fee.add(fee.divide(BUMP_DIVISOR)).add(BigInteger.ONE);
  }
}
