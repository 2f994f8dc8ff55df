package org.sweetwater.bench.indexer;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sweetwater.bench.ProcessorTime;
import org.sweetwater.migrations.DatabaseConfig;

/** PostgreSQL with a cold cache that waits for the disk at each commit, as a server does. */
final class BenchDatabase implements AutoCloseable {
  private static final String USER = "postgres";
  private static final int POOL_SIZE = 10;

  private final EmbeddedPostgres server;
  private final long pid;

  private BenchDatabase(EmbeddedPostgres server, long pid) {
    this.server = server;
    this.pid = pid;
  }

  /** An empty one whose files are in {@code folder}. */
  static BenchDatabase start(Path folder) throws IOException {
    Path files = Files.createDirectories(folder.resolve("database"));
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setDataDirectory(files)
            .setCleanDataDirectory(true)
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("shared_buffers", "512MB")
            .setServerConfig("max_wal_size", "4GB")
            .setServerConfig("max_connections", "100")
            .start();
    String pid = Files.readAllLines(files.resolve("postmaster.pid")).getFirst();
    return new BenchDatabase(server, Long.parseLong(pid.strip()));
  }

  DatabaseConfig config() {
    String url = "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(server.getPort());
    return new DatabaseConfig(url, USER, "", POOL_SIZE);
  }

  /** As Node.js programs write it. */
  String url() {
    return "postgresql://%s@127.0.0.1:%d/postgres".formatted(USER, server.getPort());
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(config().url(), USER, "");
  }

  /** The first column of the first row. */
  long number(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  double cpuSeconds() {
    return ProcessorTime.of(pid);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
