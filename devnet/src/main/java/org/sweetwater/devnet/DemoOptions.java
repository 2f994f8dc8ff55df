package org.sweetwater.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What every demo can be told, and how it is played then. */
final class DemoOptions {
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
  DemoOptions() {}

  /**
   * Plays a story on a network of this plan.
   *
   * @param text the account for people
   * @throws DevnetException naming the step that did not hold
   */
  void play(NetworkPlan plan, DemoRun.Story story, Function<JsonNode, String> text)
      throws IOException, InterruptedException {
    DemoRun run = new DemoRun(Checkout.find(), json ? System.err : System.out, keep);
    DevnetOptions options =
        new DevnetOptions(
            run.folder(), Ports.from(portBase), true, Optional.empty(), chain.choice(), true, plan);
    run.play(options, story, account -> json ? account.toPrettyString() : text.apply(account));
  }
}
