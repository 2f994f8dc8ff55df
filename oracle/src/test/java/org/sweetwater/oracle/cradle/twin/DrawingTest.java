package org.sweetwater.oracle.cradle.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetwater.wrappers.Hash32;

class DrawingTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Hash32 SEED = Hash32.keccak(new byte[] {1});

  @Test
  void showsEveryNodeAndEachLinkOnce() {
    Drawing drawing = Drawing.of(scenario(), SEED);

    assertThat(drawing.places()).hasSize(40);
    assertThat(drawing.links()).hasSize(40 * 6 / 2).doesNotHaveDuplicates();
    assertThat(drawing.links()).allMatch(link -> link.from() != link.to());
    assertThat(drawing.places())
        .allMatch(it -> it.x() >= 0 && it.x() <= 1 && it.y() >= 0 && it.y() <= 1);
    assertThat(drawing.places().stream().filter(Drawing.Place::isAdversary)).hasSize(4);
  }

  @Test
  void isTheMeshOfTheSeed() {
    assertThat(Drawing.of(scenario(), SEED)).isEqualTo(Drawing.of(scenario(), SEED));
    assertThat(Drawing.of(scenario(), SEED)).isNotEqualTo(Drawing.of(scenario(), Hash32.ZERO));
  }

  private static Scenario scenario() {
    Network network =
        new Network(
            new Topology.RandomRegular(40, 6),
            new Network.Links(1_000_000, 2_000_000, 1_000_000, 0, 10_000, 1),
            new Network.Routing(
                Network.Routing.Protocol.LINK_STATE,
                Network.Routing.Cost.HOPS,
                SECOND,
                4,
                0,
                SECOND,
                64),
            new Network.Handshake(HandshakeSuite.X25519, 60 * SECOND, SECOND, 0),
            new Network.Policy(0, 60 * SECOND, SECOND, 0, false),
            new Network.Traffic(1_000, 512, Network.Traffic.Sizes.FIXED, 0, 0),
            100_000);
    return new Scenario(network, List.of(), 60 * SECOND, 0, 5 * SECOND);
  }
}
