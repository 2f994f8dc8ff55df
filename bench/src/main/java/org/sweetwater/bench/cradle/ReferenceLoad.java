package org.sweetwater.bench.cradle;

import java.util.List;
import org.sweetwater.oracle.cradle.twin.Chaos;
import org.sweetwater.oracle.cradle.twin.HandshakeSuite;
import org.sweetwater.oracle.cradle.twin.Network;
import org.sweetwater.oracle.cradle.twin.Scenario;
import org.sweetwater.oracle.cradle.twin.Topology;

/**
 * The load that the figures are about: two packets a second from each node, over some four links,
 * with production's routing, keys and policy; one node dies and comes back, twice.
 *
 * @param degree neighbours of a node: as many as make the mean route about four links long
 */
record ReferenceLoad(int nodes, int degree, long seconds) {
  private static final long SECOND = 1_000_000_000L;
  private static final long MILLI = 1_000_000L;

  static final ReferenceLoad HUNDRED = new ReferenceLoad(100, 3, 4 * 3_600);
  static final ReferenceLoad THOUSAND = new ReferenceLoad(1_000, 6, 4 * 3_600);
  static final ReferenceLoad TEN_THOUSAND = new ReferenceLoad(10_000, 10, 600);

  Scenario scenario() {
    Network network =
        new Network(
            new Topology.RandomRegular(nodes, degree),
            new Network.Links(2 * MILLI, 15 * MILLI, 20_000_000, 5_000, 64_000, 3),
            new Network.Routing(
                Network.Routing.Protocol.LINK_STATE,
                Network.Routing.Cost.HOPS,
                500 * MILLI,
                4,
                50 * MILLI,
                500 * MILLI,
                64),
            new Network.Handshake(HandshakeSuite.X25519, 120 * SECOND, 5 * SECOND, 20_000),
            new Network.Policy(5_000, 60 * SECOND, 10 * SECOND, 10 * SECOND, false),
            new Network.Traffic(2_000, 512, Network.Traffic.Sizes.FIXED, 0, 0),
            50_000);
    long duration = seconds * SECOND;
    Chaos deaths = new Chaos(duration / 4, 60 * SECOND, duration / 2, new Chaos.KillNodes(1));
    return new Scenario(network, List.of(deaths), duration, 30 * SECOND, 5 * SECOND);
  }

  /** As an argument of {@link TwinProgram}. */
  List<String> arguments() {
    return List.of("" + nodes, "" + degree, "" + seconds);
  }
}
