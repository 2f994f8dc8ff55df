package org.sweetwater.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetwater.devnet.fleet.Growth;
import org.sweetwater.devnet.fleet.Roster;
import org.sweetwater.wrappers.Hash32;

/** A fleet grows within the registry's rules. */
final class GrowthE2ETest {
  private static final int NODES = Integer.getInteger("sweetwater.nodes", 120);

  @Test
  void aYoungNetworkGrowsToItsFleet() throws Exception {
    Roster roster = Accounts.roster(NODES);
    try (TestNetwork test =
        TestNetwork.start(
            "growth-test", false, NetworkPlan.growing(roster, List.of(20, 20, 20, 20)))) {
      List<Integer> progress = new ArrayList<>();
      test.narrator().step("growing");
      new Growth(test.network().chain(), test.network().deployment(), roster, Accounts.deployer())
          .run(
              active -> {
                progress.add(active);
                test.narrator().say("%.1f %d active", test.narrator().seconds(), active);
              });

      assertThat(progress).isSorted().endsWith(NODES);
      assertThat(test.network().chain().blockNumber()).isPositive();
      assertThat(Hash32.ZERO).isNotNull();
    }
  }
}
