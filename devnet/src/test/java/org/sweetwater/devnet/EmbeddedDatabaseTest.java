package org.sweetwater.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
  @TempDir Path folder;

  @Test
  void tellsHowToGoOnFromTablesOfAnotherVersion() throws Exception {
    Path binaries = Checkout.find().state().resolve("postgres-binaries");
    Path data = folder.resolve("postgres");
    try (EmbeddedDatabase database =
        EmbeddedDatabase.start(Ports.from(0).database(), data, binaries)) {
      database.migrate();
      try (Connection connection =
              DriverManager.getConnection(database.config().url(), EmbeddedDatabase.USER, "");
          Statement statement = connection.createStatement()) {
        assertThat(
                statement.executeUpdate(
                    "UPDATE chain.flyway_schema_history SET checksum = 1 WHERE version = '00001'"))
            .isOne();
      }

      assertThatExceptionOfType(DevnetException.class)
          .isThrownBy(database::migrate)
          .withMessageStartingWith(
              "the tables in %s are of another version of Sweetwater; start again with --reset",
              data)
          .satisfies(refused -> assertThat(refused.getMessage()).hasLineCount(1));
    }
  }
}
