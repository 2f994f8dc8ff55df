package org.sweetwater.indexer.chain;

import java.util.OptionalLong;
import org.sweetwater.wrappers.RetryableException;

/** The node refuses to look for logs in so many blocks at once. */
public final class RangeTooLargeException extends RetryableException {
  private static final long serialVersionUID = 1L;

  private final long suggestedBlocks;

  /** With the node's own words. */
  public RangeTooLargeException(String reason, Throwable cause) {
    this(reason, OptionalLong.empty(), cause);
  }

  /** With the node's own words, and how many blocks it would take by them. */
  RangeTooLargeException(String reason, OptionalLong suggestedBlocks, Throwable cause) {
    super("chain: the node refuses the range of a log query: " + reason, cause);
    this.suggestedBlocks = suggestedBlocks.orElse(0);
  }

  /** How many blocks the node would take, 1 or more; empty when it does not say. */
  OptionalLong suggestedBlocks() {
    return suggestedBlocks == 0 ? OptionalLong.empty() : OptionalLong.of(suggestedBlocks);
  }
}
