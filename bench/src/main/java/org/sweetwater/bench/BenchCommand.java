package org.sweetwater.bench;

import org.sweetwater.bench.ballot.BallotBench;
import org.sweetwater.bench.cradle.CradleBench;
import org.sweetwater.bench.indexer.HeadBench;
import org.sweetwater.bench.indexer.IndexerBench;
import org.sweetwater.bench.indexer.PeersBench;
import org.sweetwater.bench.queries.QueriesBench;
import org.sweetwater.bench.verify.VerifyBench;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./sw bench}: every {@link Bench} is a subcommand. */
@Command(
    name = "sw bench",
    mixinStandardHelpOptions = true,
    description = "Measures the figures that docs/benchmarks.md explains.",
    synopsisSubcommandLabel = "NAME",
    commandListHeading = "Names:%n",
    subcommands = {
      BallotBench.class,
      CradleBench.class,
      HeadBench.class,
      IndexerBench.class,
      PeersBench.class,
      QueriesBench.class,
      VerifyBench.class
    })
public final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /** Measures one set of figures and ends the process with 0, or 1 when something failed. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new BenchCommand()).execute(args));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "sw bench: expected a name");
  }
}
