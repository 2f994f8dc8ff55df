package org.sweetwater.wrappers.chain;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Hash32;

/**
 * What became of a mined transaction.
 *
 * @param succeeded false when it reverted; the reason is not kept by most nodes: call again to see
 * @param effectiveGasPrice wei for one unit of gas, 0 on a gas-free chain
 * @param contractAddress the contract it created
 */
public record Receipt(
    Hash32 transactionHash,
    BlockRef block,
    boolean succeeded,
    BigInteger gasUsed,
    BigInteger effectiveGasPrice,
    Address from,
    Optional<Address> contractAddress,
    List<LogEntry> logs) {
  /** Copies the logs. */
  public Receipt {
    logs = List.copyOf(logs);
  }
}
