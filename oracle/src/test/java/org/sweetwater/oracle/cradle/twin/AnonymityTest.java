package org.sweetwater.oracle.cradle.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A hand-made mesh: senders 0 to s − 1 are linked to a hub, the hub to the adversary, that to a
 * second hub, and that to the receivers. The chance to guess right is 2^−H (Serjantov and Danezis,
 * 2002), exact to 1 ppm of rounding.
 */
class AnonymityTest {
  private final Packets packets = new Packets();

  private record Bow(Graph graph, Anonymity anonymity, int senders, int receivers) {
    int in() {
      return link(senders, senders + 1);
    }

    int out() {
      return link(senders + 1, senders + 2);
    }

    int receiver(int number) {
      return senders + 3 + number;
    }

    private int link(int from, int to) {
      return IntStream.range(0, graph.links())
          .filter(link -> graph.source[link] == from && graph.target[link] == to)
          .findFirst()
          .orElseThrow();
    }
  }

  private static Bow bow(int senders, int receivers) {
    int nodes = senders + 3 + receivers;
    List<Graph.Pair> pairs =
        IntStream.range(0, nodes)
            .filter(node -> node != senders + 2)
            .mapToObj(
                node ->
                    node < senders
                        ? new Graph.Pair(node, senders, 1)
                        : node < senders + 2
                            ? new Graph.Pair(node, node + 1, 1)
                            : new Graph.Pair(senders + 2, node, 1))
            .toList();
    Graph graph = new Graph(nodes, pairs, new double[nodes][2]);
    return new Bow(graph, onlyAdversary(graph, senders + 1), senders, receivers);
  }

  /** Seeds are tried until the one node that is drawn is the wanted one. */
  private static Anonymity onlyAdversary(Graph graph, int node) {
    BitSet wanted = new BitSet();
    wanted.set(node);
    for (long seed = 0; seed < 10_000; seed++) {
      Anonymity anonymity = new Anonymity(graph, Ppm.WHOLE / graph.nodes, Draft.seeds(seed));
      if (anonymity.adversaries().equals(wanted)) {
        return anonymity;
      }
    }
    throw new AssertionError("no seed draws node " + node);
  }

  private void send(Bow bow, int source, int destination, int times) {
    for (int i = 0; i < times; i++) {
      int slot = take(source, destination);
      bow.anonymity.relayed(packets, slot, bow.in(), bow.out());
      bow.anonymity.delivered(packets, slot);
      packets.free(slot);
    }
  }

  private int take(int source, int destination) {
    int slot = packets.take();
    packets.source[slot] = source;
    packets.destination[slot] = destination;
    packets.firstSeen[slot] = Routes.NONE;
    packets.lastSeen[slot] = Routes.NONE;
    return slot;
  }

  @Test
  void riskIsOneWhereOnlyOnePairTalksThroughTheAdversary() {
    Bow bow = bow(1, 1);
    send(bow, 0, bow.receiver(0), 10);
    assertThat(bow.anonymity.riskPpm()).isEqualTo(Ppm.WHOLE);
    assertThat(bow.anonymity.windowRiskPpm()).isEqualTo(Ppm.WHOLE);
  }

  /** The effective number of s that are equally likely is s: risk 1/(s·r). */
  @ParameterizedTest
  @CsvSource({"2, 1", "1, 5", "4, 3", "10, 10"})
  void riskFallsWithHowManySendAndReceiveEquallyOften(int senders, int receivers) {
    Bow bow = bow(senders, receivers);
    for (int sender = 0; sender < senders; sender++) {
      for (int receiver = 0; receiver < receivers; receiver++) {
        send(bow, sender, bow.receiver(receiver), 7);
      }
    }
    assertThat((double) bow.anonymity.riskPpm())
        .isCloseTo((double) Ppm.WHOLE / (senders * receivers), within(1.0));
  }

  /** H = −¾·log₂ ¾ − ¼·log₂ ¼, so 2^−H = ¾^¾ · ¼^¼. */
  @Test
  void riskIsHigherWhereOneSendsMoreThanTheOther() {
    Bow bow = bow(2, 1);
    send(bow, 0, bow.receiver(0), 30);
    send(bow, 1, bow.receiver(0), 10);
    double expected = Math.pow(0.75, 0.75) * Math.pow(0.25, 0.25);
    assertThat((double) bow.anonymity.riskPpm()).isCloseTo(expected * Ppm.WHOLE, within(1.0));
  }

  @Test
  void packetsThatMetNoAdversaryRiskNothing() {
    Bow bow = bow(2, 1);
    send(bow, 0, bow.receiver(0), 10);
    for (int i = 0; i < 30; i++) {
      bow.anonymity.delivered(packets, take(0, 1));
    }
    assertThat(bow.anonymity.riskPpm()).isEqualTo(Ppm.WHOLE / 4);
  }

  @Test
  void packetsOfTheAdversaryItselfDoNotCount() {
    Bow bow = bow(2, 1);
    bow.anonymity.delivered(packets, take(bow.senders + 1, 0));
    bow.anonymity.delivered(packets, take(0, bow.senders + 1));
    assertThat(bow.anonymity.riskPpm()).isEqualTo(-1);
    assertThat(bow.anonymity.windowRiskPpm()).isEqualTo(-1);
  }

  @Test
  void riskIsZeroWithoutAnAdversary() {
    Run run = Twin.run(Draft.scenario(20, it -> {}), Draft.seed(1));
    assertThat(run.metrics().find(Metric.DEANONYMISATION_RISK)).hasValue(0);
  }

  /** What more nodes see cannot be less, on average; each seed draws the same nodes first. */
  @Test
  void riskGrowsWithTheShareOfTheAdversary() {
    long before = 0;
    for (int percent : new int[] {2, 5, 10, 20, 40}) {
      long risk = 0;
      for (long seed = 0; seed < 3; seed++) {
        Scenario scenario =
            Draft.scenario(
                60,
                it -> {
                  it.topology = new Topology.RandomRegular(100, 6);
                  it.adversaryPpm = percent * 10_000;
                });
        risk +=
            Twin.run(scenario, Draft.seed(seed))
                .metrics()
                .find(Metric.DEANONYMISATION_RISK)
                .orElseThrow();
      }
      assertThat(risk).as("%d %%", percent).isGreaterThan(before);
      before = risk;
    }
  }
}
