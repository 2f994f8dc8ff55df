package org.sweetwater.oracle.cradle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.sweetwater.wrappers.Hash32;

final class TwinTest {
  private static final ExperimentSpec CALM =
      new ExperimentSpec(
          "routing.helloMillis=250", 100, 6, 2_000, 15_000, 5_000, 50_000, 250, 4, 100, 24);

  @Test
  void theSameSeedGivesTheSameMetrics() {
    assertThat(Twin.run(CALM, seed(1))).isEqualTo(Twin.run(CALM, seed(1)));
    assertThat(Twin.run(CALM, seed(2))).isNotEqualTo(Twin.run(CALM, seed(1)));
  }

  /** Pins the engine: a change of these numbers is a new engine version. */
  @Test
  void theFirstSeedGivesThePublishedMetrics() {
    assertThat(Twin.run(CALM, seed(1)))
        .isEqualTo(new Metrics(33693, 422, 1027, 422, 1000000, 996200));
  }

  @Test
  void slowerGreetingsRepairLater() {
    assertThat(Twin.run(with(1_000, 5_000), seed(3)).mttrMillis())
        .isGreaterThan(2 * Twin.run(with(250, 5_000), seed(3)).mttrMillis());
  }

  /**
   * A link with two retransmissions loses p³; a route of h links about h·p³. At 50 % and some four
   * hops that is near 0.41.
   */
  @Test
  void lossFollowsTheClosedForm() {
    long hops4 = (long) ((1 - Math.pow(1 - 0.125, 4)) * 1_000_000);
    assertThat(Twin.run(with(250, 500_000), seed(4)).packetLossPpm())
        .isBetween(hops4 - 150_000, hops4 + 150_000);
    assertThat(Twin.run(with(250, 0), seed(4)).policyConsistencyPpm()).isEqualTo(1_000_000);
  }

  @Test
  void everyNodeHasItsDegreeAndRoutesAvoidTheDead() {
    Mesh mesh = Mesh.randomRegular(CALM, new SeededRandom(seed(5)));
    for (int node = 0; node < CALM.nodes(); node++) {
      assertThat(mesh.linksOf(node).stream().map(Mesh.Link::to).distinct()).hasSize(CALM.degree());
    }
    BitSet down = new BitSet();
    down.set(mesh.route(0, 50, new BitSet()).getFirst().to());
    assertThat(mesh.route(0, 50, down)).isNotEmpty().noneMatch(link -> down.get(link.to()));
  }

  @Test
  void aSpecOutOfRangeIsRefusedByName() {
    assertThatThrownBy(() -> with(1, 0))
        .hasMessage("experiment: expected helloMillis: 10 to 10000; found 1");
  }

  private static ExperimentSpec with(int helloMillis, int lossPpm) {
    return new ExperimentSpec(
        "routing.helloMillis=" + helloMillis,
        100,
        6,
        2_000,
        15_000,
        lossPpm,
        50_000,
        helloMillis,
        4,
        100,
        24);
  }

  private static byte[] seed(int number) {
    return Hash32.keccak(new byte[] {(byte) number}).bytes();
  }
}
