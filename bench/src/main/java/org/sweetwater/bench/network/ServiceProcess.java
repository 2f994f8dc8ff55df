package org.sweetwater.bench.network;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.sweetwater.oracle.OracleCommand;
import org.sweetwater.oracle.hub.HubCommand;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** A service as operators run it: in a process of its own. */
final class ServiceProcess implements AutoCloseable {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final int STOP_SECONDS_MAX = 15;
  private static final Duration START_MAX = Duration.ofSeconds(60);

  private final String name;
  private final Process process;
  private final Path log;

  private ServiceProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /** What the process runs: {@code sw} without its other commands. */
  static final class Main {
    private Main() {}

    /** {@code sw oracle} or {@code sw hub} with these arguments. */
    public static void main(String[] args) {
      CommandLine services =
          new CommandLine(CommandSpec.create())
              .addSubcommand("oracle", new OracleCommand())
              .addSubcommand("hub", new HubCommand());
      System.exit(services.execute(args));
    }
  }

  /**
   * Starts one.
   *
   * @param name {@code oracle} or {@code hub}
   * @param config its configuration
   * @param folder takes its configuration and its log
   * @param jvmOptions for example {@code -Xmx256m}
   */
  static ServiceProcess start(
      String name, Map<String, Object> config, Path folder, List<String> jvmOptions)
      throws IOException {
    Path file = folder.resolve(name + ".yaml");
    Files.writeString(file, YAML.writeValueAsString(config));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(name, "run", "--config", file.toString()));
    Path log = folder.resolve(name + ".log");
    return new ServiceProcess(
        name,
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start(),
        log);
  }

  long pid() {
    return process.pid();
  }

  /** Waits for a line that the service prints; returns what follows the prefix. */
  String awaitLine(String prefix) throws InterruptedException {
    Instant deadline = Instant.now().plus(START_MAX);
    while (Instant.now().isBefore(deadline)) {
      requireAlive();
      for (String line : printed()) {
        if (line.startsWith(prefix)) {
          return line.substring(prefix.length());
        }
      }
      Thread.sleep(50);
    }
    throw new IllegalStateException("the %s never said \"%s\"".formatted(name, prefix));
  }

  /**
   * Fails when it has ended by itself.
   *
   * @throws IllegalStateException with the end of its log
   */
  void requireAlive() {
    if (!process.isAlive()) {
      List<String> lines = printed();
      throw new IllegalStateException(
          "the %s ended by itself with exit code %d: %s"
              .formatted(
                  name,
                  process.exitValue(),
                  lines.subList(Math.max(0, lines.size() - 3), lines.size())));
    }
  }

  private List<String> printed() {
    try {
      return Files.readAllLines(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops it in an orderly way, so that it writes what it measured of itself. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
