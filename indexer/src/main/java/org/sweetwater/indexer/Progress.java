package org.sweetwater.indexer;

import java.time.Duration;
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

  /** Longer than a node may take to answer. */
  private static final Duration FRESH = Duration.ofSeconds(60);

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

  /** Why answers may be out of date, in one line; empty when they are fresh. */
  Optional<String> findStaleness(long startBlock, Instant now) {
    if (failure.isPresent()) {
      return failure.map(reason -> (isHalted ? "halted: " : "retrying: ") + reason);
    }
    if (succeededAt.isEmpty()) {
      return Optional.of("starting");
    }
    if (succeededAt.get().plus(FRESH).isBefore(now)) {
      return Optional.of("the last step has been under way since " + succeededAt.get());
    }
    long lag = lagBlocks(startBlock);
    return lag > LAG_BLOCKS_MAX ? Optional.of(lag + " blocks behind the node") : Optional.empty();
  }
}
