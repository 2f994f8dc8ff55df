package org.sweetwater.migrations;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The tables that the indexer derives from its raw logs: {@code db/projection/*.sql}.
 *
 * <p>They are no Flyway migrations, because they are never altered: another version of them is
 * built beside those that stand in schema {@link #LIVE}, in schema {@link #NEXT}, and takes their
 * place in one transaction. The indexer's role owns them.
 *
 * <p>Every method works in the caller's transaction, as {@link Role#INDEXER}, and commits nothing.
 */
public final class Projections {
  /** To be counted up when the tables, or what the indexer projects into them, change. */
  public static final int VERSION = 2;

  /** Where the tables that answer queries stand, beside the raw logs. */
  public static final String LIVE = "chain";

  /** Where the next ones are built. */
  public static final String NEXT = "chain_next";

  private Projections() {}

  /** Makes empty tables in {@link #NEXT}, without what {@link #createIndexes} adds. */
  public static void createNext(Connection connection) throws SQLException {
    dropNext(connection);
    execute(connection, "SET LOCAL search_path = " + NEXT + ", " + LIVE);
    execute(connection, script("tables.sql"));
    execute(connection, "RESET search_path");
    execute(connection, "GRANT SELECT ON ALL TABLES IN SCHEMA " + NEXT + " TO sweetwater_oracle");
  }

  /** Adds what a backfill does without to the tables of {@link #LIVE} or {@link #NEXT}. */
  public static void createIndexes(Connection connection, String schema) throws SQLException {
    for (String statement : indexing(connection, schema)) {
      index(connection, schema, statement);
    }
  }

  /**
   * The parts of {@link #createIndexes}, for {@link #index}: several connections may do them at
   * once, each part in a transaction of its own. Nothing changes where a part was done before.
   */
  public static List<String> indexing(Connection connection, String schema) throws SQLException {
    List<String> statements =
        new ArrayList<>(
            script("indexes.sql").lines().filter(line -> line.startsWith("CREATE")).toList());
    for (String table : relations(connection, schema, "r")) {
      statements.add("ANALYZE " + table);
    }
    return statements;
  }

  /** Does one part of {@link #indexing}. */
  public static void index(Connection connection, String schema, String statement)
      throws SQLException {
    // However many rows there are, and quicker with more memory than for a query.
    execute(
        connection,
        "SET LOCAL statement_timeout = 0; SET LOCAL maintenance_work_mem = '128MB';"
            + " SET LOCAL search_path = %s, %s; %s".formatted(schema, LIVE, statement));
  }

  /**
   * Puts the tables of {@link #NEXT} in place of those in {@link #LIVE}.
   *
   * @param indexed whether they have their indexes
   */
  public static void install(Connection connection, boolean indexed) throws SQLException {
    List<String> views = relations(connection, NEXT, "v");
    List<String> tables = relations(connection, NEXT, "r");
    for (String relation : installed(connection)) {
      dropLive(connection, relation);
    }
    for (String table : tables) {
      execute(connection, "ALTER TABLE %s.%s SET SCHEMA %s".formatted(NEXT, table, LIVE));
    }
    for (String view : views) {
      execute(connection, "ALTER VIEW %s.%s SET SCHEMA %s".formatted(NEXT, view, LIVE));
    }
    // Views first, as they are to be dropped.
    List<String> names = new ArrayList<>(views);
    names.addAll(tables);
    String upsert =
        """
        INSERT INTO chain.projection (version, generation, indexed, relations) VALUES (?, 1, ?, ?)
        ON CONFLICT (only_row) DO UPDATE SET version = EXCLUDED.version, indexed = EXCLUDED.indexed,
          generation = projection.generation + 1, relations = EXCLUDED.relations
        """;
    try (PreparedStatement statement = connection.prepareStatement(upsert)) {
      statement.setInt(1, VERSION);
      statement.setBoolean(2, indexed);
      statement.setArray(3, connection.createArrayOf("text", names.toArray()));
      statement.executeUpdate();
    }
  }

  /** Drops whatever a rebuild left in {@link #NEXT}. */
  public static void dropNext(Connection connection) throws SQLException {
    for (String table : relations(connection, NEXT, "r")) {
      execute(connection, "DROP TABLE %s.%s CASCADE".formatted(NEXT, table));
    }
  }

  /** The first tables of a database; nothing when there are some. */
  static void createFirst(Connection connection) throws SQLException {
    if (!installed(connection).isEmpty()) {
      return;
    }
    boolean wasAutoCommit = connection.getAutoCommit();
    connection.setAutoCommit(false);
    try {
      execute(connection, "SET LOCAL ROLE " + Role.INDEXER.sqlName());
      createNext(connection);
      install(connection, false);
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(wasAutoCommit);
    }
  }

  private static List<String> installed(Connection connection) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT relations FROM chain.projection")) {
      while (rows.next()) {
        Array relations = rows.getArray(1);
        for (Object name : (Object[]) relations.getArray()) {
          names.add((String) name);
        }
      }
    }
    return names;
  }

  private static void dropLive(Connection connection, String relation) throws SQLException {
    boolean isView = relations(connection, LIVE, "v").contains(relation);
    execute(connection, "DROP %s %s.%s".formatted(isView ? "VIEW" : "TABLE", LIVE, relation));
  }

  /**
   * The names of a schema's tables or views.
   *
   * @param kind {@code r} or {@code v}, as in {@code pg_class.relkind}
   */
  private static List<String> relations(Connection connection, String schema, String kind)
      throws SQLException {
    String select =
        """
        SELECT quote_ident(relname) FROM pg_class
        WHERE relnamespace = to_regnamespace(?) AND relkind = ?::"char" ORDER BY relname
        """;
    try (PreparedStatement statement = connection.prepareStatement(select)) {
      statement.setString(1, schema);
      statement.setString(2, kind);
      try (ResultSet rows = statement.executeQuery()) {
        List<String> names = new ArrayList<>();
        while (rows.next()) {
          names.add(rows.getString(1));
        }
        return names;
      }
    }
  }

  private static String script(String name) {
    String path = "/db/projection/" + name;
    try (InputStream in = Projections.class.getResourceAsStream(path)) {
      return new String(Objects.requireNonNull(in, path).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
