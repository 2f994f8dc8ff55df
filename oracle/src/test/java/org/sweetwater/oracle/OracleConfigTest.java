package org.sweetwater.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sweetwater.wrappers.config.ConfigException;
import org.sweetwater.wrappers.config.ConfigFile;

/** Every key of the oracle's configuration: its default, its bounds, and what is said about it. */
class OracleConfigTest {
  private static final String KEY = "0x" + "11".repeat(32);
  private static final String LEAST =
      """
      database: {url: "jdbc:postgresql://127.0.0.1:5432/sweetwater", user: sw, password: secret}
      chain: {rpcUrl: "http://127.0.0.1:8545"}
      deployment: deployment.json
      hubUrl: http://127.0.0.1:8540/graphql
      """;

  @TempDir private Path folder = Path.of("");

  @Test
  void hasADefaultForWhatNeedsNoThought() throws IOException {
    OracleConfig config = read(LEAST + "relayKey: \"" + KEY + "\"\n", Map.of());
    assertThat(config.database().poolSize()).isEqualTo(10);
    assertThat(config.http()).isEqualTo(new OracleConfig.Http("127.0.0.1", 8541));
    assertThat(config.pollInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.confirmations()).isZero();
    assertThat(config.countBatchSize()).isEqualTo(100);
    assertThat(config.countInterval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.fallbackHubUrl()).isEmpty();
    assertThat(config.chain().chainId()).isEmpty();
    assertThat(config.relayLimits().gasLimitMax()).isEqualTo(1 << 24);
    assertThat(config.relayLimits().maxFeePerGas()).isEqualTo(BigInteger.valueOf(500_000_000_000L));
    assertThat(config.relayLimits().inFlightMax()).isEqualTo(50);
    assertThat(config.relayLimits().resendInterval()).isEqualTo(Duration.ofSeconds(15));
    assertThat(config.relayLimits().pendingTimeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.relayLimits().gasMarginPercent()).isEqualTo(20);
    assertThat(config.relayLimits().retry().first()).isEqualTo(Duration.ofMillis(500));
    assertThat(config.relayLimits().retry().longest()).isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void takesEveryKeyFromTheFile() throws IOException {
    OracleConfig config =
        read(
            LEAST
                + """
                relayKeyFile: key.txt
                fallbackHubUrl: https://hub.example/graphql
                pollInterval: 250ms
                confirmations: 12
                countBatchSize: 50
                countInterval: 10s
                """,
            Map.of());
    assertThat(config.relayKeyFile()).contains("key.txt");
    assertThat(config.fallbackHubUrl()).hasToString("Optional[https://hub.example/graphql]");
    assertThat(config.pollInterval()).isEqualTo(Duration.ofMillis(250));
    assertThat(config.relayLimits().confirmations()).isEqualTo(12);
    assertThat(config.ballots().confirmations()).isEqualTo(12);
    assertThat(config.ballots().countBatchSize()).isEqualTo(50);
    assertThat(config.ballots().countInterval()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void takesTheKeyFromTheEnvironmentAndNeverPrintsIt() throws IOException {
    OracleConfig config = read(LEAST, Map.of("SW_RELAY_KEY", KEY));
    assertThat(config.relayKey().orElseThrow().reveal()).isEqualTo(KEY);
    assertThat(config.toString()).doesNotContain("1111", "secret");
  }

  @Test
  void carriesNoExperimentsWhereTheCradleIsLeftOut() throws IOException {
    assertThat(read(LEAST, Map.of("SW_RELAY_KEY", KEY)).cradle()).isEmpty();
  }

  @Test
  void takesTheCradlesArchiveAndKeyFile() throws IOException {
    OracleConfig.Cradle cradle =
        read(
                LEAST + "cradle: {archive: \"http://127.0.0.1:5001\", attestorKeyFile: key.txt}\n",
                Map.of("SW_RELAY_KEY", KEY))
            .cradle()
            .orElseThrow();
    assertThat(cradle.archive()).hasToString("http://127.0.0.1:5001");
    assertThat(cradle.attestorKeyFile()).contains("key.txt");
    assertThat(cradle.attestorKey()).isEmpty();
    assertThat(cradle.requestsPerMinuteOrUsual()).isEqualTo(6_000);
  }

  @Test
  void takesTheLimitOfRequestsAboutRollouts() throws IOException {
    String cradle = "cradle: {archive: \"http://127.0.0.1:5001\", requestsPerMinute: 60}\n";
    OracleConfig config = read(LEAST + cradle, Map.of("SW_RELAY_KEY", KEY));
    assertThat(config.cradle().orElseThrow().requestsPerMinuteOrUsual()).isEqualTo(60);
  }

  @Test
  void neverPrintsTheAttestorsKey() throws IOException {
    String key = "0x" + "22".repeat(32);
    OracleConfig config =
        read(
            LEAST + "cradle: {archive: \"http://127.0.0.1:5001\", attestorKey: \"" + key + "\"}\n",
            Map.of("SW_RELAY_KEY", KEY));
    assertThat(config.cradle().orElseThrow().attestorKey().orElseThrow().reveal()).isEqualTo(key);
    assertThat(config.toString()).doesNotContain("2222");
  }

  @Test
  void refusesTwoKeysOfTheAttestor() {
    String cradle =
        "cradle: {archive: \"http://127.0.0.1:5001\", attestorKeyFile: key.txt, attestorKey: \"";
    assertThatThrownBy(() -> read(LEAST + cradle + KEY + "\"}\n", Map.of("SW_RELAY_KEY", KEY)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("expected attestorKey or attestorKeyFile, found both")
        .hasMessageNotContaining("1111");
  }

  @ParameterizedTest
  @CsvSource({
    "pollInterval,99ms,pollInterval",
    "pollInterval,11m,pollInterval",
    "confirmations,-1,confirmations",
    "confirmations,257,confirmations",
    "countBatchSize,0,countBatchSize",
    "countBatchSize,301,countBatchSize",
    "countInterval,2d,countInterval",
    "http,'{host: 127.0.0.1, port: 65536}',http.port",
    "hubUrl,ftp://hub/graphql,hubUrl",
    "fallbackHubUrl,nonsense,fallbackHubUrl",
    "relay,'{inFlightMax: 0}',inFlightMax",
    "relay,'{pendingTimeout: 1s}',pendingTimeout",
    "cradle,'{archive: \"http://127.0.0.1:5001\", requestsPerMinute: -1}',cradle.requestsPerMinute",
    "unknown,1,unknown",
  })
  void refusesAValueOutOfBoundsAndNamesItsKey(String key, String value, String named) {
    String file = LEAST.replaceAll("(?m)^" + key + ":.*\n", "") + key + ": " + value + "\n";
    assertThatThrownBy(() -> read(file, Map.of("SW_RELAY_KEY", KEY)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(named)
        .hasMessageNotContaining("\n");
  }

  @Test
  void wantsExactlyOneKey() {
    assertThatThrownBy(() -> read(LEAST, Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("neither");
    assertThatThrownBy(() -> read(LEAST + "relayKeyFile: key.txt\n", Map.of("SW_RELAY_KEY", KEY)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("both");
  }

  private OracleConfig read(String text, Map<String, String> environment) throws IOException {
    Path file = Files.writeString(folder.resolve("oracle.yaml"), text);
    return ConfigFile.read(file, OracleConfig.class, environment);
  }
}
