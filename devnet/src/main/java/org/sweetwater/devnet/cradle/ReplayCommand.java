package org.sweetwater.devnet.cradle;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.sweetwater.devnet.member.MemberException;
import org.sweetwater.oracle.cradle.ExperimentResult;
import org.sweetwater.oracle.cradle.ExperimentState;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec;
import org.sweetwater.wrappers.Hash32;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sw cradle replay}: repeats a published experiment and compares. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = "Repeats a published experiment from chain and archive, and compares.",
    footer = {
      "",
      "Only the specification is taken from the archive, by its hash; the seed is the contract's.",
      "Exit codes: 0 the same result to the last bit, 1 another one, or none yet, 2 wrong usage."
    })
final class ReplayCommand implements Callable<Integer> {
  @Mixin private PublishedOptions experiment = new PublishedOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Hash32 id = experiment.id();
    PublishedResult published = experiment.find();
    ExperimentState state = published.state();
    if (state.seed().equals(Hash32.ZERO)) {
      throw new MemberException(
          "experiment %s has no seed yet, so there is nothing to repeat".formatted(id));
    }
    ExperimentSpec submitted = published.spec();
    PrintWriter out = spec.commandLine().getOut();
    ExperimentResult result =
        ExperimentResult.measure(
            id, state.seed(), submitted, new Progress(spec.commandLine().getErr()));
    ResultTable.of(state.thresholds(), result).lines().forEach(out::println);
    out.println("replayed  " + result.resultHash());
    boolean isDecided = !state.resultHash().equals(Hash32.ZERO);
    out.println("on-chain  " + (isDecided ? state.resultHash() : "not decided yet"));
    boolean isSame = state.resultHash().equals(result.resultHash());
    if (isDecided) {
      out.println(isSame ? "The same, to the last bit." : "DIFFERENT: do not trust this result.");
    }
    out.flush();
    return isSame ? 0 : 1;
  }
}
