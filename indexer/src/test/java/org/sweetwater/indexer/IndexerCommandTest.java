package org.sweetwater.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetwater.indexer.chain.BlockStream;
import org.sweetwater.indexer.chain.StreamConfig;
import org.sweetwater.indexer.decode.EventDecoder;
import org.sweetwater.indexer.graphql.SchemaText;
import org.sweetwater.indexer.store.ChainStore;
import org.sweetwater.indexer.store.Source;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;
import picocli.CommandLine;

final class IndexerCommandTest {
  private static final Deployment DEPLOYMENT =
      new Deployment(
          31_337,
          1,
          "test.eth",
          Address.ZERO,
          FakeLogs.REGISTRY,
          Address.parse("0x" + "77".repeat(20)),
          FakeLogs.CRADLE,
          FakeLogs.CANARY,
          FakeLogs.BALLOT,
          false);

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final FakeRpc node = new FakeRpc();
  private final TestDatabase test = TestDatabase.migrated();

  @BeforeEach
  void answer() {
    node.result("eth_blockNumber", "\"0x20\"");
    node.result("eth_getCode", "\"0x\"");
  }

  @AfterEach
  void close() {
    node.close();
    test.close();
  }

  @Test
  void tellsTheStatusOfAnEmptyDatabase() throws IOException {
    assertThat(run("status", "--config", config())).isZero();
    assertThat(out.toString())
        .contains("indexed   nothing yet")
        .contains("node      block 32")
        .contains("operators 0");
  }

  @Test
  void tellsHowFarADatabaseIs() throws IOException {
    index(20);
    assertThat(run("status", "--config", config())).isZero();
    assertThat(out.toString()).contains("indexed   block 20 of ").contains("block 32, 12 ahead");
  }

  @Test
  void tellsItAsJson() throws IOException {
    index(20);
    assertThat(run("status", "--json", "--config", config())).isZero();
    JsonNode status = new ObjectMapper().readTree(out.toString());
    assertThat(status.path("headBlock").asLong()).isEqualTo(20);
    assertThat(status.path("nodeHead").asLong()).isEqualTo(32);
    assertThat(status.path("rows").path("logs").asLong()).isPositive();
  }

  @Test
  void asksTheNextNodeWhereTheFirstDoesNotAnswer() throws IOException {
    String config = config();
    Files.writeString(
        Path.of(config),
        Files.readString(Path.of(config))
            .replace(
                "chain: {rpcUrl: '%s'}".formatted(node.url()),
                "chain: {rpcUrls: ['http://127.0.0.1:9', '%s']}".formatted(node.url())));
    assertThat(run("status", "--config", config)).isZero();
    assertThat(out.toString()).contains("node      block 32");
  }

  @Test
  void aMissingConfigurationIsOneLineAndExitCodeOne() {
    assertThat(run("run", "--config", folder.resolve("none.yaml").toString())).isOne();
    assertThat(err.toString()).startsWith("sw indexer: configuration ").hasLineCount(1);
  }

  @Test
  void contractsThatAreNotThereAreOneLineAndExitCodeOne() throws IOException {
    assertThat(run("run", "--config", config())).isOne();
    assertThat(err.toString())
        .startsWith("sw indexer: indexer: no contract at the ")
        .hasLineCount(1);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aDatabaseThatWasNeverMigratedIsOneLineAndExitCodeOne() throws IOException {
    test.execute("DROP SCHEMA chain CASCADE");
    assertThat(run("status", "--config", config())).isOne();
    assertThat(err.toString()).contains("run sw migrate").hasLineCount(1);
  }

  @Test
  void anotherChainIdInTheConfigurationIsRefused() throws IOException {
    String config = config();
    Files.writeString(
        Path.of(config),
        Files.readString(Path.of(config)).replace("chain: {", "chain: {chainId: 5, "));
    assertThat(run("run", "--config", config)).isOne();
    assertThat(err.toString()).contains("chain.chainId is 5, but").contains("is of chain 31337");
  }

  @Test
  void printsTheSchemaWithoutAnyConfiguration() {
    assertThat(run("schema")).isZero();
    assertThat(out.toString()).isEqualTo(SchemaText.print());
  }

  private void index(int blocks) {
    FakeChain chain = new FakeChain(new Random(2), 1);
    chain.extend(blocks);
    FakeNode source = new FakeNode(new Random(2));
    source.show(chain);
    StreamConfig stream =
        new StreamConfig(
            List.of(FakeLogs.REGISTRY, FakeLogs.BALLOT, FakeLogs.CRADLE, FakeLogs.CANARY),
            1,
            100,
            0,
            Duration.ofSeconds(1));
    Source from =
        new Source(
            31_337,
            Hash32.ZERO,
            1,
            FakeLogs.REGISTRY,
            FakeLogs.BALLOT,
            FakeLogs.CRADLE,
            FakeLogs.CANARY);
    try (Database database = test.open(Role.INDEXER);
        ChainStore store = ChainStore.open(database.dataSource(), from)) {
      new Indexing(
              new BlockStream(source, stream, new FakeClock()),
              new EventDecoder(
                  FakeLogs.REGISTRY, FakeLogs.BALLOT, FakeLogs.CRADLE, FakeLogs.CANARY))
          .step(store);
    }
  }

  private String config() throws IOException {
    Path deployment = Files.writeString(folder.resolve("deployment.json"), DEPLOYMENT.toJson());
    return Files.writeString(
            folder.resolve("indexer.yaml"),
            """
            database: {url: '%s', user: '%s', password: ''}
            chain: {rpcUrl: '%s'}
            deployment: '%s'
            """
                .formatted(test.config().url(), test.config().user(), node.url(), deployment))
        .toString();
  }

  private int run(String... arguments) {
    return new CommandLine(new IndexerCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
