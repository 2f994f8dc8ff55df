package org.sweetwater.migrations;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A database of its own for one test: a copy of a migrated template in an embedded PostgreSQL that
 * starts once for each JVM.
 *
 * <pre>{@code
 * try (TestDatabase test = TestDatabase.migrated();
 *     Database database = test.open(Role.INDEXER)) { … }
 * }</pre>
 */
public final class TestDatabase implements AutoCloseable {
  private static final int POOL_SIZE = 5;
  private static final String SUPERUSER = "postgres";
  private static final String TEMPLATE = "sweetwater_template";
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String name;

  private TestDatabase(String name) {
    this.name = name;
  }

  /** A fresh database in which {@link Migrations} ran. */
  public static TestDatabase migrated() {
    return create(" TEMPLATE " + Server.TEMPLATE_NAME);
  }

  /** A fresh database with nothing in it. */
  public static TestDatabase empty() {
    return create("");
  }

  private static TestDatabase create(String source) {
    String name = "test_" + COUNT.incrementAndGet();
    Server.execute("CREATE DATABASE " + name + source);
    return new TestDatabase(name);
  }

  /** How to reach it, as the superuser. */
  public DatabaseConfig config() {
    return configFor(SUPERUSER, "");
  }

  /** How to reach it as a user that the test created. */
  public DatabaseConfig configFor(String user, String password) {
    return Server.config(name, user, password);
  }

  /** A pool that works under a role; the caller closes it. */
  public Database open(Role role) {
    return Database.open(config(), role);
  }

  /** Runs one or more statements as the superuser. */
  public void execute(String sql) {
    execute(config(), sql);
  }

  /** Builds the indexes that queries need, as an indexer does after its first backfill. */
  public void buildIndexes() {
    try (Connection connection = Connections.to(config(), "test").getConnection()) {
      connection.setAutoCommit(false);
      Projections.createIndexes(connection, Projections.LIVE);
      connection.commit();
    } catch (SQLException e) {
      throw new IllegalStateException("building the indexes of a test database", e);
    }
  }

  /** Drops the database, whoever is still connected. */
  @Override
  public void close() {
    Server.execute("DROP DATABASE " + name + " WITH (FORCE)");
  }

  private static void execute(DatabaseConfig config, String sql) {
    try (Connection connection = Connections.to(config, "test").getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("in a test database: " + sql, e);
    }
  }

  /** Starts with the first test that needs it, and stops with the JVM. */
  private static final class Server {
    private static final EmbeddedPostgres POSTGRES = start();
    private static final String TEMPLATE_NAME = template();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().setServerConfig("max_connections", "200").start();
      } catch (IOException e) {
        throw new UncheckedIOException("embedded PostgreSQL does not start", e);
      }
    }

    private static String template() {
      execute("CREATE DATABASE " + TEMPLATE);
      Migrations.migrate(config(TEMPLATE, SUPERUSER, ""));
      return TEMPLATE;
    }

    static DatabaseConfig config(String database, String user, String password) {
      String url = "jdbc:postgresql://127.0.0.1:%d/%s".formatted(POSTGRES.getPort(), database);
      return new DatabaseConfig(url, user, password, POOL_SIZE);
    }

    static void execute(String sql) {
      TestDatabase.execute(config(SUPERUSER, SUPERUSER, ""), sql);
    }
  }
}
