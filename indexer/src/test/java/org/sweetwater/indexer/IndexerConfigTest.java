package org.sweetwater.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sweetwater.wrappers.config.ConfigException;
import org.sweetwater.wrappers.config.ConfigFile;

final class IndexerConfigTest {
  @TempDir static Path folder;

  private static final Map<String, String> LEAST =
      Map.of(
          "SW_DATABASE_URL", "postgresql://db/sw",
          "SW_DATABASE_USER", "sw",
          "SW_DATABASE_PASSWORD", "s3cret",
          "SW_CHAIN_RPC_URL", "http://127.0.0.1:8545",
          "SW_DEPLOYMENT", "deployment.json");

  @Test
  void everythingElseHasADefault() {
    IndexerConfig config = with(Map.of());
    assertThat(config.database().poolSize()).isEqualTo(10);
    assertThat(config.chain().chainId()).isEmpty();
    assertThat(config.http()).isEqualTo(new IndexerConfig.Http("127.0.0.1", 8542, 200, true));
    assertThat(config.pollInterval()).isEqualTo(Duration.ofMillis(500));
    assertThat(config.rangeBlocks()).isEqualTo(500);
    assertThat(config.confirmations()).isZero();
    assertThat(config.lagTolerance()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.toString()).doesNotContain("s3cret");
  }

  @Test
  void everyKeyCanBeSet() {
    IndexerConfig config =
        with(
            Map.of(
                "SW_DATABASE_POOL_SIZE", "3",
                "SW_CHAIN_CHAIN_ID", "1337",
                "SW_HTTP_HOST", "::1",
                "SW_HTTP_PORT", "0",
                "SW_POLL_INTERVAL", "2s",
                "SW_RANGE_BLOCKS", "50",
                "SW_CONFIRMATIONS", "12",
                "SW_LAG_TOLERANCE", "1m"));
    assertThat(config.database().poolSize()).isEqualTo(3);
    assertThat(config.chain().chainId()).contains(1337L);
    assertThat(config.http()).isEqualTo(new IndexerConfig.Http("::1", 0, 200, true));
    assertThat(config.pollInterval()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.rangeBlocks()).isEqualTo(50);
    assertThat(config.confirmations()).isEqualTo(12);
    assertThat(config.lagTolerance()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void severalNodesEachWithItsOwnLimits() throws Exception {
    Path file = Files.createTempFile(folder, "indexer", ".yaml");
    Files.writeString(
        file,
        """
        chain:
          rpcUrls:
            - http://127.0.0.1:8545
            - {url: 'https://node.example/v3/key', wsUrl: 'wss://node.example/key', requestsPerSecond: 20, timeout: 10s}
        """);
    Map<String, String> environment = new HashMap<>(LEAST);
    environment.remove("SW_CHAIN_RPC_URL");
    IndexerConfig config = ConfigFile.read(file, IndexerConfig.class, environment);
    assertThat(config.chain().nodes())
        .containsExactly(
            RpcNode.of("http://127.0.0.1:8545"),
            new RpcNode(
                URI.create("https://node.example/v3/key"),
                Optional.of(URI.create("wss://node.example/key")),
                Optional.of(20),
                Optional.of(Duration.ofSeconds(10))));
    assertThat(config.chain().nodes().getLast().endpoint().readTimeout())
        .isEqualTo(Duration.ofSeconds(10));
    assertThat(config.chain().nodes().getLast()).hasToString("https://node.example");
  }

  @Test
  void severalNodesInTheEnvironmentAreSeparatedByCommas() {
    Map<String, String> environment = new HashMap<>(LEAST);
    environment.remove("SW_CHAIN_RPC_URL");
    environment.put("SW_CHAIN_RPC_URLS", "http://a:1, http://b:2");
    assertThat(ConfigFile.fromEnvironment(IndexerConfig.class, environment).chain().nodes())
        .containsExactly(RpcNode.of("http://a:1"), RpcNode.of("http://b:2"));
  }

  @Test
  void nodesAreNamedInOneWay() {
    assertThatThrownBy(() -> with(Map.of("SW_CHAIN_RPC_URLS", "http://b:2")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("give either chain.rpcUrl (one node) or chain.rpcUrls (several)")
        .hasMessageContaining("found both");
    Map<String, String> environment = new HashMap<>(LEAST);
    environment.remove("SW_CHAIN_RPC_URL");
    assertThatThrownBy(() -> ConfigFile.fromEnvironment(IndexerConfig.class, environment))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("found neither");
  }

  @Test
  void aWebSocketIsOne() {
    assertThatThrownBy(() -> with(Map.of("SW_CHAIN_WS_URL", "http://b:2")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("expected ws://host:port or wss://host");
    assertThat(with(Map.of("SW_CHAIN_WS_URL", "ws://b:2")).chain().nodes().getFirst().wsUrl())
        .contains(URI.create("ws://b:2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SW_DATABASE_POOL_SIZE | 2 | database.poolSize must be 3 to 100, found 2",
        "SW_HTTP_PORT | 65536 | http.port must be 0 to 65535, found 65536",
        "SW_POLL_INTERVAL | 49ms | pollInterval in milliseconds must be 50 to 60000, found 49",
        "SW_RANGE_BLOCKS | 0 | rangeBlocks must be 1 to 5000, found 0",
        "SW_RANGE_BLOCKS | 5001 | rangeBlocks must be 1 to 5000, found 5001",
        "SW_CONFIRMATIONS | -1 | confirmations must be 0 to 1000, found -1",
        "SW_LAG_TOLERANCE | 2h | lagTolerance in seconds must be 1 to 3600, found 7200"
      })
  void valuesOutOfBoundsAreNamed(String variable, String value, String message) {
    assertThatThrownBy(() -> with(Map.of(variable, value)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  private static IndexerConfig with(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(LEAST);
    environment.putAll(more);
    return ConfigFile.fromEnvironment(IndexerConfig.class, environment);
  }
}
