package org.sweetwater.devnet.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sweetwater.oracle.cradle.canary.CanaryEvent;
import org.sweetwater.oracle.cradle.canary.NodeReport;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.oracle.message.SigningKey;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;

final class SimulationTest {
  private static final Address CANARY = Address.parse("0x00000000000000000000000000000000000000ca");
  private static final Deployment DEPLOYMENT =
      new Deployment(
          31_337,
          0,
          "sweetwater-test.eth",
          Address.ZERO,
          Address.ZERO,
          Address.ZERO,
          Address.ZERO,
          CANARY,
          Address.ZERO,
          false);
  private static final Hash32 EXPERIMENT = Hash32.keccak(new byte[] {1});
  private static final int NODES = 20;
  private static final long STARTED = 1_000;
  private static final long ENDS = 1_040;

  private final List<SigningKey> keys = IntStream.range(0, NODES).mapToObj(NodeKeys::node).toList();
  private final Simulation simulation = simulation(7);

  private Simulation simulation(long seed) {
    Map<Address, SigningKey> byAddress =
        keys.stream().collect(Collectors.toMap(SigningKey::address, Function.identity()));
    return new Simulation(DEPLOYMENT, byAddress, seed);
  }

  @Test
  void everyHealthyNodeReportsOnceInItsSlot() {
    begin(simulation, 2);

    Map<Long, Long> measuredAt =
        messages(simulation).stream()
            .map(message -> ((Message.Report) message).report())
            .collect(
                Collectors.toMap(
                    report -> report.measurement().position(),
                    report -> report.measurement().measuredUntil()));

    assertThat(measuredAt).hasSize(NODES);
    measuredAt.forEach(
        (position, until) -> {
          long slotEnd = STARTED + 20 + Math.ceilDiv(20 * (position + 1), (long) NODES);
          assertThat(until).isBetween(slotEnd - 10, slotEnd);
        });
  }

  @Test
  void aReportIsSignedByItsNode() {
    begin(simulation, 1);

    assertThat(messages(simulation))
        .allSatisfy(
            message -> {
              NodeReport report = ((Message.Report) message).report();
              assertThat(report.isSignedByItsNode(DEPLOYMENT)).isTrue();
              assertThat(message.path()).isEqualTo("/canary/reports");
              assertThat(NodeReport.parse(message.json())).isEqualTo(report);
            });
  }

  @Test
  void halfOfTheBrokenReportAndTheOthersAreSilent() {
    simulation.expect(EXPERIMENT, new Faults(2, 190_000, Faults.Kind.BREAK));
    begin(simulation, 1);
    assertThat(messages(simulation)).hasSize(NODES);
    begin(simulation, 2);

    List<Message> messages = messages(simulation);

    // Four of twenty break: 3.8 rounded up.
    assertThat(messages).hasSize(NODES - 2);
    assertThat(messages)
        .filteredOn(message -> p99(message) > 500_000)
        .hasSize(2)
        .allSatisfy(message -> assertThat(p99(message)).isLessThan(2_000_000));
  }

  @Test
  void nodesInBreachSaySoAtOnce() {
    simulation.expect(EXPERIMENT, new Faults(1, 300_000, Faults.Kind.BREACH));
    begin(simulation, 1);

    List<Message> early = simulation.due(STARTED + 1);

    assertThat(early)
        .hasSize(6)
        .allSatisfy(
            message -> {
              var breach = ((Message.Breach) message).report();
              assertThat(breach.breach().isBeyondLimit()).isTrue();
              assertThat(breach.breach().windowStart()).isEqualTo(STARTED);
              assertThat(breach.breach().windowEnd()).isEqualTo(STARTED + 1);
              assertThat(breach.signer(DEPLOYMENT))
                  .contains(keys.get((int) breach.position().orElseThrow()).address());
              assertThat(message.path()).isEqualTo("/canary/breaches");
            });
  }

  @Test
  void aRollbackTakesTheChangeOffEveryNodeAndEndsItsMessages() {
    begin(simulation, 1);
    assertThat(simulation.running(EXPERIMENT)).isEqualTo(NODES);

    simulation.hear(new CanaryEvent.RolledBack(EXPERIMENT, 1, CanaryEvent.Reason.EVIDENCE));

    assertThat(simulation.running(EXPERIMENT)).isZero();
    assertThat(messages(simulation)).isEmpty();
  }

  @Test
  void theSameSeedBreaksTheSameNodesAndAnotherSeedOthers() {
    assertThat(broken(7)).isEqualTo(broken(7)).isNotEqualTo(broken(8));
  }

  @Test
  void aNodeThatWasDeadInItsSlotHasNothingToSayAfterIt() {
    begin(simulation, 1);

    assertThat(simulation.due(ENDS + 1)).isEmpty();
  }

  @Test
  void nodesOfOthersAreLeftAlone() {
    Simulation stranger = new Simulation(DEPLOYMENT, Map.of(), 7);
    begin(stranger, 1);

    assertThat(stranger.running(EXPERIMENT)).isZero();
    assertThat(messages(stranger)).isEmpty();
  }

  @Test
  void faultsAreWithinTheirRanges() {
    assertThatThrownBy(() -> new Faults(0, 1, Faults.Kind.BREAK))
        .hasMessageContaining("expected a wave of 1 to 4");
    assertThatThrownBy(() -> new Faults(1, 1_000_001, Faults.Kind.BREAK))
        .hasMessageContaining("1000001");
  }

  private List<Long> broken(long seed) {
    Simulation other = simulation(seed);
    other.expect(EXPERIMENT, new Faults(1, 300_000, Faults.Kind.BREACH));
    begin(other, 1);
    return other.due(STARTED + 1).stream()
        .map(message -> ((Message.Breach) message).report().position().orElseThrow())
        .toList();
  }

  /** In two draws, as the contract does with many nodes. */
  private void begin(Simulation nodes, int wave) {
    List<Address> drawn = keys.stream().map(SigningKey::address).toList();
    nodes.hear(new CanaryEvent.NodesDrawn(EXPERIMENT, wave, 0, drawn.subList(0, 12)));
    nodes.hear(new CanaryEvent.NodesDrawn(EXPERIMENT, wave, 12, drawn.subList(12, NODES)));
    nodes.hear(new CanaryEvent.WaveStarted(EXPERIMENT, wave, NODES, STARTED, ENDS));
  }

  private static List<Message> messages(Simulation nodes) {
    List<Message> messages = new ArrayList<>();
    for (long now = STARTED; now <= ENDS; now++) {
      messages.addAll(nodes.due(now));
    }
    return messages;
  }

  private static long p99(Message message) {
    return ((Message.Report) message)
        .report()
        .measurement()
        .metrics()
        .find(Metric.LATENCY_P99)
        .orElseThrow();
  }
}
