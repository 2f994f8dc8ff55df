package org.sweetwater.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DatabaseTest {
  private final TestDatabase test = TestDatabase.migrated();

  @AfterEach
  void drop() {
    test.close();
  }

  @Test
  void everyConnectionWorksUnderTheRoleWithLimitsAndAName() throws SQLException {
    try (Database database = test.open(Role.ORACLE);
        Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT current_user, current_setting('statement_timeout'),
                  current_setting('idle_in_transaction_session_timeout'),
                  current_setting('application_name')
                """)) {
      row.next();
      assertThat(row.getString(1)).isEqualTo("sweetwater_oracle");
      assertThat(row.getString(2)).isEqualTo("1min");
      assertThat(row.getString(3)).isEqualTo("1min");
      assertThat(row.getString(4)).isEqualTo("sweetwater-oracle");
    }
  }

  @Test
  void theServerEndsAStatementThatTakesTooLong() {
    Duration limit = Duration.ofMillis(50);
    try (Database database = Database.open(test.config(), Role.ORACLE, limit)) {
      assertThatThrownBy(
              () -> {
                try (Connection connection = database.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                  statement.execute("SELECT pg_sleep(60)");
                }
              })
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("statement timeout");
    }
  }

  @Test
  void anUnreachableServerIsNamedWithTheRemedy() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    String url = "jdbc:postgresql://127.0.0.1:%d/sweetwater".formatted(free);
    opening(new DatabaseConfig(url, "sw", "s3cret", 1), Role.INDEXER)
        .hasMessageContaining(url)
        .hasMessageContaining("cannot be reached")
        .hasMessageContaining("start PostgreSQL there or correct database.url");
  }

  @Test
  void aMissingDatabaseIsNamedWithTheRemedy() {
    String url = test.config().url().replaceAll("/[^/]+$", "/nowhere");
    opening(new DatabaseConfig(url, "postgres", "", 1), Role.INDEXER)
        .hasMessageContaining("there is no database 'nowhere'; create it with: createdb nowhere");
  }

  @Test
  void anUnknownUserIsNamedWithTheRemedy() {
    opening(test.configFor("nobody_here", "s3cret"), Role.INDEXER)
        .hasMessageContaining("user 'nobody_here' may not log in");
  }

  @Test
  void aUserOutsideTheRoleIsToldTheGrant() {
    test.execute("CREATE USER stranger PASSWORD 'x'");
    opening(test.configFor("stranger", "x"), Role.INDEXER)
        .hasMessageContaining("user 'stranger' is not a member of role sweetwater_indexer")
        .hasMessageContaining("GRANT sweetwater_indexer TO \"stranger\"");
  }

  @Test
  void statesFromTheServerAreToldByTheirRemedy() {
    DatabaseConfig config = test.config();
    assertThat(DatabaseErrors.connecting(config, new SQLException("no", "28P01")))
        .hasMessageContaining("wrong password for user 'postgres'; correct database.password");
    assertThat(DatabaseErrors.connecting(config, new SQLException("no", "53300")))
        .hasMessageContaining("lower database.poolSize (now 5)");
    assertThat(DatabaseErrors.connecting(config, new SQLException("no", "57P03")))
        .hasMessageContaining("try again in a moment");
    assertThat(DatabaseErrors.connecting(config, new SQLException("odd\nline two")))
        .hasMessageContaining("odd (SQL state none)");
    assertThat(DatabaseErrors.takingRole(config, Role.ORACLE, new SQLException("no", "22023")))
        .hasMessageContaining("role sweetwater_oracle does not exist; run: sw migrate");
    assertThat(DatabaseErrors.takingRole(config, Role.ORACLE, new SQLException("no", "XX000")))
        .hasMessageContaining("no (SQL state XX000)");
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> opening(
      DatabaseConfig config, Role role) {
    return assertThatThrownBy(() -> Database.open(config, role).close())
        .isInstanceOf(DatabaseException.class)
        .hasMessageNotContaining("s3cret")
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
  }
}
