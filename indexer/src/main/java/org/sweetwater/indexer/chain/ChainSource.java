package org.sweetwater.indexer.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.LogEntry;

/**
 * Where blocks and our contracts' logs come from; any answer may be from another moment, or another
 * node, than the one before.
 *
 * <p>Methods may be called at once by many threads. They fail with {@link
 * org.sweetwater.wrappers.RetryableException} or {@link org.sweetwater.wrappers.FatalException}.
 */
public interface ChainSource {
  /** The number of the newest block, read afresh. */
  long headNumber();

  /** The block with this number; empty when there is none (yet). */
  Optional<Block> blockByNumber(long number);

  /** The blocks from {@code from} to {@code to}, both included; fails when one is not there. */
  default List<Block> blocks(long from, long to) {
    List<Block> blocks = new ArrayList<>();
    for (long number = from; number <= to; number++) {
      blocks.add(requireBlock(blockByNumber(number), number));
    }
    return blocks;
  }

  /**
   * Our contracts' logs in a range of blocks, both ends included.
   *
   * @throws RangeTooLargeException when the node will answer a shorter range only
   */
  List<LogEntry> logs(long fromBlock, long toBlock);

  /** Our contracts' logs in exactly this block; fails when the block is not known. */
  List<LogEntry> logs(Hash32 blockHash);

  /** The same for several blocks, in their order. */
  default List<List<LogEntry>> logs(List<Hash32> blockHashes) {
    return blockHashes.stream().map(this::logs).toList();
  }

  /**
   * Our contracts' logs in exactly this block out of its transactions' receipts; empty when the
   * node cannot give those. Fails when the block is not known.
   */
  default Optional<List<LogEntry>> logsOfReceipts(Hash32 blockHash) {
    return Optional.empty();
  }

  /**
   * Reads several things that belong together from one and the same node. When the reading fails
   * and there are other nodes, it may be tried with those.
   */
  default <T> T fromOneNode(Function<ChainSource, T> reading) {
    return reading.apply(this);
  }

  /** Whether there is one node only: then what it announces can be asked of it at once. */
  default boolean isAlone() {
    return true;
  }

  /** Another node, for a second opinion about a block by its hash; this one when it is alone. */
  default ChainSource another() {
    return this;
  }

  /**
   * Fails unless the nodes that have a block at this height agree that it is this one. A block's
   * hash names all blocks below it.
   */
  default void requireAgreement(BlockRef block) {
    // One node always agrees with itself.
  }

  /** The block that was asked for; fails when there is none, or another. */
  static Block requireBlock(Optional<Block> block, long number) {
    return block
        .filter(found -> found.number() == number)
        .orElseThrow(
            () ->
                new RetryableException(
                    "chain: the node has no block %d although its head is above; it lags or is changing branch"
                        .formatted(number)));
  }
}
