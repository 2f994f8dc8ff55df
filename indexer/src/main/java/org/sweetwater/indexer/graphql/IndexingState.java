package org.sweetwater.indexer.graphql;

import org.sweetwater.wrappers.Address;

/** What {@code _meta} tells about the indexer itself. */
public interface IndexingState {
  /**
   * Whether indexing stopped at a log that it does not understand, or at a fault that it cannot
   * pass.
   */
  boolean hasErrors();

  /** The newest block that will not be taken back by any usual reorganisation; -1 before any. */
  long finalBlock();

  /** The ballot contract of the deployment that is indexed. */
  Address ballot();
}
