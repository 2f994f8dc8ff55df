package org.sweetwater.indexer.store;

import static java.util.Objects.requireNonNull;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.sweetwater.indexer.project.Row;

/**
 * The versions of a projection that hold now, many at a time.
 *
 * @param schema where the table is
 */
record CurrentRows(Connection connection, String schema, Table table) {
  /** Keys that are in memory together when all are read: a megabyte or two. */
  private static final int KEYS_AT_ONCE = 10_000;

  /**
   * From now on this connection finds rows only through indexes. During a backfill nothing is known
   * about the tables' sizes, and the planner would one day read a whole table to end a few thousand
   * rows; and it would compile each such statement anew.
   */
  static void findByIndex(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "SET enable_seqscan = off; SET enable_hashjoin = off;"
              + " SET enable_mergejoin = off; SET jit = off");
    }
  }

  /** The end of {@link #findByIndex}, for what else the connection does. */
  static void findAnyhow(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "RESET enable_seqscan; RESET enable_hashjoin; RESET enable_mergejoin; RESET jit");
    }
  }

  /** Reads the rows with these keys; those that are not there are left out. */
  List<Row.Versioned> read(Collection<Row.Key> keys) throws SQLException {
    String names = Shape.Column.names(table.keyColumns());
    String sql =
        """
        SELECT %s FROM %s.%s
        JOIN (SELECT %s) AS key USING (%s)
        WHERE valid_until_block IS NULL
        """
            .formatted(
                Shape.Column.names(table.shape().columns()),
                schema,
                table.name(),
                unnestedKeys(),
                names);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int place = 1;
      for (Array array : keyArrays(keys)) {
        statement.setArray(place++, array);
      }
      try (ResultSet rows = statement.executeQuery()) {
        List<Row.Versioned> found = new ArrayList<>();
        while (rows.next()) {
          found.add(table.read(rows));
        }
        return found;
      }
    }
  }

  /** Reads the key of every version that there ever was, in the order of the table. */
  void eachKey(Consumer<Row.Key> reader) throws SQLException {
    Class<? extends Row.Versioned> type = table.type().asSubclass(Row.Versioned.class);
    String names = Shape.Column.names(table.keyColumns());
    String sql = "SELECT %s FROM %s.%s".formatted(names, schema, table.name());
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(KEYS_AT_ONCE);
      try (ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) {
          Object[] values = new Object[table.keySize()];
          for (int i = 0; i < values.length; i++) {
            Scalar scalar = table.keyColumns().get(i).scalar();
            values[i] = requireNonNull(scalar.read(rows, i + 1));
          }
          reader.accept(Row.Key.of(type, values));
        }
      }
    }
  }

  /** Ends the rows with these keys, each in its block. */
  void end(Map<Row.Key, Long> blocks, Writing writing) throws SQLException {
    if (blocks.isEmpty()) {
      return;
    }
    String isSame =
        table.keyColumns().stream()
            .map(column -> "row.%1$s = key.%1$s".formatted(column.name()))
            .collect(Collectors.joining(" AND "));
    String sql =
        """
        UPDATE %s.%s AS row SET valid_until_block = key.ends
        FROM (SELECT %s, unnest(?::bigint[]) AS ends) AS key
        WHERE %s AND row.valid_until_block IS NULL
        """
            .formatted(schema, table.name(), unnestedKeys(), isSame);
    List<Object> parameters = new ArrayList<>(keyArrays(blocks.keySet()));
    parameters.add(connection.createArrayOf("bigint", blocks.values().toArray()));
    writing.run(new Writing.Change(sql, parameters, blocks.size()));
  }

  private String unnestedKeys() {
    return table.keyColumns().stream()
        .map(column -> "unnest(?::%s[]) AS %s".formatted(column.scalar().sqlType(), column.name()))
        .collect(Collectors.joining(", "));
  }

  /** An array for each column of the key. */
  private List<Array> keyArrays(Collection<Row.Key> keys) throws SQLException {
    List<Array> arrays = new ArrayList<>();
    for (int i = 0; i < table.keySize(); i++) {
      int column = i;
      Scalar scalar = table.keyColumns().get(i).scalar();
      List<Object> values = keys.stream().map(key -> scalar.key(key.values().get(column))).toList();
      arrays.add(Scalar.array(connection, scalar.sqlType(), values));
    }
    return arrays;
  }
}
