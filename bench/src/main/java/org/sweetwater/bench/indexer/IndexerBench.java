package org.sweetwater.bench.indexer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.sweetwater.bench.Bench;
import org.sweetwater.bench.BenchFolder;
import org.sweetwater.bench.Figures;
import org.sweetwater.bench.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./sw bench indexer}. */
@Command(
    name = "indexer",
    mixinStandardHelpOptions = true,
    description = "Events indexed in a second, and what the plainest program does in the same run.")
public final class IndexerBench extends Bench {
  private static final double MICROS = 1e6;

  @Mixin private WorkloadOptions workload = new WorkloadOptions();

  @Option(
      names = "--heap",
      paramLabel = "MB",
      defaultValue = "256",
      description = "-Xmx of the indexer; default: ${DEFAULT-VALUE}.")
  private int heapMb;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "How often both run, in turn; the figures are those of the run whose ratio is in the middle; default: ${DEFAULT-VALUE}.")
  private int runs;

  @Option(
      names = "--jvm",
      paramLabel = "OPTION",
      description = "One more option for the indexer's JVM; may be repeated.")
  private List<String> jvmOptions = List.of();

  @Override
  protected Figures measure() throws Exception {
    if (runs < 1) {
      throw new IllegalArgumentException("--runs: expected 1 or more, found " + runs);
    }
    Workload events = workload.workload();
    List<Pair> pairs = new ArrayList<>();
    try (Node node = workload.start(events)) {
      for (int i = 1; i <= runs; i++) {
        Pair pair = run(node, events);
        Progress.say(
            "run %d of %d: the plainest program took %.1f s, the indexer %.1f s"
                .formatted(i, runs, pair.floor().seconds(), pair.ours().seconds()));
        pairs.add(pair);
      }
    }
    pairs.sort(Comparator.comparingDouble(Pair::ratio));
    return figures(events, pairs.get((runs - 1) / 2), pairs);
  }

  /**
   * One run of each, right after the other: a shared machine changes its pace from minute to
   * minute.
   */
  private record Pair(FloorRun floor, IndexerRun ours) {
    double ratio() {
      return floor.seconds() / ours.seconds();
    }
  }

  private Pair run(Node node, Workload events) throws Exception {
    try (BenchFolder folder = BenchFolder.create()) {
      FloorRun floor = FloorRun.run(folder.path(), node, events);
      Path own = Files.createDirectory(folder.path().resolve("indexer"));
      try (BenchDatabase database = BenchDatabase.start(own)) {
        IndexerRun run =
            IndexerRun.run(
                own, node, database, new IndexerRun.Setup(events.blocks(), heapMb, jvmOptions));
        IndexedRows.require(database, events);
        return new Pair(floor, run);
      }
    }
  }

  private Figures figures(Workload events, Pair middle, List<Pair> pairs) {
    IndexerRun run = middle.ours();
    FloorRun floor = middle.floor();
    double ours = events.events() / run.seconds();
    double floors = events.events() / floor.seconds();
    double heap = pairs.stream().mapToDouble(pair -> pair.ours().heap().peakMb()).max().orElse(0);
    return new Figures()
        .add("eventsPerSecond", (long) ours, "raw logs, projections and aggregates, every index")
        .add("floorEventsPerSecond", (long) floors, "eth_getLogs, decode, COPY into one table")
        .add("ratioToFloor", middle.ratio(), "at least 0.7; the middle one of the runs")
        .add("ratioToFloorLowest", pairs.getFirst().ratio(), "of all runs")
        .add("ratioToFloorHighest", pairs.getLast().ratio(), "of all runs")
        .add("runs", runs, "of both, in turn")
        .add("events", events.events(), "in %,d blocks".formatted(events.blocks()))
        .add(
            "databaseCpuMicrosPerEvent",
            run.cpu().database() * MICROS / events.events(),
            "does not grow with the number of events")
        .add("seconds", run.seconds(), "from the start to the last block with every index")
        .add("heapMb", heap, "the indexer's heap at its fullest in any run; at most 256")
        .add("heapLiveMb", run.heap().liveMb(), "most that a collection left")
        .add("heapLimitMb", heapMb, "-Xmx of the indexer")
        .add("indexerCpuSeconds", run.cpu().indexer(), "processor time of the indexer, all of it")
        .add("databaseCpuSeconds", run.cpu().database(), "of PostgreSQL")
        .add("nodeCpuSeconds", run.cpu().node(), "of the node")
        .add("floorSeconds", floor.seconds(), "first request to last commit")
        .add("floorCpuSeconds", floor.cpu().indexer(), "processor time of the plainest program")
        .add("floorDatabaseCpuSeconds", floor.cpu().database(), "of its PostgreSQL")
        .add("floorNodeCpuSeconds", floor.cpu().node(), "of the node meanwhile");
  }
}
