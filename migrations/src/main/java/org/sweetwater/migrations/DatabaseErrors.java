package org.sweetwater.migrations;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Says in one line what keeps us from the database, and the remedy.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL error
 *     codes</a>
 */
final class DatabaseErrors {
  private DatabaseErrors() {}

  /** Explains why a connection for a role cannot be had. */
  static DatabaseException connecting(DatabaseConfig config, SQLException e) {
    return new DatabaseException(explain(config, e), e);
  }

  private static String explain(DatabaseConfig config, SQLException e) {
    String where = config.url();
    return switch (stateOf(e)) {
      case "08001", "08004", "08006" ->
          "database %s: cannot be reached (%s); start PostgreSQL there or correct database.url"
              .formatted(where, firstLine(e.getMessage()));
      case "28P01" ->
          "database %s: wrong password for user '%s'; correct database.password"
              .formatted(where, config.user());
      case "28000" ->
          "database %s: user '%s' may not log in (%s); create the user, or allow it in pg_hba.conf"
              .formatted(where, config.user(), firstLine(e.getMessage()));
      case "3D000" ->
          "database %s: there is no database '%s'; create it with: createdb %s"
              .formatted(where, config.databaseName(), config.databaseName());
      case "53300" ->
          "database %s: too many connections; lower database.poolSize (now %d) or raise max_connections"
              .formatted(where, config.poolSize());
      case "57P03" ->
          "database %s: the server is starting or stopping; try again in a moment".formatted(where);
      default ->
          "database %s: %s (SQL state %s)".formatted(where, firstLine(e.getMessage()), stateOf(e));
    };
  }

  /** Explains why a connection may not take a role on. */
  static DatabaseException takingRole(DatabaseConfig config, Role role, SQLException e) {
    String reason =
        switch (stateOf(e)) {
          // invalid_parameter_value: no such role
          case "22023" ->
              "role %s does not exist; run: sw migrate --database-url %s"
                  .formatted(role.sqlName(), config.url());
          // insufficient_privilege
          case "42501" ->
              "user '%s' is not a member of role %s; run as an administrator: GRANT %s TO \"%s\""
                  .formatted(config.user(), role.sqlName(), role.sqlName(), config.user());
          default -> "%s (SQL state %s)".formatted(firstLine(e.getMessage()), stateOf(e));
        };
    return new DatabaseException("database %s: %s".formatted(config.url(), reason), e);
  }

  private static String stateOf(SQLException e) {
    return e.getSQLState() == null ? "none" : e.getSQLState();
  }

  static String firstLine(@Nullable String text) {
    return text == null ? "" : text.lines().findFirst().orElse("");
  }
}
