package org.sweetwater.indexer;

import java.util.Optional;
import org.sweetwater.indexer.chain.ChainEvent;
import org.sweetwater.wrappers.BlockRef;

/** Is told of every step that changed the tables, in order, once its transaction is committed. */
@FunctionalInterface
interface CommitListener {
  /**
   * The tables have changed. Called on the pipeline's thread: must neither block nor throw.
   *
   * <p>A commit whose outcome the pipeline did not learn, because the connection broke, is not
   * told. So a listener takes the call as a reason to look at the tables, never as their content.
   *
   * @param event what the chain did; never {@link ChainEvent.Unchanged}
   * @param head the block that the tables are now right as of; empty when none is left
   */
  void committed(ChainEvent event, Optional<BlockRef> head);
}
