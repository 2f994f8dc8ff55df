package org.sweetwater.devnet;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

  /** Made by picocli. */
  DemoCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    DemoRun run = new DemoRun(Checkout.find(), json ? System.err : System.out, keep);
    DevnetOptions options =
        new DevnetOptions(
            run.folder(), Ports.from(portBase), true, Optional.empty(), chain.choice(), true);
    run.play(
        options,
        (network, indexer, members, narrator) ->
            new Scenario(network, indexer, members, narrator).play(),
        account -> json ? account.toPrettyString() : ElectionReport.of(account));
    return 0;
  }
}
