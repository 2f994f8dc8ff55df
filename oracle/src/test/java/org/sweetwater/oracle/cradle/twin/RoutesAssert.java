package org.sweetwater.oracle.cradle.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;

/** What holds of routes once everything has settled. */
final class RoutesAssert {
  private RoutesAssert() {}

  /** Each live node reaches whom it can in the fewest hops, and knows of no way to others. */
  static void assertShortestHops(Mesh mesh, String run) {
    Graph graph = mesh.graph;
    long[][] hops = Distances.of(graph, link -> 1, mesh.world::carries);
    mesh.world.alive.stream()
        .forEach(
            node -> {
              for (int destination = 0; destination < graph.nodes; destination++) {
                assertWay(mesh, node, destination, hops[node][destination], run);
              }
            });
  }

  private static void assertWay(Mesh mesh, int node, int destination, long hops, String run) {
    if (hops == Distances.NONE) {
      assertThat(mesh.routes.next(node, destination))
          .as("%s: no way from %d to %d", run, node, destination)
          .isEqualTo(Routes.NONE);
    } else {
      assertThat(hops(mesh, node, destination))
          .as("%s: hops from %d to %d", run, node, destination)
          .isEqualTo(hops);
    }
  }

  private static long hops(Mesh mesh, int source, int destination) {
    int node = source;
    for (long hop = 0; hop <= mesh.graph.nodes; hop++) {
      if (node == destination) {
        return hop;
      }
      int link = mesh.routes.next(node, destination);
      if (link == Routes.NONE) {
        return Distances.NONE;
      }
      assertThat(mesh.world.carries(link)).as("link %d carries", link).isTrue();
      node = mesh.graph.target[link];
    }
    throw new AssertionError("a loop from %d to %d".formatted(source, destination));
  }

  /** All believe what is the case: next hops are those of paths computed afresh. */
  static void assertFreshNextHops(Mesh mesh, String run) {
    Graph graph = mesh.graph;
    int[] down =
        IntStream.range(0, graph.links()).filter(link -> !mesh.world.carries(link)).toArray();
    ShortestPaths paths = new ShortestPaths(graph, mesh.world.network.routing().cost());
    for (int destination = 0; destination < graph.nodes; destination++) {
      short[] ports = paths.towards(destination, down);
      int to = destination;
      mesh.world.alive.stream()
          .forEach(
              node ->
                  assertThat(mesh.routes.next(node, to))
                      .as("%s: next hop from %d to %d", run, node, to)
                      .isEqualTo(ports[node] < 0 ? Routes.NONE : graph.first[node] + ports[node]));
    }
  }
}
