package org.sweetwater.bench.indexer;

import java.io.IOException;
import org.sweetwater.bench.Progress;
import picocli.CommandLine.Option;

/** How many events, and where from. */
final class WorkloadOptions {
  /** Where the events come from. */
  enum Source {
    /** Real blocks. */
    anvil,
    /** Made as they are asked for: {@link LogServer}. */
    synthetic
  }

  @Option(
      names = "--blocks",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Blocks of 25 events each; default: ${DEFAULT-VALUE}.")
  private int blocks;

  @Option(
      names = "--voters",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Accounts, each of which votes in every ballot; default: ${DEFAULT-VALUE}.")
  private int voters;

  @Option(
      names = "--node",
      defaultValue = "anvil",
      description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
  private Source source = Source.anvil;

  Workload workload() {
    return new Workload(blocks, voters);
  }

  Node start(Workload workload) throws IOException {
    Progress.say("making %,d blocks: %s".formatted(workload.blocks(), source));
    return switch (source) {
      case anvil -> AnvilNode.start(workload);
      case synthetic -> LogServer.start(workload);
    };
  }
}
