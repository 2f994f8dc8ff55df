package org.sweetwater.oracle.cradle.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Lengths must be equal to the nanosecond, or the hop. */
class ShortestPathsTest {
  static Topology[] topologies() {
    return new Topology[] {
      new Topology.RandomRegular(40, 4),
      new Topology.Geometric(40, 6),
      new Topology.ScaleFree(40, 2)
    };
  }

  @ParameterizedTest
  @EnumSource
  void findsPathsAsShortAsFloydAndWarshall(Network.Routing.Cost cost) {
    for (Topology topology : topologies()) {
      for (long seed = 0; seed < 20; seed++) {
        Graph graph = Draft.graph(Draft.network(it -> it.topology = topology), seed);
        comparePaths(graph, cost, seed);
      }
    }
  }

  private static void comparePaths(Graph graph, Network.Routing.Cost cost, long seed) {
    int[] down = someLinks(graph, new SplittableRandom(seed));
    BitSet isDown = new BitSet();
    IntStream.of(down).forEach(link -> isDown.set(link));
    IntStream.of(down).forEach(link -> isDown.set(graph.reverse[link]));
    long[] costs = costs(graph, cost);
    long[][] expected = Distances.of(graph, link -> costs[link], link -> !isDown.get(link));
    ShortestPaths paths = new ShortestPaths(graph, cost);
    LinkStateView view = LinkStateView.whole(new ShortestPaths(graph, cost)).with(down);
    for (int destination = 0; destination < graph.nodes; destination++) {
      short[] ports = paths.towards(destination, down);
      for (int node = 0; node < graph.nodes; node++) {
        assertThat(length(graph, costs, ports, node, destination))
            .as("seed %d, %s, from %d to %d", seed, cost, node, destination)
            .isEqualTo(expected[node][destination]);
        // What is kept for views is the same.
        assertThat(view.port(node, destination)).isEqualTo(ports[node]);
      }
    }
  }

  private static long length(Graph graph, long[] costs, short[] ports, int from, int to) {
    long length = 0;
    for (int node = from; node != to; ) {
      if (ports[node] < 0) {
        return Distances.NONE;
      }
      int link = graph.first[node] + ports[node];
      length += costs[link];
      node = graph.target[link];
    }
    return length;
  }

  private static long[] costs(Graph graph, Network.Routing.Cost cost) {
    return switch (cost) {
      case HOPS -> IntStream.range(0, graph.links()).mapToLong(link -> 1).toArray();
      case LATENCY -> graph.latencyNanos;
    };
  }

  private static int[] someLinks(Graph graph, SplittableRandom random) {
    int percent = random.nextInt(40);
    return IntStream.range(0, graph.links())
        .filter(link -> random.nextInt(100) < percent)
        .toArray();
  }

  @ParameterizedTest
  @MethodSource("topologies")
  void bothRoutingsStartWithTheShortestPaths(Topology topology) {
    for (Network.Routing.Protocol protocol : Network.Routing.Protocol.values()) {
      for (long seed = 0; seed < 10; seed++) {
        Network network =
            Draft.network(
                it -> {
                  it.topology = topology;
                  it.protocol = protocol;
                });
        RoutesAssert.assertShortestHops(Mesh.of(network, seed), "seed " + seed);
      }
    }
  }

  @Test
  void takesTheFirstPortAmongWaysOfTheSameLength() {
    // A square: two ways of two hops from 0 to 3.
    Graph square =
        new Graph(
            4,
            List.of(
                new Graph.Pair(0, 2, 5),
                new Graph.Pair(0, 1, 5),
                new Graph.Pair(1, 3, 5),
                new Graph.Pair(2, 3, 5)),
            new double[4][2]);
    short[] ports = new ShortestPaths(square, Network.Routing.Cost.HOPS).towards(3, new int[0]);
    assertThat(ports[0]).isZero();
    assertThat(ports[3]).isEqualTo((short) -1);
  }
}
