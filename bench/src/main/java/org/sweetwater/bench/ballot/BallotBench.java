package org.sweetwater.bench.ballot;

import java.nio.file.Path;
import org.sweetwater.bench.Bench;
import org.sweetwater.bench.BenchFolder;
import org.sweetwater.bench.Figures;
import picocli.CommandLine.Command;

/** {@code ./sw bench ballot}. */
@Command(
    name = "ballot",
    mixinStandardHelpOptions = true,
    description = "Gas of a ballot and of each vote in it, beside OpenZeppelin's Governor.")
public final class BallotBench extends Bench {
  @Override
  protected Figures measure() throws Exception {
    Path contracts = Path.of(System.getProperty("contracts.dir", "contracts"));
    try (BenchFolder folder = BenchFolder.create()) {
      ForgeGas forge = ForgeGas.run(contracts, folder.path());
      MinedBallot mined = MinedBallot.run(folder.path());
      return figures(forge, mined);
    }
  }

  private static Figures figures(ForgeGas forge, MinedBallot mined) {
    return new Figures()
        .add(
            "gasPerVote",
            mined.count() / (double) MinedBallot.VOTERS,
            "mined on anvil: one count of 100 first votes, by 100; at most 42,000")
        .add(
            "gasPerVoteInTest",
            forge.ballot("count, per vote of the batch"),
            "the same in contracts/test/gas")
        .add(
            "governorGasPerVote",
            forge.governor("castVoteBySig, per vote of 100 first votes"),
            "OpenZeppelin's Governor over the same registry: castVoteBySig")
        .add(
            "gasPerReplacedVote",
            forge.ballot("count, batch of 100 replacements") / (double) MinedBallot.VOTERS,
            "in a batch of 100 that replaces earlier votes")
        .add("gasOpen", mined.open(), "mined: open, of a proposal that admits an operator")
        .add("gasCount", mined.count(), "mined: count, of 100 votes")
        .add("gasClose", mined.close(), "mined: close")
        .add("gasExecute", mined.execute(), "mined: execute, which admits the operator");
  }
}
