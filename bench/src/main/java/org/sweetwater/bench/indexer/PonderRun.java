package org.sweetwater.bench.indexer;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.sweetwater.bench.BenchFolder;
import org.sweetwater.bench.ProcessorTime;
import org.sweetwater.bench.Progress;

/**
 * A Ponder from npm with handlers that do what ours do, on the same node and a database of its own.
 *
 * @param seconds from when its server answers until it is ready and every row is there
 * @param cpuSeconds of its process until then
 * @param queries how it answers; empty where it was not asked
 */
record PonderRun(double seconds, double cpuSeconds, List<PonderQueries.Outcome> queries) {
  private static final long POLL_MILLIS = 100;
  private static final Duration ASK_MAX = Duration.ofSeconds(30);
  private static final long INSTALL_SECONDS_MAX = 180;

  /** npm itself sometimes waits for ever; with what is in its cache by then, the next try ends. */
  private static final int INSTALL_TRIES = 3;

  private static final int STOP_SECONDS_MAX = 20;

  /** Ponder's distance of the finalised block on chains that it does not know. */
  private static final int FINALITY_BLOCKS = 100;

  private static final List<String> FILES =
      List.of("ponder.schema.ts", "abi.ts", "tsconfig.json", "src/index.ts", "src/api/index.ts");

  /**
   * How long a run may take.
   *
   * @param patience after which it is given up when it is not ready
   * @param asked how long each kind of query is asked of it; zero for not at all
   */
  record Limits(Duration patience, Duration asked) {}

  /**
   * Installs it unless it is there, and lets it index everything.
   *
   * @param home keeps what npm installed, for the next time
   * @param limits after which it is given up, and for how long it is asked
   */
  static PonderRun run(Path home, String version, Node node, Workload events, Limits limits)
      throws IOException, InterruptedException, SQLException {
    Path project = home.resolve("ponder-" + version);
    install(project, version);
    Path own = Files.createTempDirectory("sweetwater-ponder-");
    try (BenchFolder folder = new BenchFolder(own);
        BenchDatabase database = BenchDatabase.start(folder.path());
        HttpClient http = HttpClient.newHttpClient()) {
      int port = freePort();
      Process process = start(project, port, node, database);
      try {
        URI base = URI.create("http://127.0.0.1:" + port);
        Waiting waiting = new Waiting(http, process, project, limits.patience());
        waiting.until(base.resolve("/health"));
        long began = System.nanoTime();
        waiting.until(base.resolve("/ready"));
        double seconds = (System.nanoTime() - began) / 1e9;
        requireRows(database, events);
        double cpuSeconds = ProcessorTime.of(process.pid());
        return new PonderRun(seconds, cpuSeconds, queries(http, base, limits.asked()));
      } finally {
        stop(process);
      }
    }
  }

  private static List<PonderQueries.Outcome> queries(HttpClient http, URI base, Duration asked)
      throws IOException, InterruptedException {
    return asked.isZero()
        ? List.of()
        : new PonderQueries(http, base.resolve("/graphql")).run(asked);
  }

  private static void install(Path project, String version)
      throws IOException, InterruptedException {
    Files.createDirectories(project.resolve("src/api"));
    for (String file : FILES) {
      copy(file, project.resolve(file));
    }
    copy("ponder.config." + version + ".ts", project.resolve("ponder.config.ts"));
    if (Files.exists(project.resolve("node_modules/ponder/package.json"))) {
      return;
    }
    Progress.say("installing ponder " + version + " from npm");
    Files.writeString(
        project.resolve("package.json"),
        "{\"name\": \"ponder-bench\", \"private\": true, \"type\": \"module\"}");
    for (int tries = 1; !isInstalled(project, version); tries++) {
      if (tries == INSTALL_TRIES) {
        throw new IllegalStateException(
            "npm could not install ponder %s: %s"
                .formatted(version, Files.readString(project.resolve("npm.log"))));
      }
      Progress.say("npm has not installed it; once more");
    }
  }

  private static boolean isInstalled(Path project, String version)
      throws IOException, InterruptedException {
    Process npm =
        new ProcessBuilder(
                "npm",
                "install",
                "--no-audit",
                "--no-fund",
                "--save-exact",
                "ponder@" + version,
                "viem",
                "hono")
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(project.resolve("npm.log").toFile())
            .start();
    boolean isOver = npm.waitFor(INSTALL_SECONDS_MAX, TimeUnit.SECONDS);
    npm.destroyForcibly().waitFor();
    return isOver && npm.exitValue() == 0;
  }

  private static void copy(String resource, Path file) throws IOException {
    String name = "ponder/" + resource;
    try (InputStream in = PonderRun.class.getResourceAsStream(name)) {
      Files.copy(Objects.requireNonNull(in, name), file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static Process start(Path project, int port, Node node, BenchDatabase database)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                "node",
                project.resolve("node_modules/ponder/dist/esm/bin/ponder.js").toString(),
                "start",
                "--schema",
                "bench",
                "--port",
                Integer.toString(port),
                "--log-level",
                "warn")
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(project.resolve("ponder.log").toFile());
    builder.environment().put("DATABASE_URL", database.url());
    builder.environment().put("RPC_URL", node.url().toString());
    builder.environment().put("CHAIN_ID", Long.toString(Workload.DEPLOYMENT.chainId()));
    builder.environment().put("BALLOT", Workload.DEPLOYMENT.ballot().lowerHex());
    builder.environment().put("PONDER_TELEMETRY_DISABLED", "true");
    return builder.start();
  }

  /** Asks again and again until an address answers with 200. */
  private record Waiting(HttpClient http, Process process, Path project, Duration patience) {
    void until(URI address) throws IOException, InterruptedException {
      long deadline = System.nanoTime() + patience.toNanos();
      while (!isOk(address)) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "ponder was not ready: " + Files.readString(project.resolve("ponder.log")));
        }
        Thread.sleep(POLL_MILLIS);
      }
    }

    private boolean isOk(URI address) throws InterruptedException {
      HttpRequest request = HttpRequest.newBuilder(address).timeout(ASK_MAX).build();
      try {
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
      } catch (IOException e) {
        return false; // It does not listen yet, or is too busy to answer.
      }
    }
  }

  private static void requireRows(BenchDatabase database, Workload events) throws SQLException {
    long votes = database.number("SELECT count(*) FROM bench.vote");
    long expected = events.events() - events.ballots();
    // What is not final yet comes after it is ready.
    long least = expected - (long) FINALITY_BLOCKS * Workload.EVENTS_PER_BLOCK;
    if (votes < least) {
      throw new IllegalStateException(
          "ponder was ready with %,d votes of %,d".formatted(votes, expected));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void stop(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
