package org.sweetwater.bench.indexer;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sweetwater.bench.GcLog;
import org.sweetwater.bench.JavaProcess;
import org.sweetwater.bench.Progress;
import org.sweetwater.indexer.IndexerCommand;
import org.sweetwater.migrations.Migrations;
import picocli.CommandLine;

/**
 * Our indexer as operators run it, with its default configuration, from an empty database to the
 * chain's head.
 *
 * @param seconds from its start until the last block is committed with every index
 */
record IndexerRun(double seconds, Cpu cpu, GcLog heap) {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final long POLL_MILLIS = 20;
  private static final long SAY_NANOS = 5_000_000_000L;

  private static final String STARTED = "indexer answers GraphQL";

  /** Processor seconds. */
  record Cpu(double indexer, double database, double node) {}

  /** What the process runs: {@code sw indexer} without the rest of {@code sw}. */
  static final class Main {
    private Main() {}

    /** {@code sw indexer} with these arguments. */
    public static void main(String[] args) {
      System.exit(new CommandLine(new IndexerCommand()).execute(args));
    }
  }

  static IndexerRun run(Path folder, Node node, BenchDatabase database, Setup setup)
      throws IOException, SQLException, InterruptedException {
    // Not measured, as for the others: what is measured begins with tables.
    Migrations.migrate(database.config());
    Path config = folder.resolve("indexer.yaml");
    Path deployment = folder.resolve("deployment.json");
    Files.writeString(deployment, Workload.DEPLOYMENT.toJson());
    Files.writeString(config, YAML.writeValueAsString(config(node, database, deployment)));
    Path gc = folder.resolve("indexer-gc.log");
    List<String> options = jvmOptions(setup.jvmOptions());
    options.add("-Xmx%dm".formatted(setup.heapMb()));
    options.add("-Xlog:gc:file=%s".formatted(gc));
    double nodeBefore = node.cpuSeconds();
    double databaseBefore = database.cpuSeconds();
    try (JavaProcess process =
        JavaProcess.start(
            Main.class,
            folder.resolve("indexer.log"),
            options,
            List.of("run", "--config", config.toString()))) {
      double seconds = await(process, database, setup.blocks());
      Cpu cpu =
          new Cpu(
              process.cpuSeconds(),
              database.cpuSeconds() - databaseBefore,
              node.cpuSeconds() - nodeBefore);
      return new IndexerRun(seconds, cpu, GcLog.read(gc));
    }
  }

  /**
   * How it runs.
   *
   * @param heapMb {@code -Xmx}
   * @param jvmOptions beside those of {@code sw}
   */
  record Setup(int blocks, int heapMb, List<String> jvmOptions) {}

  /** What {@code sw indexer} gives the JVM, and then these. */
  static List<String> jvmOptions(List<String> more) {
    String usual = System.getProperty("sweetwater.indexer.options", "");
    List<String> options = new ArrayList<>();
    if (!usual.isEmpty()) {
      options.addAll(List.of(usual.split(" ", -1)));
    }
    options.addAll(more);
    return options;
  }

  private static double await(JavaProcess process, BenchDatabase database, int blocks)
      throws IOException, SQLException, InterruptedException {
    while (!process.printed().contains(STARTED)) {
      process.requireAlive();
      Thread.sleep(POLL_MILLIS);
    }
    long began = System.nanoTime();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      long said = began;
      Reached reached = reached(statement);
      while (reached.block() < blocks || !reached.indexed()) {
        process.requireAlive();
        if (System.nanoTime() - said > SAY_NANOS) {
          said = System.nanoTime();
          Progress.say("indexed %,d blocks of %,d".formatted(reached.block(), blocks));
        }
        Thread.sleep(POLL_MILLIS);
        reached = reached(statement);
      }
      return (System.nanoTime() - began) / 1e9;
    }
  }

  /** How far the tables are, and whether they have every index. */
  private record Reached(long block, boolean indexed) {}

  private static Reached reached(Statement statement) throws SQLException {
    String select =
        "SELECT coalesce(max(number), 0), (SELECT indexed FROM chain.projection) FROM chain.block";
    try (ResultSet row = statement.executeQuery(select)) {
      row.next();
      return new Reached(row.getLong(1), row.getBoolean(2));
    }
  }

  private static Map<String, Object> config(Node node, BenchDatabase database, Path deployment) {
    var login = database.config();
    return Map.of(
        "database",
        Map.of("url", login.url(), "user", login.user(), "password", login.password()),
        "chain",
        Map.of("rpcUrl", node.url().toString()),
        "deployment",
        deployment.toString(),
        "http",
        Map.of("host", "127.0.0.1", "port", 0));
  }
}
