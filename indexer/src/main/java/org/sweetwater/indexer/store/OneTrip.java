package org.sweetwater.indexer.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Gathers all changes and sends them together: the server is waited for once. A COPY would wait for
 * it twice, and each table has one; a block at the head then takes several times as long.
 *
 * <p>The driver sends the statements of one text one after the other without waiting in between,
 * and the server keeps their plans as long as the text is the same: tables and kinds of change make
 * it, not the number of rows.
 */
final class OneTrip implements Writing {
  private final Connection connection;
  private final List<Change> changes = new ArrayList<>();

  OneTrip(Connection connection) {
    this.connection = connection;
  }

  @Override
  public RowWriter rows(String table, List<Shape.Column> columns) {
    return new ColumnArrays(connection, table, columns, changes::add);
  }

  @Override
  public void run(Change change) {
    changes.add(change);
  }

  @Override
  public void finish() throws SQLException {
    if (changes.isEmpty()) {
      return;
    }
    String sql = changes.stream().map(Change::sql).collect(Collectors.joining(";\n"));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int place = 1;
      for (Change change : changes) {
        place = change.bind(statement, place);
      }
      statement.execute();
      for (Change change : changes) {
        change.requireRows(statement);
        statement.getMoreResults();
      }
    }
    changes.clear();
  }
}
