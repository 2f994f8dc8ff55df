package org.sweetwater.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
    Checkout checkout = Checkout.find();
    Path folder = checkout.state().resolve("demo-" + ProcessHandle.current().pid());
    DevnetOptions options =
        new DevnetOptions(
            folder, Ports.from(portBase), true, Optional.empty(), chain.choice(), true);
    PrintStream story = json ? System.err : System.out;
    Narrator narrator = new Narrator(story);
    Files.createDirectories(checkout.state());
    try {
      JsonNode account = play(options, checkout, narrator);
      System.out.println(json ? account.toPrettyString() : ElectionReport.of(account));
      story.printf("%ndone in %.0f s; everything of ours is stopped%n", narrator.seconds());
    } catch (RuntimeException e) {
      if (!Files.exists(folder)) {
        throw e;
      }
      throw new DevnetException(
          "demo: step \"%s\" failed: %s; logs and data are in %s"
              .formatted(narrator.step(), e.getMessage(), folder),
          e);
    }
    if (!keep) {
      Devnet.delete(folder);
    }
    return 0;
  }

  private static JsonNode play(DevnetOptions options, Checkout checkout, Narrator narrator)
      throws InterruptedException {
    Devnet.Started started = Devnet.start(options, checkout, narrator);
    // For Ctrl-C; closing twice is harmless.
    Runtime.getRuntime().addShutdownHook(new Thread(started.devnet()::close, "stop"));
    try (IndexerApi indexer = new IndexerApi(started.network().indexer());
        MemberClient members = MemberClient.start(checkout, started.network().hub())) {
      JsonNode account = new Scenario(started.network(), indexer, members, narrator).play();
      narrator.step(NodeName.of(started.network().chain()).verdict());
      return account;
    } finally {
      started.devnet().close();
    }
  }
}
