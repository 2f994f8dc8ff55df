package org.sweetwater.wrappers.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigFileTest {
  @TempDir Path folder;

  @Test
  void defaultsFileAndEnvironmentAreLaidOverEachOther() {
    ServiceConfig config =
        read(
            "chain: {rpcUrl: 'http://127.0.0.1:8545', confirmations: 5}",
            Map.of("SW_CHAIN_CONFIRMATIONS", "7", "SW_KEY", "hidden"));

    assertThat(config.poll()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.chain().rpcUrl()).isEqualTo("http://127.0.0.1:8545");
    assertThat(config.chain().confirmations()).isEqualTo(7);
    assertThat(config.chain().chainId()).isEmpty();
    assertThat(config.key())
        .hasValueSatisfying(key -> assertThat(key.reveal()).isEqualTo("hidden"));
    assertThat(config.toString()).doesNotContain("hidden");
  }

  @Test
  void environmentAloneIsEnough() {
    ServiceConfig config =
        ConfigFile.fromEnvironment(
            ServiceConfig.class,
            Map.of("SW_CHAIN_RPC_URL", "ws://x", "SW_CHAIN_CHAIN_ID", "31337"));

    assertThat(config.chain().chainId()).contains(31337L);
  }

  @ParameterizedTest
  @CsvSource({"250ms,250", "5s,5000", "10m,600000", "1h,3600000", "3d,259200000", "PT1.5S,1500"})
  void readsDurationsAsPeopleWriteThem(String text, long millis) {
    assertThat(read("{poll: " + text + ", chain: {rpcUrl: x}}", Map.of()).poll())
        .isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chain: {confirmations: 1}|key 'chain.rpcUrl' is missing; set it there or as SW_CHAIN_RPC_URL",
        "chain: {rpcURL: x}|unknown key 'chain.rpcURL'; known keys here: rpcUrl, confirmations, chainId",
        "{chain: {rpcUrl: x, confirmations: many}}|key 'chain.confirmations': 'many' is not a whole number in range",
        "{poll: soon, chain: {rpcUrl: x}}|key 'poll': 'soon' is not a duration such as 250ms, 5s, 10m, 1h or 3d",
        "{poll: 0s, chain: {rpcUrl: x}}|poll must be above 0, found PT0S",
        "[1, 2]|expected 'key: value' lines, found array",
        "a: [|not YAML at line 1"
      })
  void namesTheKeyTheValueAndWhatWasExpected(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("service.yaml")
        .message()
        .hasLineCount(1);
  }

  @Test
  void aSecretOfTheWrongFormIsNotPrinted() {
    assertThatThrownBy(() -> read("{key: [s3cret], chain: {rpcUrl: x}}", Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("key")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void aMissingFileIsNamedWithTheRemedy() {
    assertThatThrownBy(
            () -> ConfigFile.read(folder.resolve("none.yaml"), ServiceConfig.class, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("none.yaml: no such file; give an existing one with --config");
  }

  private ServiceConfig read(String yaml, Map<String, String> environment) {
    try {
      Path file = Files.writeString(folder.resolve("service.yaml"), yaml);
      return ConfigFile.read(file, ServiceConfig.class, environment);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
