package org.sweetwater.bench.indexer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.sweetwater.bench.Bench;
import org.sweetwater.bench.BenchFolder;
import org.sweetwater.bench.Figures;
import org.sweetwater.bench.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./sw bench peers}. */
@Command(
    name = "peers",
    mixinStandardHelpOptions = true,
    description = "Events indexed in a second, beside Ponder with equivalent handlers.")
public final class PeersBench extends Bench {
  private static final int HEAP_MB = 256;

  @Mixin private WorkloadOptions workload = new WorkloadOptions();

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "30",
      description =
          "After which a Ponder that is not ready is given up; default: ${DEFAULT-VALUE}.")
  private int minutes;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "For which Ponder 0.16.10 is asked each kind of query; default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Override
  protected Figures measure() throws Exception {
    Workload events = workload.workload();
    Path home =
        Files.createDirectories(
            Path.of(System.getProperty("sweetwater.home", "")).resolve("bench/target/peers"));
    try (BenchFolder folder = BenchFolder.create();
        Node node = workload.start(events)) {
      IndexerRun ours;
      try (BenchDatabase database = BenchDatabase.start(folder.path())) {
        ours =
            IndexerRun.run(
                folder.path(),
                node,
                database,
                new IndexerRun.Setup(events.blocks(), HEAP_MB, List.of()));
        IndexedRows.require(database, events);
      }
      Progress.say("ours took %.1f s".formatted(ours.seconds()));
      PonderRun newer = ponder(home, "0.16.10", node, events, Duration.ofSeconds(seconds));
      PonderRun older = ponder(home, "1.0.0", node, events, Duration.ZERO);
      return figures(events, ours, newer, older);
    }
  }

  private PonderRun ponder(Path home, String version, Node node, Workload events, Duration asked)
      throws Exception {
    PonderRun.Limits limits = new PonderRun.Limits(Duration.ofMinutes(minutes), asked);
    PonderRun run = PonderRun.run(home, version, node, events, limits);
    Progress.say("ponder %s took %.1f s".formatted(version, run.seconds()));
    return run;
  }

  private static Figures figures(
      Workload events, IndexerRun ours, PonderRun newer, PonderRun older) {
    double ponder = Math.min(newer.seconds(), older.seconds());
    Figures figures = new Figures();
    newer
        .queries()
        .forEach(
            query ->
                figures
                    .add(ponderName(query, "Rps"), query.rps(), "ponder 0.16.10, 32 connections")
                    .add(ponderName(query, "P99Ms"), query.p99Ms(), "99 in 100 within"));
    return figures
        .add("eventsPerSecond", (long) (events.events() / ours.seconds()), "ours")
        .add(
            "ponderEventsPerSecond",
            (long) (events.events() / ponder),
            "of the faster Ponder, until it is ready")
        .add("ratioToPonder", ponder / ours.seconds(), "at least 6")
        .add("events", events.events(), "in %,d blocks".formatted(events.blocks()))
        .add(
            "ponder01610EventsPerSecond",
            (long) (events.events() / newer.seconds()),
            "npm's ponder 0.16.10")
        .add(
            "ponder100EventsPerSecond",
            (long) (events.events() / older.seconds()),
            "npm's ponder 1.0.0")
        .add("indexerCpuSeconds", ours.cpu().indexer(), "processor time of ours, all of it")
        .add("ponder01610CpuSeconds", newer.cpuSeconds(), "of ponder 0.16.10, all of it")
        .add("ponder100CpuSeconds", older.cpuSeconds(), "of ponder 1.0.0, all of it");
  }

  /** The figure of {@code queries} with "ponder" before it. */
  private static String ponderName(PonderQueries.Outcome query, String figure) {
    String name = query.name();
    return "ponder" + Character.toUpperCase(name.charAt(0)) + name.substring(1) + figure;
  }
}
