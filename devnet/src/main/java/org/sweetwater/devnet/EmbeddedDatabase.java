package org.sweetwater.devnet;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.sweetwater.migrations.DatabaseConfig;
import org.sweetwater.migrations.DatabaseException;
import org.sweetwater.migrations.Migrations;

/** A PostgreSQL of our own on 127.0.0.1, its data kept in a folder between runs. */
final class EmbeddedDatabase implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(60);

  /** The server's administrator; it asks for no password on 127.0.0.1. */
  static final String USER = "postgres";

  private static final int POOL_SIZE = 10;

  private final EmbeddedPostgres server;
  private final Path dataFolder;

  private EmbeddedDatabase(EmbeddedPostgres server, Path dataFolder) {
    this.server = server;
    this.dataFolder = dataFolder;
  }

  /** Starts the server; the first start on a machine unpacks it and takes some seconds. */
  static EmbeddedDatabase start(int port, Path dataFolder, Path unpackFolder) {
    try {
      return new EmbeddedDatabase(
          EmbeddedPostgres.builder()
              .setPort(port)
              .setDataDirectory(dataFolder)
              .setCleanDataDirectory(false)
              .setOverrideWorkingDirectory(unpackFolder.toFile())
              .setPGStartupWait(START_MAX)
              .start(),
          dataFolder);
    } catch (IOException | IllegalStateException e) {
      throw new DevnetException(
          "the embedded PostgreSQL did not start on port %d (%s); give a server of your own with --database-url"
              .formatted(port, e.getMessage()),
          e);
    }
  }

  /** How services connect. */
  DatabaseConfig config() {
    String url = "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(server.getPort());
    return new DatabaseConfig(url, USER, "", POOL_SIZE);
  }

  /**
   * Brings the tables up to date.
   *
   * @throws DevnetException when an earlier version of Sweetwater left tables that this one cannot
   *     go on from
   */
  void migrate() {
    try {
      List<String> _ = Migrations.migrate(config());
    } catch (DatabaseException e) {
      throw new DevnetException(
          "the tables in %s are of another version of Sweetwater; start again with --reset, which forgets them (%s)"
              .formatted(dataFolder, e.getMessage()),
          e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
