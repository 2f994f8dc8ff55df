package org.sweetwater.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** Plays a story on a network of its own, prints its account, and stops everything. */
final class DemoRun {
  private final Checkout checkout;
  private final PrintStream out;
  private final boolean keep;

  /**
   * A run.
   *
   * @param out where the story goes; the account goes to standard output
   * @param keep whether the network's folder stays
   */
  DemoRun(Checkout checkout, PrintStream out, boolean keep) {
    this.checkout = checkout;
    this.out = out;
    this.keep = keep;
  }

  /** What is played. */
  interface Story {
    /** Plays it; returns the account of it. */
    JsonNode play(Network network, IndexerApi indexer, MemberClient members, Narrator narrator)
        throws InterruptedException;
  }

  /** Where this run's network keeps its files. */
  Path folder() {
    return checkout.state().resolve("demo-" + ProcessHandle.current().pid());
  }

  /**
   * Plays a story.
   *
   * @throws DevnetException naming the step that did not hold
   */
  void play(DevnetOptions options, Story story, Function<JsonNode, String> account)
      throws IOException, InterruptedException {
    Narrator narrator = new Narrator(out);
    Files.createDirectories(checkout.state());
    try {
      System.out.println(account.apply(play(options, story, narrator)));
      out.printf("%ndone in %.0f s; everything of ours is stopped%n", narrator.seconds());
    } catch (RuntimeException e) {
      if (!Files.exists(options.folder())) {
        throw e;
      }
      throw new DevnetException(
          "demo: step \"%s\" failed: %s; logs and data are in %s"
              .formatted(narrator.step(), e.getMessage(), options.folder()),
          e);
    }
    if (!keep) {
      Devnet.delete(options.folder());
    }
  }

  private JsonNode play(DevnetOptions options, Story story, Narrator narrator)
      throws InterruptedException {
    Devnet.Started started = Devnet.start(options, checkout, narrator);
    // For Ctrl-C; closing twice is harmless.
    Runtime.getRuntime().addShutdownHook(new Thread(started.devnet()::close, "stop"));
    try (IndexerApi indexer = new IndexerApi(started.network().indexer());
        MemberClient members = MemberClient.start(checkout, started.network().hub())) {
      JsonNode account = story.play(started.network(), indexer, members, narrator);
      narrator.step(NodeName.of(started.network().chain()).verdict());
      return account;
    } finally {
      started.devnet().close();
    }
  }
}
