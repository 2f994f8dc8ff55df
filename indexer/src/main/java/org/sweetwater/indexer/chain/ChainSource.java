package org.sweetwater.indexer.chain;

import java.util.List;
import java.util.Optional;
import org.sweetwater.wrappers.Hash32;
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

  /**
   * Our contracts' logs in a range of blocks, both ends included.
   *
   * @throws RangeTooLargeException when the node will answer a shorter range only
   */
  List<LogEntry> logs(long fromBlock, long toBlock);

  /** Our contracts' logs in exactly this block; fails when the block is not known. */
  List<LogEntry> logs(Hash32 blockHash);
}
