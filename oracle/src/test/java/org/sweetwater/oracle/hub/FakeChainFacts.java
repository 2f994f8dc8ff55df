package org.sweetwater.oracle.hub;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;

/** A chain at one block, with contract wallets that accept what a test says. */
final class FakeChainFacts implements ChainFacts {
  static final long HEAD = 1000;

  private final Map<Address, Hash32> accepted = new ConcurrentHashMap<>();
  private volatile boolean failing;

  void accept(Address contract, Hash32 digest) {
    accepted.put(contract, digest);
  }

  void fail(boolean failing) {
    this.failing = failing;
  }

  @Override
  public long blockNumber() {
    requireUp();
    return HEAD;
  }

  @Override
  public Hash32 codeHash(Address address) {
    requireUp();
    return Bytes.of(address.bytes()).keccak();
  }

  @Override
  public boolean acceptsSignature(Address contract, Hash32 digest, Bytes signature) {
    requireUp();
    return accepted.getOrDefault(contract, Hash32.ZERO).equals(digest);
  }

  private void requireUp() {
    if (failing) {
      throw new RetryableException("chain: a failure that the test asked for");
    }
  }
}
