package org.sweetwater.indexer.chain;

import java.util.List;
import org.sweetwater.wrappers.BlockRef;

/** What the chain did since the block that a reader knows. */
public sealed interface ChainEvent {
  /** It grew: the blocks that follow, at least one, ascending and without gaps. */
  record Extended(List<BlockLogs> blocks) implements ChainEvent {
    /** Copies the list. */
    public Extended {
      blocks = List.copyOf(blocks);
    }

    /** The last of the blocks. */
    public BlockRef head() {
      return blocks.getLast().block().ref();
    }
  }

  /**
   * It replaced blocks: of those that the reader knows, {@code toNumber} is the highest that stays.
   *
   * @param fromNumber the reader's head until now
   * @param toNumber one less than the first block to read when none stays
   */
  record Reorganised(long fromNumber, long toNumber) implements ChainEvent {}

  /** Nothing, as far as can be told yet. */
  record Unchanged() implements ChainEvent {}
}
