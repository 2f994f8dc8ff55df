package org.sweetwater.oracle.cradle.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sweetwater.oracle.cradle.twin.Draft.MILLI;
import static org.sweetwater.oracle.cradle.twin.Draft.SECOND;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultsTest {
  private static final int NODES = 24;

  private final Network network = Draft.network(it -> it.lossPpm = 1_000);
  private final World world = new World(network, Draft.graph(network, 1));

  @Test
  void killsSoManyNodesAndBringsThemBack() {
    Faults faults = faults(new Chaos.KillNodes(5));
    faults.begin(0, 0);
    assertThat(world.alive.cardinality()).isEqualTo(NODES - 5);
    faults.end(0, 0);
    assertUntouched();
  }

  @Test
  void killsNoMoreNodesThanThereAre() {
    faults(new Chaos.KillNodes(100)).begin(0, 0);
    assertThat(world.alive.isEmpty()).isTrue();
  }

  @Test
  void cutsBothDirectionsOfSoManyLinks() {
    Faults faults = faults(new Chaos.CutLinks(7));
    faults.begin(0, 0);
    assertThat(world.cut.cardinality()).isEqualTo(14);
    assertThat(world.cut.stream().allMatch(link -> world.cut.get(world.graph.reverse[link])))
        .isTrue();
    faults.end(0, 0);
    assertUntouched();
  }

  @Test
  void partsTheNetworkInTwoOfTheGivenShare() {
    Faults faults = faults(new Chaos.Partition(250_000));
    faults.begin(0, 0);
    long inside =
        IntStream.range(0, NODES)
            .map(
                node ->
                    (int)
                        IntStream.range(0, NODES)
                            .filter(it -> world.areConnected(node, it))
                            .count())
            .filter(size -> size == 6)
            .count();
    assertThat(inside).isEqualTo(6);
    faults.end(0, 0);
    assertUntouched();
  }

  @Test
  void degradesBothDirectionsOfAShareOfLinks() {
    Faults faults = faults(new Chaos.DegradeLinks(250_000, 500_000, 7 * MILLI));
    faults.begin(0, 0);
    int[] struck =
        IntStream.range(0, world.graph.links())
            .filter(it -> world.lossPpm[it] == 500_000)
            .toArray();
    assertThat(struck).hasSize(world.graph.links() / 4);
    assertThat(Arrays.stream(struck))
        .allMatch(it -> world.latencyNanos[it] == world.graph.latencyNanos[it] + 7 * MILLI);
    faults.end(0, 0);
    assertUntouched();
  }

  @Test
  void whatTwoFaultsStruckComesBackWhenBothHaveEnded() {
    Faults faults = faults(new Chaos.KillNodes(NODES / 2), new Chaos.KillNodes(NODES / 2));
    faults.begin(0, 0);
    faults.begin(1, 0);
    assertThat(world.alive.isEmpty()).as("the second strikes those still alive").isTrue();
    faults.end(0, 0);
    assertThat(world.alive.cardinality()).isEqualTo(NODES / 2);
    faults.end(1, 0);
    assertUntouched();
  }

  @Test
  void comesAgainUntilTheEndOfTheRun() {
    Scenario scenario =
        Draft.scenario(
            60, it -> {}, new Chaos(5 * SECOND, SECOND, 20 * SECOND, new Chaos.KillNodes(1)));
    Faults faults = new Faults(world, scenario, Draft.seeds(1));
    faults.start();
    long[] times = new long[3];
    int count = 0;
    while (world.queue.advance()) {
      if (world.queue.event() == Event.FAULT) {
        times[count++] = world.now() / SECOND;
        faults.begin(world.queue.first(), world.queue.second());
      } else {
        faults.end(world.queue.first(), world.queue.second());
      }
    }
    assertThat(times).containsExactly(5, 25, 45);
    assertUntouched();
  }

  private Faults faults(Chaos.Fault... what) {
    Chaos[] chaos =
        Arrays.stream(what).map(it -> new Chaos(0, SECOND, 0, it)).toArray(Chaos[]::new);
    return new Faults(world, Draft.scenario(60, it -> {}, chaos), Draft.seeds(1));
  }

  private void assertUntouched() {
    assertThat(world.alive.cardinality()).isEqualTo(NODES);
    assertThat(world.cut.isEmpty()).isTrue();
    assertThat(world.lossPpm).containsOnly(1_000);
    assertThat(world.latencyNanos).isEqualTo(world.graph.latencyNanos);
    assertThat(world.areConnected(0, NODES - 1)).isTrue();
  }
}
