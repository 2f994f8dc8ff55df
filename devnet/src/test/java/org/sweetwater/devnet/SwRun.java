package org.sweetwater.devnet;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** One run of {@code sw} against a network, as a member at a terminal sees it. */
final class SwRun {
  private static final Pattern PAGE = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/#[0-9a-f]{64}");
  private static final Duration END_MAX = Duration.ofSeconds(60);

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CompletableFuture<Integer> exitCode;

  private SwRun(List<String> arguments) {
    CommandLine command =
        Sw.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    this.exitCode =
        CompletableFuture.supplyAsync(
            () -> command.execute(arguments.toArray(String[]::new)),
            Executors.newVirtualThreadPerTaskExecutor());
  }

  /** How it ended. */
  record Outcome(int exitCode, String out, String err) {}

  /**
   * Starts a command.
   *
   * @param deployment the network's deployment.json
   * @param hub where the command looks for a hub
   */
  static SwRun start(Network network, String deployment, String hub, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--deployment", deployment, "--hub", hub));
    all.addAll(List.of("--rpc-url", network.rpcUrl().toString()));
    return new SwRun(all);
  }

  /** Starts a command that needs no network. */
  static SwRun alone(String... arguments) {
    return new SwRun(List.of(arguments));
  }

  /** The address of the page that it serves. */
  String page() throws InterruptedException {
    return Patience.await(
        "the page's address",
        Duration.ofSeconds(20),
        () -> {
          Matcher found = PAGE.matcher(out.toString());
          if (exitCode.isDone()) {
            throw new AssertionError("sw ended without a page: " + err);
          }
          return found.find() ? Optional.of(found.group()) : Optional.empty();
        });
  }

  Outcome end() throws Exception {
    int code = exitCode.get(END_MAX.toSeconds(), TimeUnit.SECONDS);
    return new Outcome(code, out.toString(), err.toString());
  }
}
