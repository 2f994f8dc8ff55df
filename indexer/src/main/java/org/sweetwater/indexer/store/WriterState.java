package org.sweetwater.indexer.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sweetwater.migrations.Projections;

/**
 * What can be told about a database's indexer from the database alone.
 *
 * @param isRunning whether an indexer holds the writer's place
 * @param version of the projections; 0 when there are none
 * @param isIndexed whether the first backfill is done and every index is there
 * @param isRebuilding whether a rebuild of the projections was begun and not finished
 */
public record WriterState(boolean isRunning, int version, boolean isIndexed, boolean isRebuilding) {
  private static final String SELECT =
      """
      SELECT
        EXISTS (
          SELECT FROM pg_locks
          WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND classid = %d AND objid = %d
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())),
        coalesce((SELECT version FROM chain.projection), 0),
        coalesce((SELECT indexed FROM chain.projection), false),
        EXISTS (SELECT FROM chain.rebuild)
      """
          .formatted(ChainStore.WRITER_LOCK >>> 32, ChainStore.WRITER_LOCK & 0xffff_ffffL);

  /** Reads it. */
  public static WriterState read(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery(SELECT)) {
      row.next();
      return new WriterState(
          row.getBoolean(1), row.getInt(2), row.getBoolean(3), row.getBoolean(4));
    }
  }

  /** In a few words what is to be known or done; {@code ok} when nothing is. */
  public String health() {
    if (version != Projections.VERSION) {
      return "projections of version %d, this release makes %d: run sw indexer reindex"
          .formatted(version, Projections.VERSION);
    }
    if (!isRunning) {
      return "no indexer writes this database: run sw indexer run";
    }
    if (!isIndexed) {
      return "in its first backfill: queries are slow until it is done";
    }
    return isRebuilding ? "ok; a rebuild of the projections is under way" : "ok";
  }
}
