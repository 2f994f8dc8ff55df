package org.sweetwater.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetwater.migrations.DatabaseException;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.RetryableException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

class SwTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine sw =
      Sw.commandLine()
          .addSubcommand(new Break())
          .setOut(new PrintWriter(out))
          .setErr(new PrintWriter(err));

  /** A command that fails in the way it is told. */
  @Command(name = "break")
  static final class Break implements Runnable {
    @Parameters private String way = "";

    @Override
    public void run() {
      throw switch (way) {
        case "fatal" -> new FatalException("the chain is another");
        case "retryable" -> new RetryableException("the node is away");
        case "database" -> new DatabaseException("no tables", new IllegalStateException());
        case "devnet" -> new DevnetException("no checkout");
        default -> new IllegalStateException("a bug");
      };
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "help"})
  void listsItsCommands(String argument) {
    assertThat(sw.execute(argument)).isZero();
    assertThat(out.toString()).startsWith("Usage: sw").contains("Commands:", "./sw build");
  }

  @Test
  void namesItsVersion() {
    assertThat(sw.execute("--version")).isZero();
    assertThat(out.toString()).startsWith("sw ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "dance"})
  void refusesToDoNothingOrTheUnknown(String line) {
    assertThat(line.isEmpty() ? sw.execute() : sw.execute(line)).isEqualTo(2);
    assertThat(err.toString()).contains("Usage: sw");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fatal", "retryable", "database", "devnet"})
  void tellsInOneLineWhatAnOperatorCanMend(String way) {
    assertThat(sw.execute("break", way)).isEqualTo(1);
    assertThat(err.toString().lines()).singleElement().asString().startsWith("sw: ");
  }

  @Test
  void showsTheTraceOfABug() {
    assertThat(sw.execute("break", "bug")).isEqualTo(1);
    assertThat(err.toString()).contains("IllegalStateException: a bug", "\tat ");
  }
}
