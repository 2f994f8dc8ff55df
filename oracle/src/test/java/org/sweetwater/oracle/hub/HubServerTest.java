package org.sweetwater.oracle.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sweetwater.migrations.DatabaseException;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.config.ConfigException;
import org.sweetwater.wrappers.config.ConfigFile;
import picocli.CommandLine;

/** Starting and stopping, with the configuration that an operator writes. */
class HubServerTest {
  @TempDir private Path folder = Path.of("");
  private final TestDatabase database = TestDatabase.empty();
  private final FakeRpc node = new FakeRpc(1337);

  @BeforeEach
  void deploy() throws Exception {
    Address address = TestSigner.of(1).address();
    Deployment deployment =
        new Deployment(
            1337, 1, TestSigner.SPACE, address, address, address, address, address, address, false);
    Files.writeString(folder.resolve("deployment.json"), deployment.toJson());
    node.answerResult("eth_getCode", "\"0x60\"");
    node.answerResult("eth_blockNumber", "\"0x10\"");
    firstBlock("11");
  }

  /** The first block after the deployment's start. */
  private void firstBlock(String hashByte) {
    node.answerResult(
        "eth_getBlockByNumber",
        """
        {"number": "0x1", "hash": "0x%s", "parentHash": "0x%s", "timestamp": "0x1"}
        """
            .formatted(hashByte.repeat(32), "00".repeat(32)));
  }

  @AfterEach
  void stop() {
    node.close();
    database.close();
  }

  @Test
  void startsFromAMinimalFileAndKeepsItsRelayer() throws Exception {
    String relayer = relayerOf(config(Map.of()));
    assertThat(relayer).startsWith("0x");
    assertThat(relayerOf(config(Map.of()))).isEqualTo(relayer);
    String key = "0x" + "11".repeat(32);
    assertThat(relayerOf(config(Map.of("SW_RELAYER_KEY", key))))
        .isEqualTo("0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A");
  }

  private static String relayerOf(HubConfig config) throws Exception {
    try (HubServer hub = HubServer.start(config);
        HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(hub.uri().resolve("/")).build();
      String body = http.send(request, BodyHandlers.ofString()).body();
      return TestHub.JSON.readTree(body).path("relayer").asText();
    }
  }

  @Test
  void takesDefaultsFromBesideItsRecord() throws Exception {
    HubConfig config = config(Map.of());
    assertThat(config.http().host()).isEqualTo("127.0.0.1");
    assertThat(config.requestsPerMinute()).isEqualTo(100);
    assertThat(config.maxBodyBytes()).isEqualTo(1_000_000);
    assertThat(config.requestTimeout()).hasSeconds(15);
    assertThat(config.refusalsKept()).isEqualTo(10_000);
    assertThat(config.database().poolSize()).isEqualTo(10);
    assertThat(config.space().symbol()).isEqualTo("NODE");
  }

  @ParameterizedTest
  @CsvSource({
    "SW_MAX_BODY_BYTES,9999",
    "SW_REQUESTS_PER_MINUTE,-1",
    "SW_REQUEST_TIMEOUT,61s",
    "SW_REFUSALS_KEPT,99",
    "SW_HTTP_PORT,65536",
    "SW_CHAIN_RPC_URL,:",
  })
  void refusesValuesOutOfBounds(String variable, String value) {
    assertThatThrownBy(() -> config(Map.of(variable, value)))
        .isInstanceOf(ConfigException.class)
        .message()
        .hasLineCount(1);
  }

  @Test
  void refusesAWrongRelayerKeyWithoutShowingIt() throws Exception {
    HubConfig config = config(Map.of("SW_RELAYER_KEY", "0x5ec2e7"));
    assertThatThrownBy(() -> HubServer.start(config))
        .hasMessage("relayerKey: private key: expected 0x and 64 hex digits");
  }

  @Test
  void refusesAnotherChain() throws Exception {
    node.answerResult("eth_chainId", "\"0x1\"");
    HubConfig config = config(Map.of());
    assertThatThrownBy(() -> HubServer.start(config))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("expected chain id 1337")
        .hasMessageContaining("found 1:");
    HubConfig contradicting = config(Map.of("SW_CHAIN_CHAIN_ID", "1"));
    assertThatThrownBy(() -> HubServer.start(contradicting))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("chain.chainId is 1, but")
        .hasMessageContaining("of chain 1337");
  }

  @Test
  void refusesAChainWithoutTheContracts() throws Exception {
    node.answerResult("eth_getCode", "\"0x\"");
    HubConfig config = config(Map.of());
    assertThatThrownBy(() -> HubServer.start(config))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("no contract at the registry's address");
  }

  @Test
  void refusesAChainThatWasStartedAnewUnderTheOldDatabase() throws Exception {
    HubConfig config = config(Map.of());
    HubServer.start(config).close();
    firstBlock("22");
    assertThatThrownBy(() -> HubServer.start(config))
        .isInstanceOf(FatalException.class)
        .hasMessageContainingAll("11".repeat(32), "22".repeat(32), "use another database");
  }

  @Test
  void saysThatTheNodeIsNotThere() throws Exception {
    HubConfig config = config(Map.of("SW_CHAIN_RPC_URL", "http://127.0.0.1:1"));
    assertThatThrownBy(() -> HubServer.start(config))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("start the node, or correct chain.rpcUrl");
  }

  @Test
  void saysThatTheDatabaseIsNotThere() throws Exception {
    HubConfig config = config(Map.of("SW_DATABASE_URL", "postgresql://127.0.0.1:1/none"));
    assertThatThrownBy(() -> HubServer.start(config)).isInstanceOf(DatabaseException.class);
  }

  @Test
  void saysThatThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      HubConfig config = config(Map.of("SW_HTTP_PORT", String.valueOf(taken.getLocalPort())));
      assertThatThrownBy(() -> HubServer.start(config))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + taken.getLocalPort())
          .hasMessageContaining("set another http.host or http.port");
    }
  }

  @Test
  void theCommandTellsAnErrorInOneLine() throws Exception {
    StringWriter err = new StringWriter();
    int code =
        new CommandLine(new HubCommand())
            .setErr(new PrintWriter(err, true))
            .execute("run", "--config", folder.resolve("absent.yaml").toString());
    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).startsWith("sw hub: configuration").hasLineCount(1);
  }

  private HubConfig config(Map<String, String> environment) throws Exception {
    Path file = folder.resolve("hub.yaml");
    Files.writeString(
        file,
        """
        database: {url: '%s', user: '%s', password: ''}
        chain: {rpcUrl: '%s'}
        deployment: '%s'
        http: {port: 0}
        """
            .formatted(
                database.config().url(),
                database.config().user(),
                node.url(),
                folder.resolve("deployment.json")));
    return ConfigFile.read(file, HubConfig.class, environment);
  }

  /** The address of a stopped server answers nobody. */
  @Test
  void stopsListeningWhenClosed() throws Exception {
    HubServer hub = HubServer.start(config(Map.of()));
    URI uri = hub.uri();
    hub.close();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(uri).build();
      assertThatThrownBy(() -> http.send(request, BodyHandlers.ofString()))
          .isInstanceOf(ConnectException.class);
    }
  }
}
