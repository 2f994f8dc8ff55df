package org.sweetwater.devnet;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;

/**
 * Besu as the only validator of a QBFT chain without fees, one-second blocks, its data kept in the
 * network's folder between runs.
 *
 * @param log where Besu's output goes
 */
record BesuProcess(Process process, URI rpcUrl, Path log) implements ChainProcess {
  /** A start takes 9 to 24 s where we saw it; a slow machine may take longer. */
  private static final Duration START_MAX = Duration.ofSeconds(90);

  /**
   * Besu's ports on 127.0.0.1.
   *
   * @param p2p is bound though nobody else takes part: with p2p off Besu makes no block
   */
  record BesuPorts(int http, int ws, int p2p) {}

  /** Starts Besu in a folder, and waits until it makes blocks. */
  static BesuProcess start(Path program, BesuPorts ports, Path folder, StartListener waiting)
      throws InterruptedException {
    BesuFolder files = BesuFolder.prepare(folder.resolve("besu"));
    Path log = folder.resolve("besu.log");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command(program, ports, files))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      useOurJava(builder.environment());
      BesuProcess besu =
          new BesuProcess(builder.start(), URI.create("http://127.0.0.1:" + ports.http()), log);
      besu.awaitHead(growing(), START_MAX, waiting);
      return besu;
    } catch (IOException e) {
      throw new DevnetException(
          "Besu did not start (%s): %s".formatted(program, e.getMessage()), e);
    }
  }

  /** Accepts a head above the first that was seen: after a restart there are blocks at once. */
  private static LongPredicate growing() {
    AtomicLong first = new AtomicLong(-1);
    return head -> !first.compareAndSet(-1, head) && head > first.get();
  }

  /** Besu's arguments: where its files and ports are; the rest is in {@code besu.toml}. */
  static List<String> command(Path program, BesuPorts ports, BesuFolder files) {
    return List.of(
        program.toString(),
        "--config-file=" + files.config(),
        "--data-path=" + files.data(),
        "--genesis-file=" + files.genesis(),
        "--node-private-key-file=" + files.nodeKey(),
        "--p2p-port=" + ports.p2p(),
        "--rpc-http-port=" + ports.http(),
        "--rpc-ws-port=" + ports.ws());
  }

  /** Besu needs a newer Java than many machines have as their default; ours is new enough. */
  private static void useOurJava(Map<String, String> environment) {
    environment.put("JAVA_HOME", System.getProperty("java.home"));
  }

  /**
   * The program in BESU_HOME, or on the PATH.
   *
   * @throws DevnetException saying where to get it when it is in neither
   */
  static Path find(Map<String, String> environment) {
    String home = environment.getOrDefault("BESU_HOME", "");
    List<Path> candidates = new ArrayList<>();
    if (!home.isBlank()) {
      candidates.add(Path.of(home, "bin", "besu"));
    } else {
      for (String folder : environment.getOrDefault("PATH", "").split(":", -1)) {
        candidates.add(Path.of(folder, "besu"));
      }
    }
    return candidates.stream()
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst()
        .orElseThrow(
            () ->
                new DevnetException(
                    "Besu not found %s: download a release from https://github.com/besu-eth/besu/releases, unpack it, set BESU_HOME to its folder and start again (it needs Java 21 or newer, recent releases 25; sw lends it its own), or leave --chain away for anvil"
                        .formatted(
                            home.isBlank()
                                ? "on the PATH, and BESU_HOME is not set"
                                : "as bin/besu in BESU_HOME (" + home + ")")));
  }

  @Override
  public String name() {
    return "Besu";
  }
}
