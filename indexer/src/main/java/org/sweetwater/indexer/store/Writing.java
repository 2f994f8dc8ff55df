package org.sweetwater.indexer.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.IntFunction;

/**
 * What one transaction writes, in the order in which it was asked for.
 *
 * <p>There are two ways: {@link Copies} is the quickest for many rows, {@link OneTrip} for few,
 * where waiting for the server takes longer than its work.
 */
interface Writing {
  /** Rows to insert; one writer at a time, and nothing else until it is finished. */
  RowWriter rows(String table, List<Shape.Column> columns) throws SQLException;

  /** Runs a statement; when this returns it may not have run yet. */
  void run(Change change) throws SQLException;

  /** Ends the writing; everything has run after it. */
  void finish() throws SQLException;

  /** The way for about as many rows. */
  static Writing of(Connection connection, int rows, StoreSetting setting) {
    return rows <= setting.oneTripRowsMax() ? new OneTrip(connection) : new Copies(connection);
  }

  /**
   * A statement that changes rows, or looks whether they are there.
   *
   * @param parameters each a {@link Long} or an {@link Array}
   * @param rows how many it must change or find; {@link #ANY} for any number
   * @param otherwise what is thrown when it does not, by how many it did
   */
  record Change(
      String sql, List<Object> parameters, int rows, IntFunction<RuntimeException> otherwise) {
    static final int ANY = -1;

    /** Another number of rows is a mistake of ours. */
    Change(String sql, List<Object> parameters, int rows) {
      this(
          sql,
          parameters,
          rows,
          found ->
              new IllegalStateException(
                  "expected to change %d rows, changed %d: %s".formatted(rows, found, sql)));
    }

    /** Binds the parameters from a place on; the place after them. */
    int bind(PreparedStatement statement, int from) throws SQLException {
      int place = from;
      for (Object parameter : parameters) {
        switch (parameter) {
          case Long number -> statement.setLong(place, number);
          case Array array -> statement.setArray(place, array);
          default -> throw new IllegalArgumentException("no way to bind " + parameter.getClass());
        }
        place++;
      }
      return place;
    }

    /** Looks at the result that a statement stands on. */
    void requireRows(Statement statement) throws SQLException {
      int found = rowsOf(statement);
      if (rows != ANY && rows != found) {
        throw otherwise.apply(found);
      }
    }

    private static int rowsOf(Statement statement) throws SQLException {
      try (ResultSet found = statement.getResultSet()) {
        if (found == null) {
          return statement.getUpdateCount();
        }
        int count = 0;
        while (found.next()) {
          count++;
        }
        return count;
      }
    }
  }
}
