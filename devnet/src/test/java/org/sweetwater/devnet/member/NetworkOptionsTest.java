package org.sweetwater.devnet.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetwater.wrappers.config.ConfigException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class NetworkOptionsTest {
  private static final String SERVICE =
      """
      chain: {rpcUrl: "http://127.0.0.1:1001"}
      http: {host: 127.0.0.1, port: %d}
      """;

  private static final String DEPLOYMENT =
      """
      {"chainId": 31337, "startBlock": 0, "space": "sweetwater.eth", "production": false,
       "authority": "0x0000000000000000000000000000000000000001",
       "registry": "0x0000000000000000000000000000000000000002",
       "cradle": "0x0000000000000000000000000000000000000003",
       "nodeTouchLimit": "0x0000000000000000000000000000000000000006",
       "canary": "0x0000000000000000000000000000000000000005",
       "ballot": "0x0000000000000000000000000000000000000004"}
      """;

  @TempDir private Path folder;

  /** A command with the options and nothing else. */
  @Command
  private static final class Probe implements Runnable {
    @Mixin private final NetworkOptions network;

    Probe(NetworkOptions network) {
      this.network = network;
    }

    @Override
    public void run() {}
  }

  private NetworkOptions parse(Map<String, String> environment, String... arguments) {
    Probe probe = new Probe(new NetworkOptions(environment, () -> new DevnetFiles(folder)));
    new CommandLine(probe).parseArgs(arguments);
    return probe.network;
  }

  private void writeDevnet() throws IOException {
    Files.writeString(folder.resolve("deployment.json"), DEPLOYMENT);
    Files.writeString(folder.resolve("hub.yaml"), SERVICE.formatted(1003));
    Files.writeString(folder.resolve("indexer.yaml"), SERVICE.formatted(1004));
  }

  @Test
  void takesTheDevnetsFilesWhenNothingElseIsSaid() throws IOException {
    writeDevnet();
    NetworkOptions network = parse(Map.of());

    assertThat(network.deployment().space()).isEqualTo("sweetwater.eth");
    assertThat(network.endpoint().url()).isEqualTo(URI.create("http://127.0.0.1:1001"));
    assertThat(network.hub()).isEqualTo(URI.create("http://127.0.0.1:1003"));
    assertThat(network.indexer()).isEqualTo(URI.create("http://127.0.0.1:1004"));
  }

  @Test
  void prefersTheEnvironmentToTheDevnet() throws IOException {
    writeDevnet();
    NetworkOptions network =
        parse(Map.of("SW_HUB_URL", "https://hub.example", "SW_INDEXER_URL", " "));

    assertThat(network.hub()).isEqualTo(URI.create("https://hub.example"));
    assertThat(network.indexer()).isEqualTo(URI.create("http://127.0.0.1:1004"));
  }

  @Test
  void prefersTheOptionToTheEnvironment() {
    Map<String, String> environment = Map.of("SW_RPC_URL", "http://elsewhere:1");

    assertThat(parse(environment, "--rpc-url", "http://here:2").endpoint().url())
        .isEqualTo(URI.create("http://here:2"));
  }

  @Test
  void postsToTheHubUnlessItIsThePublicOneOrAnotherPlaceIsNamed() {
    assertThat(parse(Map.of(), "--hub", "http://here:1").sequencer())
        .isEqualTo(URI.create("http://here:1"));
    assertThat(parse(Map.of(), "--hub", "https://hub.snapshot.org").sequencer())
        .isEqualTo(URI.create("https://seq.snapshot.org/"));
    assertThat(
            parse(Map.of("SW_SEQUENCER_URL", "http://there:2"), "--hub", "http://here:1")
                .sequencer())
        .isEqualTo(URI.create("http://there:2"));
  }

  @Test
  void knowsWhetherAHubIsNamedAtAll() {
    assertThat(parse(Map.of()).findHub()).isEmpty();
    assertThat(parse(Map.of(), "--hub", "http://here:1").findHub()).isPresent();
  }

  @Test
  void saysHowToNameAPartThatNobodyNames() {
    NetworkOptions network = parse(Map.of());

    assertThatThrownBy(network::deployment)
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("--deployment", "SW_DEPLOYMENT", "./sw devnet");
    assertThatThrownBy(network::hub)
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("--hub", "SW_HUB_URL");
    assertThatThrownBy(network::endpoint)
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("--rpc-url", "SW_RPC_URL");
  }

  @Test
  void refusesAnAddressThatIsNoHttpUrl() {
    assertThatThrownBy(() -> parse(Map.of(), "--hub", "ftp://hub").hub())
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("--hub", "https://host:port");
    assertThatThrownBy(() -> parse(Map.of(), "--rpc-url", "ws://node").endpoint())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("http");
  }

  @Test
  void neverShowsAUrlThatMayHoldAKey() {
    NetworkOptions network = parse(Map.of("SW_RPC_URL", "http://node/ key=secret"));

    assertThatThrownBy(network::endpoint)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("SW_RPC_URL")
        .hasMessageNotContaining("secret");
  }
}
