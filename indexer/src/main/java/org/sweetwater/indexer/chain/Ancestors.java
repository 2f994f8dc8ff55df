package org.sweetwater.indexer.chain;

import java.util.List;
import org.sweetwater.wrappers.BlockRef;

/** The blocks that a reader knows, some of which the chain may have replaced. */
@FunctionalInterface
public interface Ancestors {
  /** Known blocks from {@code number} downwards, newest first, at most {@code limit}. */
  List<BlockRef> newestUpTo(long number, int limit);
}
