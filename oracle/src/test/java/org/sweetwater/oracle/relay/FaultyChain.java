package org.sweetwater.oracle.relay;

import java.math.BigInteger;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.Fees;
import org.sweetwater.wrappers.chain.Receipt;
import org.sweetwater.wrappers.chain.SendOutcome;

/**
 * A node that at random does not answer, answers after having acted, or sees the process die around
 * a request.
 */
final class FaultyChain implements RelayChain {
  private final RelayChain chain;
  private final SplittableRandom random;
  private double faultRate;

  FaultyChain(RelayChain chain, SplittableRandom random, double faultRate) {
    this.chain = chain;
    this.random = random;
    this.faultRate = faultRate;
  }

  void heal() {
    faultRate = 0;
  }

  private <T> T asked(Supplier<T> question) {
    strike();
    T answer = question.get();
    strike();
    return answer;
  }

  private void strike() {
    if (random.nextDouble() < faultRate) {
      if (random.nextInt(3) == 0) {
        throw new Crash();
      }
      throw new RetryableException("time-out, by chance");
    }
  }

  @Override
  public long headNumber() {
    return asked(chain::headNumber);
  }

  @Override
  public Fees fees() {
    return asked(chain::fees);
  }

  @Override
  public long usedNonces(Address account) {
    return asked(() -> chain.usedNonces(account));
  }

  @Override
  public BigInteger balance(Address account) {
    return asked(() -> chain.balance(account));
  }

  @Override
  public DryRun dryRun(Address from, Address target, Bytes calldata) {
    return asked(() -> chain.dryRun(from, target, calldata));
  }

  @Override
  public Optional<Bytes> revertAt(long block, Address target, Bytes calldata) {
    return asked(() -> chain.revertAt(block, target, calldata));
  }

  @Override
  public SendOutcome send(Bytes raw) {
    return asked(() -> chain.send(raw));
  }

  @Override
  public Optional<Receipt> receipt(Hash32 transaction) {
    // A node may know the block before its index knows the receipt.
    return asked(
        () -> random.nextDouble() < faultRate ? Optional.empty() : chain.receipt(transaction));
  }
}
