package org.sweetwater.indexer.chain;

import java.time.Duration;
import java.util.List;
import org.sweetwater.wrappers.Address;

/**
 * What a {@link BlockStream} reads.
 *
 * @param contracts whose logs are read
 * @param startBlock the first block that is read
 * @param rangeBlocks the most blocks that are read at once
 * @param confirmations how many blocks behind the node's head to stay
 * @param lagTolerance how long a node's head may stand below what we know before we believe that
 *     the chain became shorter
 */
public record StreamConfig(
    List<Address> contracts,
    long startBlock,
    int rangeBlocks,
    int confirmations,
    Duration lagTolerance) {
  /** Copies the list. */
  public StreamConfig {
    contracts = List.copyOf(contracts);
  }
}
