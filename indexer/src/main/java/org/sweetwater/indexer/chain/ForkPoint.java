package org.sweetwater.indexer.chain;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.sweetwater.wrappers.BlockRef;

/**
 * Finds the highest known block that is still on the chain.
 *
 * <p>When a block is on the chain, so are its ancestors: pages of known blocks are walked downwards
 * until the lowest of a page is on the chain, and that page is searched by halving. The steps stay
 * few at any depth.
 */
record ForkPoint(Predicate<BlockRef> isOnChain, Ancestors ancestors) {
  private static final int FIRST_PAGE = 8;
  private static final int PAGE_MAX = 1_024;

  /** Searches from {@code number} downwards; empty when no known block is on the chain. */
  OptionalLong below(long number) {
    long from = number;
    for (int size = FIRST_PAGE; ; size = Math.min(PAGE_MAX, size * 2)) {
      List<BlockRef> page = ancestors.newestUpTo(from, size);
      if (page.isEmpty()) {
        return OptionalLong.empty();
      }
      if (isOnChain.test(page.getLast())) {
        return OptionalLong.of(highestOnChain(page));
      }
      from = page.getLast().number() - 1;
    }
  }

  /** The page is newest first, and its last block is on the chain. */
  private long highestOnChain(List<BlockRef> page) {
    int low = 0;
    int high = page.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isOnChain.test(page.get(middle))) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return page.get(high).number();
  }
}
