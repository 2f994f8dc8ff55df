package org.sweetwater.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** Roles belong to a whole server, so these tests start one of their own. */
final class MigrationsWithoutCreateRoleTest {
  @Test
  void isToldTheRemedyAndTheRemedyWorks() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start();
        Connection administrator = server.getPostgresDatabase().getConnection();
        Statement statement = administrator.createStatement()) {
      statement.execute("CREATE USER plain PASSWORD 'x'");
      statement.execute("CREATE DATABASE sw OWNER plain");
      String url = "postgresql://127.0.0.1:%d/sw".formatted(server.getPort());
      DatabaseConfig config = new DatabaseConfig(url, "plain", "x", 1);

      for (Role role : Role.values()) {
        assertThatThrownBy(() -> Migrations.migrate(config))
            .isInstanceOf(DatabaseException.class)
            .hasMessageContaining("user 'plain' may not create role " + role.sqlName())
            .hasMessageContaining("run as an administrator: " + remedy(role));
        statement.execute(remedy(role));
      }
      assertThat(Migrations.migrate(config)).isNotEmpty();
      Database.open(config, Role.INDEXER).close();
    }
  }

  @Test
  void aUserWithCreateRoleNeedsNoAdministrator() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start();
        Connection administrator = server.getPostgresDatabase().getConnection();
        Statement statement = administrator.createStatement()) {
      statement.execute("CREATE USER maker CREATEROLE PASSWORD 'x'");
      statement.execute("CREATE DATABASE sw OWNER maker");
      String url = "postgresql://127.0.0.1:%d/sw".formatted(server.getPort());
      DatabaseConfig config = new DatabaseConfig(url, "maker", "x", 1);

      assertThat(Migrations.migrate(config)).isNotEmpty();
      for (Role role : Role.values()) {
        Database.open(config, role).close();
      }
    }
  }

  private static String remedy(Role role) {
    return "CREATE ROLE %1$s NOLOGIN; GRANT %1$s TO \"plain\";".formatted(role.sqlName());
  }
}
