package org.sweetwater.indexer;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.sweetwater.migrations.Projections;

/** Reads whole tables, for comparing two databases. */
final class Tables {
  private static final List<String> NAMES =
      List.of(
          "log",
          "network",
          "operator",
          "node",
          "telemetry_key",
          "track",
          "listing",
          "ballot",
          "vote",
          "voter",
          "attestor_set",
          "experiment",
          "attestation");

  private Tables() {}

  /** Every row of every derived table as text, and the blocks that hold logs. */
  static Map<String, Set<String>> dump(DataSource dataSource) {
    Map<String, Set<String>> tables = new LinkedHashMap<>();
    for (String name : NAMES) {
      tables.put(name, lines(dataSource, "SELECT t::text FROM chain." + name + " t"));
    }
    tables.put("block", lines(dataSource, "SELECT b::text FROM chain.block b WHERE has_logs"));
    return tables;
  }

  static Set<String> lines(DataSource dataSource, String sql) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      Set<String> lines = new TreeSet<>();
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
      return lines;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Puts new projections in place, as a first migration does. */
  static void beginWithoutIndexes(DataSource dataSource) {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      Projections.createNext(connection);
      Projections.install(connection, false);
      connection.commit();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static void empty(DataSource dataSource) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "TRUNCATE chain.block, chain.source, chain.rebuild, chain."
              + String.join(", chain.", NAMES));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
