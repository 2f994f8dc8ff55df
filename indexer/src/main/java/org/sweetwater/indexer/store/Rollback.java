package org.sweetwater.indexer.store;

import java.sql.SQLException;
import java.sql.Statement;

/**
 * Takes projections back: they are then as they were when an earlier block was the head.
 *
 * @param schema where the tables are
 */
record Rollback(Statement statement, String schema) {
  /** Deletes what began above the block, and opens again what ended above it. */
  void to(long number) throws SQLException {
    for (Table table : Table.VERSIONED) {
      delete(table, number);
      statement.execute(
          "UPDATE %s.%s SET valid_until_block = NULL WHERE valid_until_block > %d"
              .formatted(schema, table.name(), number));
    }
    for (Table table : Table.FACTS) {
      delete(table, number);
    }
  }

  private void delete(Table table, long number) throws SQLException {
    statement.execute(
        "DELETE FROM %s.%s WHERE valid_from_block > %d".formatted(schema, table.name(), number));
  }
}
