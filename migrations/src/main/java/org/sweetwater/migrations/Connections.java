package org.sweetwater.migrations;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections without a pool. */
final class Connections {
  static final Duration TIMEOUT = Duration.ofSeconds(10);

  private Connections() {}

  /** Describes how to connect; connects to nothing yet. */
  static DataSource to(DatabaseConfig config, String applicationName) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(config.url());
    source.setUser(config.user());
    source.setPassword(config.password());
    source.setApplicationName(applicationName);
    source.setLoginTimeout((int) TIMEOUT.toSeconds());
    return source;
  }

  /** Connects once, so that a wrong setting is told by its remedy. */
  static void probe(DatabaseConfig config, DataSource source) {
    try (Connection connection = source.getConnection()) {
      connection.getMetaData();
    } catch (SQLException e) {
      throw DatabaseErrors.connecting(config, e);
    }
  }
}
