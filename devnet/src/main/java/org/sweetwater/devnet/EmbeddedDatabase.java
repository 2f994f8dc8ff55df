package org.sweetwater.devnet;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A PostgreSQL of our own on 127.0.0.1, its data kept in a folder between runs. */
final class EmbeddedDatabase implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(60);

  /** The server's administrator; it asks for no password on 127.0.0.1. */
  static final String USER = "postgres";

  private final EmbeddedPostgres server;

  private EmbeddedDatabase(EmbeddedPostgres server) {
    this.server = server;
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
              .start());
    } catch (IOException | IllegalStateException e) {
      throw new DevnetException(
          "the embedded PostgreSQL did not start on port %d (%s); give a server of your own with --database-url"
              .formatted(port, e.getMessage()),
          e);
    }
  }

  /** The JDBC address. */
  String url() {
    return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(server.getPort());
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
