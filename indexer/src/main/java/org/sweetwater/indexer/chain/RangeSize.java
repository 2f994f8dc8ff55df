package org.sweetwater.indexer.chain;

import java.util.OptionalLong;

/**
 * How many blocks to ask for at once: so many that an answer holds some {@link #LOGS_AIM} logs;
 * fewer when the node says that was too much, and then slowly more again, up to what it answered
 * before. What it refused is tried again after a while, since some nodes refuse for the logs in a
 * range and not for its length; the while doubles each time.
 */
final class RangeSize {
  /**
   * Logs in an answer: a few MB, so that several fit into memory, and enough that the cost of a
   * request does not count. Larger answers cost a node more for each log.
   */
  static final int LOGS_AIM = 5_000;

  /** Before anything is known about how dense the logs are. */
  private static final int FIRST = 64;

  private static final int GROWTH_DIVISOR = 4;

  /** Ranges from a refusal to the next try: then it costs less than the rest by far. */
  private static final int PATIENCE_FIRST = 64;

  private static final int PATIENCE_MAX = 8_192;

  private final int max;
  private int blocks;
  private int ceiling;
  private int answered;
  private int patience = PATIENCE_FIRST;
  private int untilNextTry;

  RangeSize(int max) {
    this.max = max;
    this.ceiling = max;
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
    // What was answered before is known to be right; else it lies somewhere below what was refused.
    boolean isKnown = blocks <= answered && answered < asked;
    ceiling = suggested.isPresent() ? blocks : isKnown ? answered : Math.max(1, asked - 1);
    answered = Math.min(answered, ceiling);
    untilNextTry = patience;
    patience = Math.min(PATIENCE_MAX, 2 * patience);
    return isShrinkable;
  }

  /** After an answer with so many logs in so many blocks. */
  void learn(int blocksRead, int logs) {
    answered = Math.max(answered, blocksRead);
    if (untilNextTry > 0) {
      untilNextTry--;
    } else {
      ceiling = max;
    }
    long fitting = logs == 0 ? max : (long) LOGS_AIM * blocksRead / logs;
    long grown = (long) blocks + Math.max(1, blocks / GROWTH_DIVISOR);
    blocks = Math.clamp(Math.min(fitting, grown), 1, ceiling);
  }
}
