package org.sweetwater.indexer.chain;

import org.sweetwater.wrappers.RetryableException;

/** The node refuses to look for logs in so many blocks at once. */
public final class RangeTooLargeException extends RetryableException {
  private static final long serialVersionUID = 1L;

  /** With the node's own words. */
  public RangeTooLargeException(String reason, Throwable cause) {
    super("chain: the node refuses the range of a log query: " + reason, cause);
  }
}
