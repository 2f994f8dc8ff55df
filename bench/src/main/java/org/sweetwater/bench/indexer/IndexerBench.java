package org.sweetwater.bench.indexer;

import java.nio.file.Files;
import java.nio.file.Path;
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
  @Mixin private WorkloadOptions workload = new WorkloadOptions();

  @Option(
      names = "--heap",
      paramLabel = "MB",
      defaultValue = "256",
      description = "-Xmx of the indexer; default: ${DEFAULT-VALUE}.")
  private int heapMb;

  @Option(
      names = "--jvm",
      paramLabel = "OPTION",
      description = "One more option for the indexer's JVM; may be repeated.")
  private List<String> jvmOptions = List.of();

  @Override
  protected Figures measure() throws Exception {
    Workload events = workload.workload();
    try (BenchFolder folder = BenchFolder.create();
        Node node = workload.start(events)) {
      FloorRun floor = FloorRun.run(folder.path(), node, events);
      Progress.say("the plainest program took %.1f s".formatted(floor.seconds()));
      Path own = Files.createDirectory(folder.path().resolve("indexer"));
      try (BenchDatabase database = BenchDatabase.start(own)) {
        IndexerRun run =
            IndexerRun.run(
                own, node, database, new IndexerRun.Setup(events.blocks(), heapMb, jvmOptions));
        IndexedRows.require(database, events);
        return figures(events, floor, run);
      }
    }
  }

  private Figures figures(Workload events, FloorRun floor, IndexerRun run) {
    double ours = events.events() / run.seconds();
    double floors = events.events() / floor.seconds();
    return new Figures()
        .add("eventsPerSecond", (long) ours, "raw logs, projections and aggregates, every index")
        .add("floorEventsPerSecond", (long) floors, "eth_getLogs, decode, COPY into one table")
        .add("ratioToFloor", ours / floors, "at least 0.7")
        .add("events", events.events(), "in %,d blocks".formatted(events.blocks()))
        .add("seconds", run.seconds(), "from the start to the last block with every index")
        .add("heapMb", run.heap().peakMb(), "the indexer's heap at its fullest; at most 256")
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
