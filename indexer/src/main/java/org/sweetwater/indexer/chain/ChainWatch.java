package org.sweetwater.indexer.chain;

import org.sweetwater.wrappers.BlockRef;

/** Is told what was wrong with the nodes' answers and was mended, so that somebody can count it. */
@FunctionalInterface
public interface ChainWatch {
  /** Logs of our contracts in this block were missing from a node's answer, and were found. */
  void holeMended(BlockRef block);

  /** Nobody watches. */
  ChainWatch NONE = block -> {};
}
