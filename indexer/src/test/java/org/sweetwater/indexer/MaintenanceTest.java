package org.sweetwater.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.wrappers.chain.Anvil;
import org.sweetwater.wrappers.config.ConfigFile;
import picocli.CommandLine;

/**
 * {@code sw indexer verify} and {@code sw indexer reindex} on what a real indexer made of a real
 * chain: sound tables, and tables that somebody damaged.
 */
final class MaintenanceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path folder;

  private static Anvil anvil;
  private static DeployedContracts contracts;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final TestDatabase test = TestDatabase.migrated();

  @BeforeAll
  static void deploy() throws Exception {
    anvil = Anvil.start("--base-fee", "0", "--gas-price", "0");
    contracts = DeployedContracts.deploy(anvil);
    contracts.submitExperiment(1);
    anvil.mine(30);
    contracts.submitExperiment(2);
  }

  @AfterAll
  static void stop() {
    contracts.close();
    anvil.close();
  }

  @BeforeEach
  void index() throws Exception {
    IndexerConfig config = ConfigFile.read(Path.of(config()), IndexerConfig.class, Map.of());
    long head = Long.decode(anvil.rpc("eth_blockNumber").textValue());
    try (IndexerService service = IndexerService.start(config)) {
      Instant deadline = Instant.now().plus(PATIENCE);
      while (IndexerStatus.read(config).head().filter(at -> at.number() == head).isEmpty()) {
        assertThat(Instant.now()).as("%s is behind", service.uri()).isBefore(deadline);
        Thread.sleep(50);
      }
    }
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void soundTablesAreVerified() throws Exception {
    assertThat(run("verify", "--blocks", "40", "--config", config())).isZero();
    assertThat(out.toString())
        .contains("verified: 40 blocks against the node, every projection against the logs");
    assertThat(err.toString()).contains("compared 40 blocks");
  }

  @Test
  void aLogThatIsMissingIsFound() throws Exception {
    // The newest block is always looked at.
    test.execute(
        "DELETE FROM chain.log WHERE block_number = (SELECT max(number) FROM chain.block)"
            + " AND log_index = 0");
    assertThat(run("verify", "--blocks", "1", "--config", config())).isOne();
    assertThat(out.toString())
        .contains("stored 0 logs of our contracts, the node's receipts have 1");
  }

  @Test
  void aBlockOfAnotherBranchIsFound() throws Exception {
    test.execute(
        "UPDATE chain.block SET hash = sha256(hash) WHERE number = (SELECT max(number) FROM"
            + " chain.block)");
    assertThat(run("verify", "--blocks", "1", "--config", config())).isOne();
    assertThat(out.toString())
        .containsPattern("block \\d+: stored 0x[0-9a-f]{64}, the node has 0x");
  }

  @Test
  void aDamagedProjectionIsFoundAndMadeAnew() throws Exception {
    String sound = dump();
    test.execute("UPDATE chain.operator SET node_count = node_count + 1");
    assertThat(run("verify", "--blocks", "1", "--config", config())).isOne();
    assertThat(out.toString()).contains("table operator: ", "sw indexer reindex makes it anew");

    assertThat(run("reindex", "--config", config())).isZero();
    assertThat(out.toString()).contains("the projections are rebuilt and in place");
    assertThat(dump()).isEqualTo(sound);
    assertThat(run("verify", "--blocks", "1", "--config", config())).isZero();
  }

  @Test
  void reindexingNeedsNoNode() throws Exception {
    String sound = dump();
    String config = config();
    Files.writeString(
        Path.of(config),
        Files.readString(Path.of(config)).replace(anvil.url().toString(), "http://127.0.0.1:9"));
    assertThat(run("reindex", "--config", config)).isZero();
    assertThat(dump()).isEqualTo(sound);
    assertThat(run("verify", "--config", config)).isOne();
    assertThat(err.toString()).contains("cannot reach http://127.0.0.1:9");
  }

  @Test
  void theNumberOfBlocksIsChecked() throws Exception {
    assertThat(run("verify", "--blocks", "0", "--config", config())).isOne();
    assertThat(err.toString()).contains("--blocks: expected at least 1, found 0");
  }

  @Test
  void verifyingAnEmptyDatabaseSaysWhatToDo() throws Exception {
    test.execute("TRUNCATE chain.block CASCADE");
    assertThat(run("verify", "--config", config())).isOne();
    assertThat(err.toString()).contains("nothing is indexed; run sw indexer run first");
  }

  private String dump() throws Exception {
    try (Database database = test.open(Role.INDEXER)) {
      return Tables.dump(database.dataSource()).toString();
    }
  }

  private String config() throws Exception {
    Path deployment =
        Files.writeString(folder.resolve("deployment.json"), contracts.deployment().toJson());
    return Files.writeString(
            folder.resolve("indexer.yaml"),
            """
            database: {url: '%s', user: '%s', password: ''}
            chain: {rpcUrl: '%s'}
            deployment: '%s'
            http: {port: 0}
            """
                .formatted(test.config().url(), test.config().user(), anvil.url(), deployment))
        .toString();
  }

  private int run(String... arguments) {
    return new CommandLine(new IndexerCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
