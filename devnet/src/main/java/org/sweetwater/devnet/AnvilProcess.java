package org.sweetwater.devnet;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.RpcEndpoint;

/** A local chain: anvil with one-second blocks, its state kept in a file between runs. */
final class AnvilProcess implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(20);

  private final Process process;
  private final URI rpcUrl;

  private AnvilProcess(Process process, URI rpcUrl) {
    this.process = process;
    this.rpcUrl = rpcUrl;
  }

  /**
   * Starts anvil and waits until it answers.
   *
   * @param stateFile where the chain's state is loaded from, when it exists, and written to
   * @param log where anvil's output goes
   */
  static AnvilProcess start(Checkout checkout, int port, Path stateFile, Path log)
      throws InterruptedException {
    URI rpcUrl = URI.create("http://127.0.0.1:" + port);
    try {
      Process process =
          new ProcessBuilder(
                  List.of(
                      checkout.foundry("anvil").toString(),
                      "--host",
                      "127.0.0.1",
                      "--port",
                      Integer.toString(port),
                      "--mnemonic",
                      Accounts.MNEMONIC,
                      "--accounts",
                      Integer.toString(Accounts.FUNDED),
                      "--block-time",
                      "1",
                      "--state",
                      stateFile.toString(),
                      "--state-interval",
                      "5"))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      AnvilProcess anvil = new AnvilProcess(process, rpcUrl);
      anvil.awaitAnswer(log);
      return anvil;
    } catch (IOException e) {
      throw new DevnetException("anvil did not start: " + e.getMessage(), e);
    }
  }

  /** Where the chain answers JSON-RPC. */
  URI rpcUrl() {
    return rpcUrl;
  }

  /** Runs something when the chain ends, for whatever reason. */
  void onExit(Runnable action) {
    CompletableFuture<Void> _ = process.onExit().thenRun(action);
  }

  private void awaitAnswer(Path log) throws InterruptedException, IOException {
    Instant deadline = Instant.now().plus(START_MAX);
    while (!answers()) {
      if (!process.isAlive() || Instant.now().isAfter(deadline)) {
        close();
        throw new DevnetException(
            "anvil did not answer at %s; it said: %s".formatted(rpcUrl, lastLine(log)));
      }
      Thread.sleep(50);
    }
  }

  private boolean answers() {
    try (ChainClient client = ChainClient.connect(RpcEndpoint.of(rpcUrl))) {
      return client.blockNumber() >= 0;
    } catch (RetryableException notYet) {
      return false;
    }
  }

  private static String lastLine(Path log) throws IOException {
    return Files.readAllLines(log).stream()
        .filter(line -> !line.isBlank())
        .reduce((first, second) -> second)
        .orElse("nothing");
  }

  /** Stops the chain; it writes its state first. */
  @Override
  public void close() {
    ChildProcess.stop(process);
  }
}
