package org.sweetwater.oracle.cradle.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sweetwater.oracle.cradle.twin.Draft.MILLI;
import static org.sweetwater.oracle.cradle.twin.Draft.SECOND;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * In a mesh without loss what is flooded reaches each node by the quickest path, where a link takes
 * its latency and the transmission of the message. Exact to the nanosecond.
 */
class FloodingTest {
  private static final int POLICY_BYTES = 8_192;
  private static final int PACKET_BYTES = 1_280;
  private static final int LOST_LINK_BYTES = 88;

  static Topology[] topologies() {
    return ShortestPathsTest.topologies();
  }

  /** The whole mesh knows a policy after the eccentricity of its publisher. */
  @ParameterizedTest
  @MethodSource("topologies")
  void aPolicyTakesTheEccentricityOfItsPublisher(Topology topology) {
    for (long seed = 0; seed < 20; seed++) {
      Network network =
          Draft.network(
              it -> {
                it.topology = topology;
                it.isStrict = true;
              });
      Mesh mesh = Mesh.of(network, seed);
      mesh.policies.publish();
      int publisher = publisher(mesh);
      long whole = POLICY_BYTES / PACKET_BYTES;
      long transmission =
          whole * transmission(network, PACKET_BYTES)
              + transmission(network, POLICY_BYTES % PACKET_BYTES);
      long[] from =
          Distances.of(
              mesh.graph, link -> mesh.graph.latencyNanos[link] + transmission, link -> true)[
              publisher];
      long[] consistentAt = {-1};
      mesh.runUntil(
          10 * SECOND,
          () -> {
            if (consistentAt[0] < 0 && mesh.policies.consistencyPpm() == Ppm.WHOLE) {
              consistentAt[0] = mesh.world.now();
            }
          });
      assertThat(consistentAt[0])
          .as("seed %d", seed)
          .isEqualTo(Arrays.stream(from).max().orElseThrow());
    }
  }

  /** Only the publisher refuses all others at once. */
  private static int publisher(Mesh mesh) {
    return IntStream.range(0, mesh.graph.nodes)
        .filter(node -> mesh.policies.refuses(node, node == 0 ? 1 : 0))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Each node that can be told acts on a lost link after its distance from who lost it, and the
   * reaction.
   */
  @ParameterizedTest
  @MethodSource("topologies")
  void aLostLinkIsKnownEverywhereAfterTheQuickestPath(Topology topology) {
    for (long seed = 0; seed < 20; seed++) {
      Network network = Draft.network(it -> it.topology = topology);
      Mesh mesh = Mesh.of(network, seed);
      int lost = (int) seed;
      mesh.adjacency.set(lost, false);
      mesh.routes.lost(lost);
      long transmission = transmission(network, LOST_LINK_BYTES);
      long[] from =
          Distances.of(
              mesh.graph,
              link -> mesh.graph.latencyNanos[link] + transmission,
              link -> link != lost)[mesh.graph.source[lost]];
      long[] actedAt = new long[mesh.graph.nodes];
      mesh.runUntil(
          10 * SECOND,
          () -> {
            if (mesh.world.queue.event() == Event.ROUTING_ACTS) {
              actedAt[mesh.world.queue.first()] = mesh.world.now();
            }
          });
      assertThat(actedAt)
          .as("seed %d", seed)
          .isEqualTo(
              Arrays.stream(from).map(it -> it == Distances.NONE ? 0 : it + 50 * MILLI).toArray());
    }
  }

  private static long transmission(Network network, int bytes) {
    return 8L * bytes * SECOND / network.links().bitsPerSecond();
  }
}
