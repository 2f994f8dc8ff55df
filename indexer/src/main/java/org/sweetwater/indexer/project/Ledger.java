package org.sweetwater.indexer.project;

import java.util.Optional;

/** The rows as of the log that is being projected, and where the projector puts the next ones. */
public interface Ledger {
  /**
   * The row that holds now.
   *
   * @throws IllegalStateException when the key is not among {@link EventKeys#of} of the events
   */
  <R extends Row.Versioned> Optional<R> find(Class<R> type, Row.Key key);

  /** From this log on the row holds, in place of the one with its key. */
  void put(Row.Versioned row, Origin origin);

  /** From this log on no row with this key holds. */
  void remove(Row.Key key, Origin origin);

  /** Adds what happened in this log. */
  void add(Row.Fact row, Origin origin);
}
