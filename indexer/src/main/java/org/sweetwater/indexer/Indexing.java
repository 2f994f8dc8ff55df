package org.sweetwater.indexer;

import java.util.List;
import java.util.Optional;
import org.sweetwater.indexer.chain.BlockLogs;
import org.sweetwater.indexer.chain.BlockStream;
import org.sweetwater.indexer.chain.ChainEvent;
import org.sweetwater.indexer.decode.EventDecoder;
import org.sweetwater.indexer.store.ChainStore;
import org.sweetwater.indexer.store.Projection;
import org.sweetwater.wrappers.BlockRef;

/** One step of the pipeline: what the chain did, decoded, projected and stored. */
record Indexing(BlockStream stream, Projection projection) {
  /** So near to the head the first backfill is done: a block more or less is on its way. */
  private static final long BACKFILLED_WITHIN_BLOCKS = 32;

  Indexing(BlockStream stream, EventDecoder decoder) {
    this(stream, new ContractProjection(decoder));
  }

  /** As {@link #step(ChainStore, long)}, without any announcement. */
  ChainEvent step(ChainStore store) {
    return step(store, -1);
  }

  /**
   * Takes the next step; when it fails, nothing of it is stored.
   *
   * @param announced the newest head that was heard of; negative when there is none
   */
  ChainEvent step(ChainStore store, long announced) {
    ChainEvent event = stream.next(store.head(), store::newestUpTo, announced);
    switch (event) {
      case ChainEvent.Extended(var blocks) -> append(store, blocks);
      case ChainEvent.Reorganised(var _, long toNumber) -> store.rollBackTo(toNumber);
      case ChainEvent.Unchanged() -> {
        // Nothing to store.
      }
    }
    if (!store.isIndexed() && isBackfilled(store.head())) {
      store.buildIndexes();
    }
    return event;
  }

  private void append(ChainStore store, List<BlockLogs> blocks) {
    Projection.Changes changes = projection.of(blocks);
    store.append(blocks, changes.keys(), changes.make());
  }

  private boolean isBackfilled(Optional<BlockRef> head) {
    return head.filter(block -> stream.headSeen() - block.number() <= BACKFILLED_WITHIN_BLOCKS)
        .isPresent();
  }
}
