package org.sweetwater.devnet;

import java.io.IOException;
import java.util.Optional;
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

  @Option(
      names = "--port-base",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "First of seven ports on 127.0.0.1; 0 (the default) takes free ones.")
  private int portBase;

  @Option(
      names = "--json",
      description = "Print the account as one JSON object; the story goes to standard error.")
  private boolean json;

  @Option(
      names = "--keep",
      description = "Keep the network's folder (logs, configuration, data) afterwards.")
  private boolean keep;

  @Mixin private ChainOptions chain = new ChainOptions();
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
    DemoRun run = new DemoRun(Checkout.find(), json ? System.err : System.out, keep);
    DevnetOptions options =
        new DevnetOptions(
            run.folder(),
            Ports.from(portBase),
            true,
            Optional.empty(),
            chain.choice(),
            true,
            NetworkPlan.growing(
                roster, CanaryScenario.VOTING_SECONDS, CanaryScenario.WAVE_SECONDS));
    run.play(
        options,
        (network, indexer, members, narrator) ->
            new CanaryScenario(network, indexer, members, roster, narrator).play(),
        account -> json ? account.toPrettyString() : RolloutReport.of(account));
    return 0;
  }
}
