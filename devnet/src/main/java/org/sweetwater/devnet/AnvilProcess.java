package org.sweetwater.devnet;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * anvil with one-second blocks, its state kept in a file between runs.
 *
 * @param log where anvil's output goes
 */
record AnvilProcess(Process process, URI rpcUrl, Path log) implements ChainProcess {
  private static final Duration START_MAX = Duration.ofSeconds(20);

  /** Starts anvil in a folder and waits until it answers. */
  static AnvilProcess start(Checkout checkout, int port, Path folder) throws InterruptedException {
    Path log = folder.resolve("anvil.log");
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
                      folder.resolve("anvil.json").toString(),
                      "--state-interval",
                      "5"))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      AnvilProcess anvil = new AnvilProcess(process, URI.create("http://127.0.0.1:" + port), log);
      anvil.awaitHead(head -> head >= 0, START_MAX, seconds -> {});
      return anvil;
    } catch (IOException e) {
      throw new DevnetException("anvil did not start: " + e.getMessage(), e);
    }
  }

  @Override
  public String name() {
    return "anvil";
  }
}
