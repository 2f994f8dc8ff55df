package org.sweetwater.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetwater.devnet.fleet.Growth;
import org.sweetwater.devnet.fleet.Roster;

/** A fleet grows within the registry's rules, and the indexer follows. */
final class GrowthE2ETest {
  private static final int NODES = Integer.getInteger("sweetwater.nodes", 120);

  @Test
  void aYoungNetworkGrowsToItsFleet() throws Exception {
    Roster roster = Accounts.roster(NODES);
    NetworkPlan plan = NetworkPlan.growing(roster, 12, List.of(20, 20, 20, 20));
    try (TestNetwork test = TestNetwork.start("growth-test", false, plan)) {
      List<Integer> progress = new ArrayList<>();
      new Growth(test.network().chain(), test.network().deployment(), roster, Accounts.deployer())
          .run(progress::add);

      assertThat(progress).isSorted().endsWith(NODES);
    }
  }
}
