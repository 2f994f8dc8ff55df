package org.sweetwater.migrations;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a database to this version: group roles, then the schema of each service, then grants.
 *
 * <p>Each schema has its own folder {@code db/<schema>} and its own history table. Running it again
 * changes nothing, and then needs no right but to read the histories, so that a service may run it
 * at start under an unprivileged user. Two that run at once wait for each other.
 */
public final class Migrations {
  static final String HISTORY_TABLE = "flyway_schema_history";

  // "sweetmig" in ASCII: a number of our own among the database's advisory locks.
  private static final long LOCK_KEY = 0x73776565746d6967L;
  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

  private Migrations() {}

  /**
   * Migrates every schema.
   *
   * @return the migrations that were applied now, as {@code schema/version description}, in order;
   *     empty when there was nothing to do
   * @throws DatabaseException in one line when the user lacks a right, or a migration fails or was
   *     changed after it had been applied; what was applied before stays
   */
  public static List<String> migrate(DataSource dataSource) {
    try (Connection connection = dataSource.getConnection()) {
      lock(connection, "pg_advisory_lock");
      try {
        Grants grants = new Grants(connection);
        grants.createRolesAndSchemas();
        List<String> applied =
            Arrays.stream(Role.values()).flatMap(role -> migrate(dataSource, role)).toList();
        grants.grant();
        Projections.createFirst(connection);
        return applied;
      } finally {
        lock(connection, "pg_advisory_unlock");
      }
    } catch (SQLException e) {
      throw new DatabaseException(
          "database cannot be migrated: " + DatabaseErrors.firstLine(e.getMessage()), e);
    }
  }

  /**
   * Migrates the database that a configuration names, as its user and under no group role.
   *
   * @return as {@link #migrate(DataSource)}
   * @throws DatabaseException as {@link #migrate(DataSource)}, and when the server cannot be
   *     reached or refuses the login
   */
  public static List<String> migrate(DatabaseConfig config) {
    DataSource dataSource = Connections.to(config, "sweetwater-migrate");
    Connections.probe(config, dataSource);
    return migrate(dataSource);
  }

  private static Stream<String> migrate(DataSource dataSource, Role role) {
    Flyway flyway =
        Flyway.configure(Migrations.class.getClassLoader())
            .dataSource(dataSource)
            .schemas(role.schema())
            .createSchemas(false)
            .table(HISTORY_TABLE)
            .locations("classpath:db/" + role.schema())
            .validateMigrationNaming(true)
            .load();
    try {
      List<String> pending =
          Arrays.stream(flyway.info().pending()).map(info -> nameOf(role, info)).toList();
      if (pending.isEmpty()) {
        flyway.validate();
      } else {
        flyway.migrate();
        LOG.info("migrated: schema={} applied={}", role.schema(), pending.size());
      }
      return pending.stream();
    } catch (FlywayException e) {
      throw new DatabaseException(
          "schema %s cannot be migrated: %s".formatted(role.schema(), reasonOf(e)), e);
    }
  }

  private static String nameOf(Role role, MigrationInfo info) {
    return "%s/%s %s".formatted(role.schema(), info.getVersion(), info.getDescription());
  }

  /** Flyway's messages have many lines; the server's own message, where there is one, is short. */
  private static String reasonOf(FlywayException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return DatabaseErrors.firstLine(sql.getMessage());
      }
    }
    return String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", "; ");
  }

  private static void lock(Connection connection, String function) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT %s(%d)".formatted(function, LOCK_KEY));
    }
  }
}
