package org.sweetwater.oracle.cradle.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetwater.oracle.cradle.spec.ExperimentFile;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec;
import org.sweetwater.oracle.cradle.spec.InvalidSpecException;

class WavePlanTest {
  private static final WavePlan RULES =
      new WavePlan(List.of(10L, 50L, 500L, 5_000L), List.of(1_800L, 3_600L, 7_200L, 20_000L), 0);

  private static final String FILE =
      """
      experiment: 1
      metadata: {name: first-try, title: A first try, author: Somebody}
      objective: Find out.
      network:
        topology: {kind: random-regular, nodes: 100, degree: 6}
      change:
        handshake: {suite: x25519-mlkem768}
      chaos:
        - {at: 1m, for: 1m, every: 3m, killNodes: {count: 5}}
      duration: 10m
      gates:
        latencyP99: {max: 200ms}
        packetLoss: {max: 0.5%}
        mttr: {max: 2s}
        deanonymisationRisk: {max: 1%}
        policyConsistency: {min: 95%}
        routeStability: {min: 95%}
      """;

  @Test
  void asksForNothingWhereTheFileDoesNot() {
    assertThat(WavePlan.of(spec(FILE), RULES)).isEqualTo(RULES);
  }

  @Test
  void asksForTheFilesWavesButNeverFasterThanTheDeployment() {
    String own =
        FILE
            + "waves: [{nodes: 5, hold: 1h}, {nodes: 50, hold: 1h}, {nodes: 60, hold: 2h},"
            + " {nodes: 5000, hold: 4h}]\n";
    assertThat(WavePlan.of(spec(own), RULES))
        .isEqualTo(
            new WavePlan(
                List.of(5L, 50L, 60L, 5_000L), List.of(3_600L, 3_600L, 7_200L, 20_000L), 0));
  }

  @Test
  void holdsForTheMetricsWhoseActionSaysSo() {
    String holding =
        FILE.replace("mttr: {max: 2s}", "mttr: {max: 2s, action: hold}")
            .replace("packetLoss: {max: 0.5%}", "packetLoss: {max: 0.5%, action: hold}");
    assertThat(WavePlan.of(spec(holding), RULES))
        .isEqualTo(new WavePlan(RULES.nodes(), RULES.durations(), 0b110));
  }

  private static ExperimentSpec spec(String yaml) {
    try {
      return ExperimentFile.parse(yaml);
    } catch (InvalidSpecException e) {
      throw new AssertionError(e);
    }
  }
}
