package org.sweetwater.oracle.relay;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Everything the relay works with while it holds the lease.
 *
 * @param epoch the lease's number, which every new signature is checked against
 */
record RelaySession(
    RelayChain chain,
    OutboxReader reader,
    OutboxStore store,
    TransactionSigner signer,
    RelayLimits limits,
    RevertJudge judge,
    RelayMetrics metrics,
    InstantSource clock,
    RandomGenerator random,
    long epoch) {
  FeePolicy feePolicy() {
    return new FeePolicy(limits.maxFeePerGas());
  }
}
