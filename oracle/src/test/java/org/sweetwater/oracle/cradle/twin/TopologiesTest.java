package org.sweetwater.oracle.cradle.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopologiesTest {
  private static final int[] SIZES = {4, 5, 6, 7, 8, 10, 13, 16, 21, 33, 34, 50, 100, 333, 1_000};

  @Test
  void regularGraphsAreConnectedAndSimpleAndRegular() {
    for (int nodes : SIZES) {
      for (int degree = 3; degree < Math.min(nodes, 33); degree += degree < 8 ? 1 : 4) {
        if (nodes * degree % 2 == 0) {
          Graph graph = draw(new Topology.RandomRegular(nodes, degree), nodes);
          int promised = degree;
          assertThat(IntStream.range(0, nodes).map(graph::degree))
              .as("%d nodes, degree %d", nodes, degree)
              .allMatch(it -> it == promised);
        }
      }
    }
  }

  /** One and two below the complete graph pairing stubs is hardest. */
  @Test
  void findsRegularGraphsThatAreNearlyComplete() {
    for (int nodes = 6; nodes <= 34; nodes += 2) {
      int degree = Math.min(32, nodes - 2);
      assertThat(draw(new Topology.RandomRegular(nodes, degree), nodes).links())
          .isEqualTo(nodes * degree);
    }
  }

  @Test
  void scaleFreeGraphsAreConnectedAndSimpleAndHaveTheLinksThatNodesBring() {
    for (int nodes : SIZES) {
      for (int brought = 2; brought <= Math.min(16, nodes - 1); brought++) {
        Graph graph = draw(new Topology.ScaleFree(nodes, brought), nodes);
        int least = brought;
        assertThat(IntStream.range(0, nodes).map(graph::degree))
            .as("%d nodes, %d links each", nodes, brought)
            .allMatch(it -> it >= least);
        // A complete graph of one more than that, and the links of all nodes after.
        int pairs = brought * (brought + 1) / 2 + (nodes - brought - 1) * brought;
        assertThat(graph.links()).isEqualTo(2 * pairs);
      }
    }
  }

  /** A hub of Barabási and Albert has a degree of about m·√n; of a regular graph, 2m. */
  @Test
  void scaleFreeGraphsHaveHubs() {
    Graph graph = draw(new Topology.ScaleFree(1_000, 3), 5);
    int most = IntStream.range(0, 1_000).map(graph::degree).max().orElseThrow();
    assertThat(most).isBetween(50, 300);
  }

  @Test
  void geometricGraphsAreConnectedAndSimpleAndLinkAllWhoAreNear() {
    for (int nodes : SIZES) {
      for (int degree : new int[] {4, 8, 32}) {
        Graph graph = draw(new Topology.Geometric(nodes, degree), nodes);
        double radius = Math.sqrt(degree / (Math.PI * nodes));
        Set<Long> linked = pairs(graph);
        for (int one = 0; one < nodes; one++) {
          for (int other = 0; other < one; other++) {
            assertThat(distance(graph, one, other) > radius || linked.contains(key(other, one)))
                .as("%d nodes, degree %d: %d and %d", nodes, degree, one, other)
                .isTrue();
          }
        }
      }
    }
  }

  /** Nodes are a Poisson field of n per unit: π·r²·n on average within r. Tolerance 5 %. */
  @Test
  void geometricGraphsHaveThePromisedMeanDegreeAwayFromTheBorder() {
    Graph graph = draw(new Topology.Geometric(4_000, 12), 3);
    double radius = Math.sqrt(12 / (Math.PI * 4_000));
    double mean =
        IntStream.range(0, graph.nodes)
            .filter(node -> isInside(graph.places[node], radius))
            .map(graph::degree)
            .average()
            .orElseThrow();
    assertThat(mean).isCloseTo(12, within(0.6));
  }

  @Test
  void drawsAnotherGraphForAnotherSeed() {
    Topology topology = new Topology.RandomRegular(30, 4);
    assertThat(pairs(draw(topology, 1))).isNotEqualTo(pairs(draw(topology, 2)));
    assertThat(pairs(draw(topology, 1))).isEqualTo(pairs(draw(topology, 1)));
  }

  /** Draws a graph and checks what holds for each. */
  private static Graph draw(Topology topology, long seed) {
    Network.Links links = Draft.network(it -> it.topology = topology).links();
    Graph graph = Topologies.draw(topology, links, Draft.seeds(seed).stream("topology"));
    BitSet all = new BitSet();
    all.set(0, graph.nodes);
    assertThat(graph.nodes).isEqualTo(topology.nodes());
    assertThat(graph.parts(all, new BitSet())).as("parts of %s", topology).containsOnly(0);
    assertThat(pairs(graph)).as("pairs of %s", topology).hasSize(graph.links() / 2);
    for (int link = 0; link < graph.links(); link++) {
      int reverse = graph.reverse[link];
      assertThat(graph.source[link]).isNotEqualTo(graph.target[link]);
      assertThat(graph.source[reverse]).isEqualTo(graph.target[link]);
      assertThat(graph.reverse[reverse]).isEqualTo(link);
      assertThat(graph.latencyNanos[link])
          .isEqualTo(graph.latencyNanos[reverse])
          .isBetween(links.latencyMinNanos(), links.latencyMaxNanos());
    }
    return graph;
  }

  private static Set<Long> pairs(Graph graph) {
    Set<Long> pairs = new HashSet<>();
    for (int link = 0; link < graph.links(); link++) {
      pairs.add(key(graph.source[link], graph.target[link]));
    }
    return pairs;
  }

  private static long key(int a, int b) {
    return Math.min(a, b) * 100_000L + Math.max(a, b);
  }

  private static double distance(Graph graph, int one, int other) {
    double[] a = graph.places[one];
    double[] b = graph.places[other];
    return Math.hypot(a[0] - b[0], a[1] - b[1]);
  }

  private static boolean isInside(double[] place, double margin) {
    return Math.min(place[0], place[1]) > margin && Math.max(place[0], place[1]) < 1 - margin;
  }
}
