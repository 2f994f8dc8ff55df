package org.sweetwater.bench.indexer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.sweetwater.bench.JavaProcess;
import org.sweetwater.bench.ProcessorTime;

/**
 * What {@link Floor} took on a database of its own.
 *
 * @param seconds as it measured itself
 */
record FloorRun(double seconds, IndexerRun.Cpu cpu) {
  static FloorRun run(Path folder, Node node, Workload events)
      throws IOException, SQLException, InterruptedException {
    Path own = Files.createDirectory(folder.resolve("floor"));
    try (BenchDatabase database = BenchDatabase.start(own)) {
      double nodeBefore = node.cpuSeconds();
      double databaseBefore = database.cpuSeconds();
      double programBefore = ProcessorTime.ofEndedChildren();
      String printed = printed(own, node, database, events);
      long rows = database.number("SELECT count(*) FROM floor_vote");
      if (rows != events.events() - events.ballots()) {
        throw new IllegalStateException("the plainest program wrote %,d rows".formatted(rows));
      }
      return new FloorRun(
          Double.parseDouble(printed.strip()),
          new IndexerRun.Cpu(
              ProcessorTime.ofEndedChildren() - programBefore,
              database.cpuSeconds() - databaseBefore,
              node.cpuSeconds() - nodeBefore));
    }
  }

  private static String printed(Path own, Node node, BenchDatabase database, Workload events)
      throws IOException, InterruptedException {
    List<String> arguments =
        List.of(node.url().toString(), database.config().url(), Integer.toString(events.blocks()));
    try (JavaProcess process =
        JavaProcess.start(Floor.class, own.resolve("floor.log"), List.of(), arguments)) {
      return process.await();
    }
  }
}
