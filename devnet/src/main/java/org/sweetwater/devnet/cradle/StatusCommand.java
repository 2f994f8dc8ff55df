package org.sweetwater.devnet.cradle;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.sweetwater.oracle.cradle.ExperimentState;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec;
import org.sweetwater.wrappers.Hash32;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sw cradle status}: where an experiment stands. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Says where an experiment stands, by the contract and the archive.",
    footer = {"", "Exit codes: 0 it was found, 1 it was not, 2 wrong usage."})
final class StatusCommand implements Callable<Integer> {
  @Mixin private PublishedOptions experiment = new PublishedOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Hash32 id = experiment.id();
    PublishedResult published = experiment.find();
    ExperimentState state = published.state();
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        "experiment %s: %s, %s"
            .formatted(id, state.status().name().toLowerCase(Locale.ROOT), meaning(state)));
    out.println(
        "  submitted %s by %s, attempt %d at this change"
            .formatted(
                Instant.ofEpochSecond(state.submittedAt()),
                state.submitter().checksummed(),
                state.attempt()));
    out.flush();
    ExperimentSpec submitted = published.spec();
    out.println("  title     " + submitted.metadata().title());
    submitted.changeLines().forEach(line -> out.println("  change    " + line));
    published
        .result()
        .ifPresent(
            result -> {
              ResultTable.of(state.thresholds(), result).lines().forEach(out::println);
              out.println("  result    " + state.resultHash());
            });
    published
        .rollout()
        .ifPresent(rollout -> rollout.lines().forEach(line -> out.println("  " + line)));
    out.flush();
    return 0;
  }

  private static String meaning(ExperimentState state) {
    return switch (state.status()) {
      case SUBMITTED -> "waiting for the block that gives its seed";
      case RUNNING -> "waiting for %d attestors who agree".formatted(state.attestationsRequired());
      case PASSED -> "it may be voted on: sw cradle propose " + state.id();
      case FAILED -> "it can never be voted on";
      case APPROVED -> "by a ballot";
      case UNKNOWN -> "the contract does not know it";
    };
  }
}
