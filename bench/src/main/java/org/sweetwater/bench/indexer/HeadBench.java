package org.sweetwater.bench.indexer;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sweetwater.bench.Bench;
import org.sweetwater.bench.BenchFolder;
import org.sweetwater.bench.Figures;
import org.sweetwater.bench.JavaProcess;
import org.sweetwater.bench.Progress;
import org.sweetwater.migrations.Migrations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./sw bench head}. */
@Command(
    name = "head",
    mixinStandardHelpOptions = true,
    description = "From a block's announcement to its rows at a subscriber, over WebSocket.")
public final class HeadBench extends Bench {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Pattern ADDRESS = Pattern.compile("GraphQL on (http://\\S+)/graphql");
  private static final long POLL_MILLIS = 20;
  private static final int VOTERS = 1_000;
  private static final double HALF = 0.5;
  private static final double ALMOST_ALL = 0.99;

  @Option(
      names = "--blocks",
      paramLabel = "N",
      defaultValue = "500",
      description = "Blocks that are measured, of 25 events each; default: ${DEFAULT-VALUE}.")
  private int blocks;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "3000",
      description = "Blocks before them, while the JVM compiles; default: ${DEFAULT-VALUE}.")
  private int warmUp;

  @Option(
      names = "--jvm",
      paramLabel = "OPTION",
      description = "One more option for the indexer's JVM; may be repeated.")
  private List<String> jvmOptions = List.of();

  @Override
  protected Figures measure() throws Exception {
    Workload workload = new Workload(2 * (warmUp + blocks), VOTERS);
    try (BenchFolder folder = BenchFolder.create();
        HeadChain chain = HeadChain.start(workload);
        BenchDatabase database = BenchDatabase.start(folder.path())) {
      Progress.say("the plain client: %d blocks".formatted(warmUp + blocks));
      Moments.Delays floor = floor(chain);
      Progress.say("the indexer: %d blocks".formatted(warmUp + blocks));
      Moments.Delays ours = indexer(chain, database, folder.path());
      return new Figures()
          .add("p50Ms", ours.millis(HALF), "half of the blocks' rows were there within; at most 10")
          .add("p99Ms", ours.millis(ALMOST_ALL), "99 in 100; at most 40")
          .add("floorP50Ms", floor.millis(HALF), "logs asked for and printed by a plain client")
          .add("floorP99Ms", floor.millis(ALMOST_ALL), "99 in 100")
          .add("blocks", blocks, "measured, each of 25 events");
    }
  }

  private Moments.Delays floor(HeadChain chain) throws IOException, InterruptedException {
    Moments printed = new Moments();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                HeadFloor.class.getName(),
                chain.wsUrl().toString(),
                Workload.DEPLOYMENT.ballot().lowerHex())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      BufferedReader lines = process.inputReader();
      lines.readLine(); // It listens.
      Thread.ofPlatform().daemon().start(() -> lines.lines().forEach(line -> hear(line, printed)));
      return run(chain, printed);
    } finally {
      process.destroy();
    }
  }

  private static void hear(String line, Moments printed) {
    printed.put(Long.parseLong(line.substring(0, line.indexOf(' '))), System.nanoTime());
  }

  private Moments.Delays indexer(HeadChain chain, BenchDatabase database, Path folder)
      throws IOException, InterruptedException, SQLException {
    Migrations.migrate(database.config());
    Path log = folder.resolve("indexer.log");
    try (JavaProcess process =
        JavaProcess.start(
            IndexerRun.Main.class,
            log,
            IndexerRun.jvmOptions(jvmOptions),
            List.of("run", "--config", config(chain, database, folder).toString()))) {
      URI indexer = address(process);
      awaitFirstBlocks(process, database);
      try (Subscriber subscriber = Subscriber.start(indexer)) {
        return run(chain, subscriber.told());
      }
    }
  }

  /** One block after the other: each must be told before the next is made. */
  private Moments.Delays run(HeadChain chain, Moments told) throws InterruptedException {
    for (int i = 0; i < warmUp; i++) {
      told.await(chain.mine());
    }
    long first = chain.mineAfterPause();
    told.await(first);
    long last = first;
    for (int i = 1; i < blocks; i++) {
      last = chain.mineAfterPause();
      told.await(last);
    }
    return Moments.between(chain.announced(), told, first, last);
  }

  private static URI address(JavaProcess process) throws IOException, InterruptedException {
    Matcher found = ADDRESS.matcher(process.printed());
    while (!found.find()) {
      process.requireAlive();
      Thread.sleep(POLL_MILLIS);
      found = ADDRESS.matcher(process.printed());
    }
    return URI.create(found.group(1));
  }

  /** The floor's blocks are indexed first: as long as nothing is, there is nothing to follow. */
  private void awaitFirstBlocks(JavaProcess process, BenchDatabase database)
      throws IOException, InterruptedException, SQLException {
    while (database.number("SELECT coalesce(max(number), 0) FROM chain.block") < warmUp + blocks) {
      process.requireAlive();
      Thread.sleep(POLL_MILLIS);
    }
  }

  /** The default configuration, with where things are. */
  private static Path config(HeadChain chain, BenchDatabase database, Path folder)
      throws IOException {
    Path deployment =
        Files.writeString(folder.resolve("deployment.json"), Workload.DEPLOYMENT.toJson());
    var login = database.config();
    Map<String, Object> keys = new HashMap<>();
    keys.put(
        "database", Map.of("url", login.url(), "user", login.user(), "password", login.password()));
    keys.put("chain", Map.of("rpcUrl", chain.url().toString(), "wsUrl", chain.wsUrl().toString()));
    keys.put("deployment", deployment.toString());
    keys.put("http", Map.of("host", "127.0.0.1", "port", 0));
    return Files.writeString(folder.resolve("indexer.yaml"), YAML.writeValueAsString(keys));
  }
}
