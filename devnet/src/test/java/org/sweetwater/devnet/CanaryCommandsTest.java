package org.sweetwater.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the commands about rollouts say to wrong input; none of them needs a network for it. */
final class CanaryCommandsTest {
  private static final String ID = "0x" + "1".repeat(64);

  @Test
  void aFleetHasItsLimits() {
    assertThat(run(2, "demo", "canary", "--nodes", "99"))
        .contains("--nodes: expected 100 to 5000, found 99");
    assertThat(run(2, "demo", "canary", "--nodes", "many")).contains("--nodes");
  }

  @Test
  void aBreachNamesMetricValueAndWindow() {
    assertThat(run(2, "cradle", "breach", ID)).contains("--metric");
    assertThat(breach("mttr", "2.4s", "60s")).contains("--metric: expected latencyP99");
    assertThat(breach("latencyP99", "2.4", "60s")).contains("--value: expected");
    assertThat(breach("latencyP99", "2.4s", "60")).contains("--window: expected seconds such as");
    assertThat(breach("latencyP99", "1.9s", "60s")).contains("is no breach");
    assertThat(breach("latencyP99", "2.4s", "60s"))
        .contains("expected one of --keystore FILE and --key-env NAME");
  }

  @Test
  void anIdIsAnId() {
    assertThat(run(2, "cradle", "pause", "0x12")).contains("expected 0x and 64 hex digits");
    assertThat(run(2, "cradle", "resume", "0x12")).contains("expected 0x and 64 hex digits");
  }

  private static String breach(String metric, String value, String window) {
    return run(1, "cradle", "breach", ID, "--metric", metric, "--value", value, "--window", window);
  }

  private static String run(int exitCode, String... arguments) {
    StringWriter err = new StringWriter();
    CommandLine commandLine = Sw.commandLine().setErr(new PrintWriter(err, true));
    assertThat(commandLine.execute(arguments)).as(err.toString()).isEqualTo(exitCode);
    return err.toString();
  }
}
