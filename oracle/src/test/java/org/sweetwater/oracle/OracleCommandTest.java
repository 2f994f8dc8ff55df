package org.sweetwater.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetwater.migrations.DatabaseConfig;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.oracle.ballot.FirstLook;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.chain.Anvil;
import picocli.CommandLine;

/** What an operator reads when something is wrong: one line that says what to do. */
class OracleCommandTest {
  private static final String KEY = "0x" + "11".repeat(32);
  private static final DatabaseConfig NO_DATABASE =
      new DatabaseConfig("jdbc:postgresql://127.0.0.1:1/none", "sw", "secret", 1);

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder = Path.of("");

  @Test
  void saysThatTheFileIsMissing() {
    assertThat(execute("run", "--config", folder.resolve("none.yaml").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("no such file").satisfies(OracleCommandTest::oneLine);
  }

  @Test
  void saysThatTheNodeDoesNotAnswer() throws IOException {
    write("http://127.0.0.1:1", "relayKey: \"" + KEY + "\"", NO_DATABASE);
    assertThat(run()).isEqualTo(1);
    assertThat(err.toString()).contains("http://127.0.0.1:1").satisfies(OracleCommandTest::oneLine);
  }

  @Test
  void saysThatTheKeyIsNoneWithoutShowingIt() throws IOException {
    write("http://127.0.0.1:1", "relayKey: topsecret", NO_DATABASE);
    assertThat(run()).isEqualTo(1);
    assertThat(err.toString())
        .contains("relayKey", "64 hex digits")
        .doesNotContain("topsecret")
        .satisfies(OracleCommandTest::oneLine);
  }

  @Test
  void saysThatTheKeyFileCannotBeRead() throws IOException {
    write("http://127.0.0.1:1", "relayKeyFile: /nowhere/key", NO_DATABASE);
    assertThat(run()).isEqualTo(1);
    assertThat(err.toString()).contains("/nowhere/key").satisfies(OracleCommandTest::oneLine);
  }

  @Test
  void saysThatTheNodeIsOnAnotherChain() throws IOException {
    try (Anvil anvil = Anvil.start("--chain-id", "4242")) {
      write(anvil.url().toString(), "relayKey: \"" + KEY + "\"", NO_DATABASE);
      assertThat(run()).isEqualTo(1);
      assertThat(err.toString()).contains("31337", "4242").satisfies(OracleCommandTest::oneLine);
    }
  }

  @Test
  void saysThatTheConfigurationIsOfAnotherChainThanTheDeployment() throws IOException {
    write("http://127.0.0.1:1\", chainId: \"5", "relayKey: \"" + KEY + "\"", NO_DATABASE);
    assertThat(run()).isEqualTo(1);
    assertThat(err.toString())
        .contains("chain.chainId is 5", "chain 31337")
        .satisfies(OracleCommandTest::oneLine);
  }

  @Test
  void saysThatThereIsNoBallot() throws IOException {
    try (Anvil anvil = Anvil.start();
        TestDatabase database = TestDatabase.migrated()) {
      write(anvil.url().toString(), "relayKey: \"" + KEY + "\"", database.config());
      assertThat(run()).isEqualTo(1);
      assertThat(err.toString())
          .contains("no contract at the ballot's address", "deployment.json")
          .satisfies(OracleCommandTest::oneLine);
    }
  }

  @Test
  void saysThatTheDatabaseDoesNotAnswer() throws IOException {
    write("http://127.0.0.1:1", "relayKey: \"" + KEY + "\"", NO_DATABASE);
    assertThat(execute("status", "--config", folder.resolve("oracle.yaml").toString()))
        .isEqualTo(1);
    assertThat(err.toString()).doesNotContain("secret").satisfies(OracleCommandTest::oneLine);
  }

  @Test
  void saysThatTheDatabaseIsEmpty() throws IOException {
    try (TestDatabase database = TestDatabase.empty()) {
      write("http://127.0.0.1:1", "relayKey: \"" + KEY + "\"", database.config());
      assertThat(execute("status", "--config", folder.resolve("oracle.yaml").toString()))
          .isEqualTo(1);
      assertThat(err.toString()).contains("sw migrate").satisfies(OracleCommandTest::oneLine);
    }
  }

  @Test
  void showsWhereProposalsStand() throws IOException {
    try (TestDatabase database = TestDatabase.migrated()) {
      write("http://127.0.0.1:1", "relayKey: \"" + KEY + "\"", database.config());
      String file = folder.resolve("oracle.yaml").toString();
      assertThat(execute("status", "--config", file)).isZero();
      assertThat(out.toString()).contains("no proposal yet");

      String id = FirstLook.at(database);
      assertThat(execute("status", "--config", file)).isZero();
      assertThat(out.toString()).contains(id, "waiting", "NEW");
    }
  }

  private static void oneLine(String text) {
    assertThat(text.lines()).hasSize(1);
    assertThat(text).startsWith("sw oracle: ");
  }

  private void write(String rpcUrl, String key, DatabaseConfig database) throws IOException {
    Deployment deployment =
        new Deployment(
            Anvil.CHAIN_ID,
            1,
            "test.eth",
            Address.ZERO,
            Address.ZERO,
            Address.ZERO,
            Address.ZERO,
            Address.ZERO,
            Address.parse("0x" + "22".repeat(20)),
            false);
    Path file = Files.writeString(folder.resolve("deployment.json"), deployment.toJson());
    Files.writeString(
        folder.resolve("oracle.yaml"),
        """
        database: {url: "%s", user: %s, password: "%s"}
        chain: {rpcUrl: "%s"}
        deployment: %s
        hubUrl: http://127.0.0.1:1/graphql
        %s
        """
            .formatted(database.url(), database.user(), database.password(), rpcUrl, file, key));
  }

  private int run() {
    return execute("run", "--config", folder.resolve("oracle.yaml").toString());
  }

  private int execute(String... arguments) {
    return new CommandLine(new OracleCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
