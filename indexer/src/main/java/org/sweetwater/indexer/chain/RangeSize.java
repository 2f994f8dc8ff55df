package org.sweetwater.indexer.chain;

import java.util.OptionalLong;

/**
 * How many blocks to ask for at once: so many that an answer holds some {@link #LOGS_AIM} logs;
 * fewer when the node says that was too much, and then slowly more again.
 */
final class RangeSize {
  /**
   * Logs in an answer: a few MB, so that several fit into memory, and enough that the cost of a
   * request and of a commit does not count. Larger answers cost a node more for each log.
   */
  static final int LOGS_AIM = 5_000;

  /** Before anything is known about how dense the logs are. */
  private static final int FIRST = 64;

  private static final int GROWTH_DIVISOR = 4;

  private final int max;
  private int blocks;

  RangeSize(int max) {
    this.max = max;
    this.blocks = Math.min(max, FIRST);
  }

  int blocks() {
    return blocks;
  }

  /**
   * Takes what the node suggests, or half.
   *
   * @param asked how many blocks were too many
   * @return false when there was only one
   */
  boolean shrink(int asked, OptionalLong suggested) {
    boolean isShrinkable = asked > 1;
    long half = Math.max(1, Math.min(blocks, asked) / 2);
    long next = suggested.isPresent() ? Math.min(suggested.getAsLong(), asked - 1L) : half;
    blocks = (int) Math.max(1, next);
    return isShrinkable;
  }

  /** After an answer with so many logs in so many blocks. */
  void learn(int blocksRead, int logs) {
    long fitting = logs == 0 ? max : (long) LOGS_AIM * blocksRead / logs;
    long grown = (long) blocks + Math.max(1, blocks / GROWTH_DIVISOR);
    blocks = Math.clamp(Math.min(fitting, grown), 1, max);
  }
}
