package org.sweetwater.devnet;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code sw demo}: starts a network of its own, plays the scenario, prints the account, and stops
 * everything.
 */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Plays one election from experiment to execution on a network of its own; takes about a minute.",
    subcommands = CanaryDemoCommand.class,
    footer = {"", "Exits 0 when every step held; otherwise 1, and says which did not."})
final class DemoCommand implements Callable<Integer> {
  @Mixin private DemoOptions options = new DemoOptions();

  /** Made by picocli. */
  DemoCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    options.play(
        NetworkPlan.usual(),
        (network, indexer, members, narrator) ->
            new Scenario(network, indexer, members, narrator).play(),
        ElectionReport::of);
    return 0;
  }
}
