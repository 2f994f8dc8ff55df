package org.sweetwater.bench.queries;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.sweetwater.indexer.QueryServer;
import org.sweetwater.migrations.DatabaseConfig;

/** The indexer's HTTP side in a process of its own, as operators run it. */
final class QueryServerProcess implements AutoCloseable {
  private static final int STOP_SECONDS_MAX = 15;

  private final Process process;
  private final URI uri;

  private QueryServerProcess(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  static QueryServerProcess start(DatabaseConfig database, List<String> jvmOptions)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(QueryServer.class.getName(), database.url(), database.user()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    // The JVM may say something of its own before.
    String line = "";
    while (!line.startsWith("http:")) {
      line = output.readLine();
      if (line == null) {
        throw new IllegalStateException("the query server ended by itself");
      }
    }
    return new QueryServerProcess(process, URI.create(line + "/graphql"));
  }

  URI uri() {
    return uri;
  }

  /** Processor time that it has used so far. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

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
