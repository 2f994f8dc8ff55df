package org.sweetwater.oracle.hub;

import java.math.BigInteger;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.RetryableException;

/** Gives each account the power that a test says, at every block. */
final class FakeVotingPower implements VotingPower {
  private final Map<Address, BigInteger> powers = new ConcurrentHashMap<>();
  private volatile boolean failing;

  void give(Address account, long power) {
    powers.put(account, BigInteger.valueOf(power));
  }

  void clear() {
    powers.clear();
  }

  void fail(boolean failing) {
    this.failing = failing;
  }

  @Override
  public BigInteger at(Address account, long block) {
    if (failing) {
      throw new RetryableException("chain: a failure that the test asked for");
    }
    return powers.getOrDefault(account, BigInteger.ZERO);
  }
}
