package org.sweetwater.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseConfigTest {
  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://127.0.0.1:5432/sw,jdbc:postgresql://127.0.0.1:5432/sw",
    "postgresql://db/sw,jdbc:postgresql://db/sw",
    "postgres://db:1/sw?sslmode=require,jdbc:postgresql://db:1/sw?sslmode=require"
  })
  void takesTheUrlFormsThatPeopleHave(String given, String expected) {
    assertThat(new DatabaseConfig(given, "sw", "", 1).url()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "mysql://db/sw", "jdbc:postgresql://db", "jdbc:postgresql://db/a b"})
  void refusesOtherUrls(String url) {
    assertThatThrownBy(() -> new DatabaseConfig(url, "sw", "", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("database url must look like jdbc:postgresql://")
        .hasMessageContaining("'" + url + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres://sw:s3cret@db/sw", "jdbc:postgresql://db/sw?password=s3cret"})
  void refusesAPasswordInTheUrlWithoutPrintingIt(String url) {
    assertThatThrownBy(() -> new DatabaseConfig(url, "sw", "", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("give them as user and password")
        .hasMessageNotContaining("s3cret");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 101})
  void refusesPoolSizesOutOfBounds(int poolSize) {
    assertThatThrownBy(() -> new DatabaseConfig("postgres://db/sw", "sw", "", poolSize))
        .hasMessageContaining("poolSize must be 1 to 100, found " + poolSize);
  }

  @Test
  void refusesAnEmptyUser() {
    assertThatThrownBy(() -> new DatabaseConfig("postgres://db/sw", " ", "", 1))
        .hasMessageContaining("user is empty");
  }

  @Test
  void neverPrintsThePassword() {
    assertThat(new DatabaseConfig("postgres://db/sw", "sw", "s3cret", 1).toString())
        .contains("jdbc:postgresql://db/sw", "***")
        .doesNotContain("s3cret");
  }
}
