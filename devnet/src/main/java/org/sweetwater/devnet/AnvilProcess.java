package org.sweetwater.devnet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

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

  private boolean answers() throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(rpcUrl)
            .timeout(Duration.ofSeconds(1))
            .header("content-type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\",\"params\":[]}"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
    } catch (IOException e) {
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
