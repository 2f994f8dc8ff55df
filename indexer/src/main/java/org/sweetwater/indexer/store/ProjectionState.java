package org.sweetwater.indexer.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.sweetwater.migrations.Projections;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.RetryableException;

/**
 * Which projections stand in the database: the row of {@code chain.projection}.
 *
 * <p>Writers hold a lock on that table for the length of their transaction, and so does who
 * replaces the projections: no writer ever finds tables other than those that it knows.
 *
 * @param version of their form and meaning
 * @param generation counts how often they were replaced as a whole
 * @param indexed whether they have every index
 */
record ProjectionState(int version, long generation, boolean indexed) {
  private static final String LOCK = "LOCK TABLE chain.projection IN ROW SHARE MODE";

  static final ProjectionState NONE = new ProjectionState(0, 0, false);

  static ProjectionState read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT version, generation, indexed FROM chain.projection")) {
      return row.next()
          ? new ProjectionState(row.getInt(1), row.getLong(2), row.getBoolean(3))
          : NONE;
    }
  }

  /** Refuses projections that another release of the indexer made. */
  ProjectionState requireOurs() {
    if (version != Projections.VERSION) {
      throw new FatalException(
          "database: its projections are of version %d, this indexer makes version %d; rebuild them from the raw logs with: sw indexer reindex"
              .formatted(version, Projections.VERSION));
    }
    return this;
  }

  /** Keeps the projections from being replaced until the transaction ends. */
  void requireUnchanged(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(LOCK);
    }
    if (read(connection).requireOurs().generation != generation) {
      throw replaced();
    }
  }

  /**
   * The same for a writing: its transaction fails unless the projections are still these.
   *
   * @throws RetryableException when the writing runs it and they were replaced
   */
  void requireUnchanged(Writing writing) throws SQLException {
    writing.run(new Writing.Change(LOCK, List.of(), Writing.Change.ANY));
    writing.run(
        new Writing.Change(
            "SELECT FROM chain.projection WHERE version = ? AND generation = ?",
            List.of((long) version, generation),
            1,
            _ -> replaced()));
  }

  private static RetryableException replaced() {
    return new RetryableException("database: the projections were replaced; beginning anew");
  }

  void markIndexed(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("UPDATE chain.projection SET indexed = true");
    }
  }

  ProjectionState withIndexes() {
    return new ProjectionState(version, generation, true);
  }
}
