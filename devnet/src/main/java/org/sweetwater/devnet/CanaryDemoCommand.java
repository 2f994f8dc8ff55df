package org.sweetwater.devnet;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.sweetwater.devnet.fleet.Roster;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sw demo canary}: rolls approved changes out to a simulated fleet, and back. */
@Command(
    name = "canary",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Rolls three approved changes out to a fleet of simulated nodes, in waves; about six minutes.",
      "One reaches every node, one breaks a tenth of its second wave and goes back by itself, one is stopped by its first nodes."
    },
    footer = {"", "Exits 0 when every step held; otherwise 1, and says which did not."})
final class CanaryDemoCommand implements Callable<Integer> {
  /** With fewer, wave 1 has too few nodes for three operators to see a breach. */
  private static final int NODES_MIN = 100;

  @Option(
      names = "--nodes",
      paramLabel = "COUNT",
      defaultValue = "1000",
      description = "How many nodes the fleet has, 100 to 5000 (default: ${DEFAULT-VALUE}).")
  private int nodes;

  @Mixin private DemoOptions options = new DemoOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  /** Made by picocli. */
  CanaryDemoCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (nodes < NODES_MIN || nodes > Roster.NODES_MAX) {
      throw new ParameterException(
          spec.commandLine(),
          "--nodes: expected %d to %d, found %d".formatted(NODES_MIN, Roster.NODES_MAX, nodes));
    }
    Roster roster = Accounts.roster(nodes);
    options.play(
        NetworkPlan.growing(roster, CanaryScenario.VOTING_SECONDS, CanaryScenario.WAVE_SECONDS),
        (network, indexer, members, narrator) ->
            new CanaryScenario(network, indexer, members, roster, narrator).play(),
        RolloutReport::of);
    return 0;
  }
}
