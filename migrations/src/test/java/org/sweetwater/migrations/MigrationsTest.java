package org.sweetwater.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MigrationsTest {
  private final TestDatabase test = TestDatabase.empty();

  @AfterEach
  void drop() {
    test.close();
  }

  @Test
  void createsEverySchemaOnceAndChangesNothingWhenRunAgain() {
    assertThat(Migrations.migrate(test.config()))
        .isNotEmpty()
        .first()
        .asString()
        .startsWith("chain/00001 ");
    assertThat(Migrations.migrate(test.config())).isEmpty();
    assertThat(query(test.config(), "SELECT nspname FROM pg_namespace"))
        .contains("chain", "oracle");
  }

  @Test
  void twoThatRunAtOnceWaitForEachOther() throws Exception {
    Callable<List<String>> migration = () -> Migrations.migrate(test.config());
    List<String> applied = new ArrayList<>();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<List<String>> one :
          executor.invokeAll(List.of(migration, migration, migration))) {
        applied.addAll(one.get());
      }
    }
    assertThat(applied).isNotEmpty().doesNotHaveDuplicates();
  }

  @Test
  void theIndexerWritesItsOwnSchemaAndReadsOnlyPublicViewsOfTheOther() {
    Migrations.migrate(test.config());
    DatabaseConfig indexer = member("reader_of_views", Role.INDEXER);

    assertThat(as(indexer, Role.INDEXER, "SELECT count(*) FROM oracle.public_vote_verdict"))
        .containsExactly("0");
    assertThat(as(indexer, Role.INDEXER, "SELECT count(*) FROM chain.source")).containsExactly("0");
    assertThatThrownBy(() -> as(indexer, Role.INDEXER, "SELECT * FROM oracle.outbox_call"))
        .hasMessageContaining("permission denied for table outbox_call");
    assertThatThrownBy(() -> as(indexer, Role.INDEXER, "DELETE FROM chain.flyway_schema_history"))
        .hasMessageContaining("permission denied for table flyway_schema_history");
  }

  @Test
  void theOracleReadsTheChainAndCannotWriteIt() {
    Migrations.migrate(test.config());
    DatabaseConfig oracle = member("reader_of_chain", Role.ORACLE);

    assertThat(as(oracle, Role.ORACLE, "SELECT count(*) FROM chain.source")).containsExactly("0");
    assertThatThrownBy(() -> as(oracle, Role.ORACLE, "DELETE FROM chain.source"))
        .hasMessageContaining("permission denied for table source");
  }

  @Test
  void aMemberWithoutOtherRightsMayRunItWhenThereIsNothingToDo() {
    Migrations.migrate(test.config());

    assertThat(Migrations.migrate(member("idle_member", Role.INDEXER))).isEmpty();
  }

  @Test
  void aUserWithoutTheRightToCreateSchemasIsToldTheRemedy() {
    test.execute("CREATE USER no_schemas PASSWORD 'x'");

    assertThatThrownBy(() -> Migrations.migrate(test.configFor("no_schemas", "x")))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("user 'no_schemas' may not create schema chain")
        .hasMessageContaining("GRANT CREATE ON DATABASE")
        .message()
        .hasLineCount(1);
  }

  @Test
  void aChangedMigrationIsRefused() {
    Migrations.migrate(test.config());
    test.execute("UPDATE chain.flyway_schema_history SET checksum = 1 WHERE version = '00001'");

    assertThatThrownBy(() -> Migrations.migrate(test.config()))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("schema chain cannot be migrated")
        .hasMessageContaining("checksum mismatch")
        .message()
        .hasLineCount(1);
  }

  private DatabaseConfig member(String user, Role role) {
    test.execute("CREATE USER %s PASSWORD 'x' IN ROLE %s".formatted(user, role.sqlName()));
    return test.configFor(user, "x");
  }

  private static List<String> as(DatabaseConfig config, Role role, String sql) {
    try (Database database = Database.open(config, role);
        Connection connection = database.dataSource().getConnection()) {
      return query(connection, sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static List<String> query(DatabaseConfig config, String sql) {
    try (Connection connection = Connections.to(config, "test").getConnection()) {
      return query(connection, sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static List<String> query(Connection connection, String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}
