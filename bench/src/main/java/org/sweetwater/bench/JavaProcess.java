package org.sweetwater.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of this class path in a JVM of its own, so that nothing of the bench's is counted. */
public final class JavaProcess implements AutoCloseable {
  private static final int STOP_SECONDS_MAX = 30;

  private final Process process;
  private final Path log;

  private JavaProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it.
   *
   * @param log takes what it prints
   * @param options of the JVM, for example {@code -Xmx256m}
   */
  public static JavaProcess start(
      Class<?> main, Path log, List<String> options, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return new JavaProcess(
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start(),
        log);
  }

  /** Fails when it has ended by itself. */
  public void requireAlive() throws IOException {
    if (!process.isAlive()) {
      throw failed();
    }
  }

  /** What it printed until it ended, which must be well. */
  public String await() throws IOException, InterruptedException {
    if (process.waitFor() != 0) {
      throw failed();
    }
    return printed();
  }

  public String printed() throws IOException {
    return Files.readString(log);
  }

  public double cpuSeconds() {
    return ProcessorTime.of(process.pid());
  }

  private IllegalStateException failed() throws IOException {
    return new IllegalStateException(
        "a measured process ended with exit code %d: %s".formatted(process.exitValue(), printed()));
  }

  /** Stops it in an orderly way. */
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
