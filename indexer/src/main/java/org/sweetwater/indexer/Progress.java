package org.sweetwater.indexer;

import java.time.Instant;
import java.util.Optional;
import org.sweetwater.wrappers.BlockRef;

/**
 * How far the pipeline is.
 *
 * @param nodeHead the newest block number that the node gave, less the confirmations; -1 before any
 * @param head the block that the tables are right as of
 * @param succeededAt when the last step succeeded
 * @param failure why the last step failed; empty when it succeeded
 * @param isHalted whether the pipeline has stopped for good
 */
record Progress(
    long nodeHead,
    Optional<BlockRef> head,
    Optional<Instant> succeededAt,
    Optional<String> failure,
    boolean isHalted) {
  /** A block or two may be on their way at any moment. */
  private static final long LAG_BLOCKS_MAX = 5;

  static final Progress NONE =
      new Progress(-1, Optional.empty(), Optional.empty(), Optional.empty(), false);

  Progress succeeded(long nextNodeHead, Optional<BlockRef> nextHead, Instant at) {
    return new Progress(nextNodeHead, nextHead, Optional.of(at), Optional.empty(), false);
  }

  Progress failed(String reason) {
    return new Progress(nodeHead, head, succeededAt, Optional.of(reason), false);
  }

  Progress halted(String reason) {
    return new Progress(nodeHead, head, succeededAt, Optional.of(reason), true);
  }

  /** How many blocks the tables are behind the node; 0 while there is nothing to index. */
  long lagBlocks(long startBlock) {
    return Math.max(0, nodeHead - head.map(BlockRef::number).orElse(startBlock - 1));
  }

  /** Whether answers are fresh: the last step succeeded, and at most a few blocks are missing. */
  boolean isCaughtUp(long startBlock) {
    return !isHalted
        && failure.isEmpty()
        && succeededAt.isPresent()
        && lagBlocks(startBlock) <= LAG_BLOCKS_MAX;
  }
}
