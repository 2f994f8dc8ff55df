package org.sweetwater.indexer.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Each change by itself, rows by COPY. */
record Copies(Connection connection) implements Writing {
  @Override
  public RowWriter rows(String table, List<Shape.Column> columns) throws SQLException {
    return BinaryCopy.into(connection, table, columns);
  }

  @Override
  public void run(Change change) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(change.sql())) {
      change.bind(statement, 1);
      statement.execute();
      change.requireRows(statement);
    }
  }

  @Override
  public void finish() {
    // Everything has run.
  }
}
