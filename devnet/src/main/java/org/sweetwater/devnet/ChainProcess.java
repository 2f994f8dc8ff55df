package org.sweetwater.devnet;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongPredicate;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.RpcEndpoint;

/** A node that a network starts for itself; its chain survives a restart. */
sealed interface ChainProcess extends AutoCloseable permits AnvilProcess, BesuProcess {
  /** How often a node that starts is asked whether it is ready. */
  Duration POLL = Duration.ofMillis(100);

  /** The client's name, for people. */
  String name();

  /** Where the chain answers JSON-RPC. */
  URI rpcUrl();

  /** The process. */
  Process process();

  /** Where its output goes. */
  Path log();

  /** Runs something when the chain ends, for whatever reason. */
  default void onExit(Runnable action) {
    CompletableFuture<Void> _ = process().onExit().thenRun(action);
  }

  /** Stops the chain; it writes its state first. */
  @Override
  default void close() {
    ChildProcess.stop(process());
  }

  /**
   * Waits until the node answers, and its newest block is one that {@code ready} accepts.
   *
   * @param waiting told every ten seconds how long it has been
   * @throws DevnetException with the last line of the log when it ends, or takes too long
   */
  default void awaitHead(LongPredicate ready, Duration most, StartListener waiting)
      throws InterruptedException, IOException {
    try {
      Instant begin = Instant.now();
      long told = 0;
      while (!isReady(ready)) {
        long seconds = Duration.between(begin, Instant.now()).toSeconds();
        if (!process().isAlive()) {
          throw notStarted("ended while it started");
        }
        if (seconds >= most.toSeconds()) {
          throw notStarted("made no block at %s within %d s".formatted(rpcUrl(), most.toSeconds()));
        }
        if (seconds >= told + 10) {
          told = seconds;
          waiting.stillStarting(seconds);
        }
        Thread.sleep(POLL);
      }
    } catch (RuntimeException | InterruptedException | IOException e) {
      close();
      throw e;
    }
  }

  private DevnetException notStarted(String what) throws IOException {
    return new DevnetException(
        "%s %s; its last words: %s; its log: %s".formatted(name(), what, lastLine(), log()));
  }

  private boolean isReady(LongPredicate ready) {
    try (ChainClient client = ChainClient.connect(RpcEndpoint.of(rpcUrl()))) {
      return ready.test(client.blockNumber());
    } catch (RetryableException notYet) {
      return false;
    }
  }

  private String lastLine() throws IOException {
    return Files.readAllLines(log()).stream()
        .filter(line -> !line.isBlank())
        .reduce((first, second) -> second)
        .orElse("nothing");
  }

  /** Hears that a node takes its time. */
  interface StartListener {
    void stillStarting(long seconds);
  }
}
