package org.sweetwater.oracle.cradle.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sweetwater.oracle.cradle.twin.Draft.MILLI;
import static org.sweetwater.oracle.cradle.twin.Draft.SECOND;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Routes after faults: when all is quiet again, nothing of the turmoil is left. */
class RoutesTest {
  private static final Topology[] TOPOLOGIES = {
    new Topology.RandomRegular(20, 3), new Topology.Geometric(20, 5), new Topology.ScaleFree(20, 2)
  };

  @ParameterizedTest
  @CsvSource({
    "LINK_STATE, 0",
    "LINK_STATE, 300000",
    "DISTANCE_VECTOR, 0",
    "DISTANCE_VECTOR, 300000"
  })
  void settlesOnTheShortestPathsAfterRandomFaults(Network.Routing.Protocol protocol, int lossPpm) {
    for (Topology topology : TOPOLOGIES) {
      for (long seed = 0; seed < 12; seed++) {
        Network network =
            Draft.network(
                it -> {
                  it.topology = topology;
                  it.protocol = protocol;
                  it.lossPpm = lossPpm;
                });
        Mesh mesh = Mesh.of(network, seed).start();
        playFaults(mesh, new SplittableRandom(seed));
        mesh.lose(0);
        mesh.runFor(120 * SECOND);
        String run = "seed %d, %s, %s".formatted(seed, protocol, topology);
        RoutesAssert.assertShortestHops(mesh, run);
        if (protocol == Network.Routing.Protocol.LINK_STATE) {
          RoutesAssert.assertFreshNextHops(mesh, run);
        }
      }
    }
  }

  /** Some are so short that nobody notices them, some overlap, some never end. */
  private static void playFaults(Mesh mesh, SplittableRandom random) {
    for (int fault = 0; fault < 60; fault++) {
      switch (random.nextInt(4)) {
        case 0 -> mesh.kill(random.nextInt(mesh.graph.nodes));
        case 1 -> mesh.revive(random.nextInt(mesh.graph.nodes));
        case 2 -> mesh.cut(random.nextInt(mesh.graph.links()), true);
        default -> mesh.cut(random.nextInt(mesh.graph.links()), false);
      }
      mesh.runFor(random.nextLong(random.nextBoolean() ? 200 * MILLI : 4 * SECOND));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNodeThatWasAwayTooShortlyToBeMissedLearnsItsRoutesAgain(Network.Routing.Protocol protocol) {
    Mesh mesh = Mesh.of(Draft.network(it -> it.protocol = protocol), 1).start();
    mesh.runFor(SECOND);
    mesh.kill(3);
    mesh.runFor(50 * MILLI);
    mesh.revive(3);
    assertThat(mesh.routes.next(3, 7)).as("before the first handshake").isEqualTo(Routes.NONE);
    mesh.runFor(10 * SECOND);
    RoutesAssert.assertShortestHops(mesh, "restart");
  }

  @ParameterizedTest
  @EnumSource
  void newsLostInAnOutageThatNobodyNoticedAreToldAgain(Network.Routing.Protocol protocol) {
    // A line: what 3 says of its loss of 4 can only come over the link between 1 and 2.
    Network network = Draft.network(it -> it.protocol = protocol);
    Mesh mesh = new Mesh(network, line(5), 1).start();
    mesh.runFor(SECOND);
    mesh.cut(link(mesh, 3, 4), true);
    mesh.runFor(700 * MILLI);
    mesh.cut(link(mesh, 1, 2), true);
    mesh.runFor(600 * MILLI);
    mesh.cut(link(mesh, 1, 2), false);
    mesh.runFor(20 * SECOND);
    RoutesAssert.assertShortestHops(mesh, "outage");
  }

  @Test
  void distanceVectorFindsOutThatThereIsNoWayAtAll() {
    Network network = Draft.network(it -> it.protocol = Network.Routing.Protocol.DISTANCE_VECTOR);
    Mesh mesh = Mesh.of(network, 1).start();
    mesh.runFor(SECOND);
    mesh.kill(0);
    mesh.runFor(60 * SECOND);
    RoutesAssert.assertShortestHops(mesh, "counting to infinity");
    assertThat(mesh.routes.next(5, 0)).isEqualTo(Routes.NONE);
  }

  @Test
  void aQuietMeshSendsNoNews() {
    Mesh mesh = Mesh.of(Draft.network(it -> {}), 1).start();
    mesh.runFor(60 * SECOND);
    assertThat(mesh.routes.messages()).isZero();
  }

  private static Graph line(int nodes) {
    return new Graph(
        nodes,
        IntStream.range(1, nodes)
            .mapToObj(node -> new Graph.Pair(node - 1, node, 5 * MILLI))
            .toList(),
        new double[nodes][2]);
  }

  private static int link(Mesh mesh, int from, int to) {
    Graph graph = mesh.graph;
    for (int link = graph.first[from]; link < graph.first[from + 1]; link++) {
      if (graph.target[link] == to) {
        return link;
      }
    }
    throw new IllegalArgumentException("no link from %d to %d".formatted(from, to));
  }
}
