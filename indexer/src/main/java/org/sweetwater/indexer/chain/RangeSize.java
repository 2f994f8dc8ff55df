package org.sweetwater.indexer.chain;

/** How many blocks to ask for at once: halved when that was too much, and slowly grown back. */
final class RangeSize {
  private static final int GROWTH_DIVISOR = 4;

  private final int max;
  private int blocks;

  RangeSize(int max) {
    this.max = max;
    this.blocks = max;
  }

  int blocks() {
    return blocks;
  }

  /** Returns false when it cannot become any smaller. */
  boolean shrink() {
    boolean isShrinkable = blocks > 1;
    blocks = Math.max(1, blocks / 2);
    return isShrinkable;
  }

  void grow() {
    blocks = Math.min(max, blocks + Math.max(1, blocks / GROWTH_DIVISOR));
  }
}
