package org.sweetwater.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class ChainOptionsTest {
  private static final String KEY =
      "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";
  private static final String ADDRESS = "0x70997970c51812dc3a010c7d01b50e0d17dc79c8";
  private static final URI URL = URI.create("http://127.0.0.1:8545");

  @TempDir Path besuHome;

  private final StringWriter warnings = new StringWriter();

  /** A command that has the options and nothing else. */
  @Command(name = "any")
  static final class AnyCommand implements Runnable {
    @Mixin private final ChainOptions chain;

    AnyCommand(Map<String, String> environment) {
      this.chain = new ChainOptions(environment);
    }

    @Override
    public void run() {
      chain.choice();
    }
  }

  private ChainChoice choice(String... arguments) {
    AnyCommand command = new AnyCommand(Map.of("PAYER", KEY, "BESU_HOME", besuHome.toString()));
    new CommandLine(command).setErr(new PrintWriter(warnings)).parseArgs(arguments);
    return command.chain.choice();
  }

  private static String funderOf(ChainChoice choice) {
    return ((ChainChoice.Foreign) choice).funder().orElseThrow().getAddress();
  }

  @Test
  void startsAnvilUnlessToldOtherwise() {
    assertThat(choice()).isEqualTo(ChainChoice.ANVIL);
    assertThat(choice("--chain", "anvil")).isEqualTo(ChainChoice.ANVIL);
  }

  @Test
  void looksForBesuAtOnce() throws IOException {
    assertThatExceptionOfType(DevnetException.class)
        .isThrownBy(() -> choice("--chain", "besu"))
        .withMessageContaining("in BESU_HOME (" + besuHome + ")");
    Path program = FakeBesuProgram.install(besuHome).program();
    assertThat(choice("--chain", "besu")).isEqualTo(new ChainChoice.Besu(program));
  }

  @Test
  void usesTheNodeOfTheUser() {
    assertThat(choice("--rpc-url", URL.toString()))
        .isEqualTo(new ChainChoice.Foreign(URL, Optional.empty()));
  }

  @Test
  void takesTheFundersKeyFromTheEnvironmentInSilence() {
    assertThat(funderOf(choice("--rpc-url", URL.toString(), "--funder-key-env", "PAYER")))
        .isEqualTo(ADDRESS);
    assertThat(warnings.toString()).isEmpty();
  }

  @Test
  void warnsOfAKeyThatEverybodyOnTheMachineSees() {
    assertThat(funderOf(choice("--rpc-url", URL.toString(), "--funder-key", KEY)))
        .isEqualTo(ADDRESS);
    assertThat(warnings.toString())
        .contains("list of processes", "--funder-key-env")
        .doesNotContain(KEY.substring(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--chain geth",
        "--chain besu --rpc-url http://127.0.0.1:1",
        "--funder-key-env PAYER",
        "--rpc-url http://127.0.0.1:1 --funder-key 01 --funder-key-env PAYER"
      })
  void refusesTheUnknownAndContradictions(String line) {
    assertThatExceptionOfType(ParameterException.class)
        .isThrownBy(() -> choice(line.split(" ", -1)));
  }

  @Test
  void refusesAKeyThatIsNoneWithoutRepeatingIt() {
    assertThatExceptionOfType(DevnetException.class)
        .isThrownBy(() -> choice("--rpc-url", URL.toString(), "--funder-key", "0xsecret"))
        .withMessage(
            "--funder-key: expected a private key of 64 hex digits, found 8 characters that are none");
    assertThatExceptionOfType(DevnetException.class)
        .isThrownBy(() -> choice("--rpc-url", URL.toString(), "--funder-key-env", "NOBODY"))
        .withMessageContaining("environment variable NOBODY, which is not set");
  }
}
