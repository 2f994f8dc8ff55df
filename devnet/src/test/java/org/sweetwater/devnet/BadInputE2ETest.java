package org.sweetwater.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** One line that names the thing and the remedy, a non-zero exit, and nothing half-written. */
final class BadInputE2ETest {
  @TempDir Path folder;

  /** What a command printed to standard error, and its exit code. */
  private record Outcome(int exitCode, String error) {}

  @ParameterizedTest
  @ValueSource(strings = {"hub", "oracle", "indexer"})
  void aMissingConfigurationFile(String service) {
    Outcome outcome = run(service, "run", "--config", folder.resolve("none.yaml").toString());

    assertThat(outcome.exitCode()).isNotZero();
    assertThat(outcome.error()).hasLineCount(1).contains("none.yaml", "no such file");
  }

  @ParameterizedTest
  @CsvSource({"hub", "oracle", "indexer"})
  void anUnknownKey(String service) throws IOException {
    Path file = Files.writeString(folder.resolve("bad.yaml"), "databse: {}\n");

    Outcome outcome = run(service, "run", "--config", file.toString());

    assertThat(outcome.exitCode()).isNotZero();
    assertThat(outcome.error()).hasLineCount(1).contains("unknown key 'databse'");
  }

  @Test
  void anOccupiedPort() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Outcome outcome = run("demo", "--port-base", Integer.toString(taken.getLocalPort()));

      assertThat(outcome.exitCode()).isNotZero();
      assertThat(outcome.error())
          .contains("port " + taken.getLocalPort() + " (chain) is in use", "--port-base");
    }
  }

  @Test
  void aPortBaseOutOfRange() {
    Outcome outcome = run("devnet", "--port-base", "80");

    assertThat(outcome.exitCode()).isNotZero();
    assertThat(outcome.error()).hasLineCount(1).contains("--port-base 80", "1024");
  }

  @Test
  void aMigrationWithoutAServer() {
    Outcome outcome =
        run("migrate", "--database-url", "jdbc:postgresql://127.0.0.1:1/none", "--user", "nobody");

    assertThat(outcome.exitCode()).isNotZero();
    assertThat(outcome.error()).hasLineCount(1).contains("127.0.0.1:1");
  }

  private static Outcome run(String... arguments) {
    StringWriter error = new StringWriter();
    CommandLine command = Sw.commandLine();
    command.setErr(new PrintWriter(error, true));
    return new Outcome(command.execute(arguments), error.toString());
  }
}
