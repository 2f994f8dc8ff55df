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
 * @param rangesAhead how many ranges are read ahead of the one that is stored; 0 reads each when it
 *     is asked for
 * @param settledBlocks how deep below the head a block is not asked for twice when its filter
 *     confirms its logs
 */
public record StreamConfig(
    List<Address> contracts,
    long startBlock,
    int rangeBlocks,
    int confirmations,
    Duration lagTolerance,
    int rangesAhead,
    int settledBlocks) {
  /** As many as are stored together: they are read meanwhile. */
  private static final int RANGES_AHEAD = 4;

  /** Log indexes of nodes were seen to lag behind the head by a few blocks, never by hundreds. */
  private static final int SETTLED_BLOCKS = 256;

  /** Copies the list. */
  public StreamConfig {
    contracts = List.copyOf(contracts);
  }

  /** With the usual reading ahead, and the usual depth of what is settled. */
  public StreamConfig(
      List<Address> contracts,
      long startBlock,
      int rangeBlocks,
      int confirmations,
      Duration lagTolerance) {
    this(
        contracts,
        startBlock,
        rangeBlocks,
        confirmations,
        lagTolerance,
        RANGES_AHEAD,
        SETTLED_BLOCKS);
  }
}
