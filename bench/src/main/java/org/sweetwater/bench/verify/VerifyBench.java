package org.sweetwater.bench.verify;

import org.sweetwater.bench.Bench;
import org.sweetwater.bench.BenchFolder;
import org.sweetwater.bench.Figures;
import org.sweetwater.bench.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./sw bench verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Votes verified in a second, and 100,000 of them from our hub to verdicts.")
public final class VerifyBench extends Bench {
  /** What the oracle under measure may take for its heap. */
  private static final int HEAP_LIMIT_MB = 384;

  @Option(
      names = "--votes",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Votes of the proposal; default: ${DEFAULT-VALUE}, which the promise is about.")
  private int votes;

  @Override
  protected Figures measure() throws Exception {
    SingleCore core = SingleCore.run();
    Progress.say(
        "%,.0f votes a second verified; signers alone %,.0f"
            .formatted(core.verified(), core.recovered()));
    try (BenchFolder folder = BenchFolder.create()) {
      return figures(core, Tally.run(folder.path(), votes, HEAP_LIMIT_MB));
    }
  }

  private Figures figures(SingleCore core, Tally.Times times) {
    return new Figures()
        .add(
            "votesPerSecondPerCore",
            (long) core.verified(),
            "one thread, hub's JSON to reading; at least 15,000")
        .add("recoversPerSecondPerCore", (long) core.recovered(), "libsecp256k1 alone")
        .add("ratioToRecover", core.verified() / core.recovered(), "of the floor's throughput")
        .add("votes", votes, "votes of the proposal")
        .add(
            "tally100kSeconds",
            times.verified(),
            "first request to the last verdict committed; less than 20 for 100,000")
        .add("archiveSeconds", times.archived(), "first request to the last vote archived")
        .add("contractSeconds", times.judged(), "first request to the contract's last verdict")
        .add(
            "oracleCpuSeconds",
            times.cpu().oracle(),
            "processor time of the oracle for tally100kSeconds")
        .add("hubCpuSeconds", times.cpu().hub(), "of the hub")
        .add("chainCpuSeconds", times.cpu().chain(), "of anvil")
        .add("heapMb", times.heap().peakMb(), "oracle's heap at its fullest; less than 512")
        .add("heapLiveMb", times.heap().liveMb(), "most that a collection left")
        .add("heapLimitMb", HEAP_LIMIT_MB, "-Xmx of the oracle");
  }
}
