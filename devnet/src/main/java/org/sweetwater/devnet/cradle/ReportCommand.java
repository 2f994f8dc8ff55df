package org.sweetwater.devnet.cradle;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.sweetwater.devnet.member.MemberException;
import org.sweetwater.oracle.cradle.ExperimentResult;
import org.sweetwater.oracle.cradle.ExperimentState;
import org.sweetwater.oracle.cradle.report.OnChain;
import org.sweetwater.oracle.cradle.report.ReportPage;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.wrappers.Hash32;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sw cradle report}: one HTML file about a published experiment. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Writes one self-contained HTML file about a decided experiment.",
    footer = {
      "",
      "For one that was only tried at home: sw cradle run FILE --report PAGE.html",
      "Exit codes: 0 written, 1 failed, 2 wrong usage."
    })
final class ReportCommand implements Callable<Integer> {
  @Option(names = "--out", paramLabel = "FILE", description = "The page (default: NAME.html).")
  private Optional<Path> out = Optional.empty();

  @Mixin private PublishedOptions experiment = new PublishedOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Hash32 id = experiment.id();
    PublishedResult published = experiment.find();
    ExperimentSpec submitted = published.spec();
    ExperimentResult result =
        published
            .result()
            .orElseThrow(
                () ->
                    new MemberException(
                        "experiment %s is not decided yet; see sw cradle status %s"
                            .formatted(id, id)));
    Path page = out.orElseGet(() -> Path.of(submitted.metadata().name() + ".html"));
    RunCommand.write(
        page, ReportPage.of(submitted, result, Optional.of(onChain(published, result))));
    spec.commandLine().getOut().println("wrote " + page.toAbsolutePath());
    spec.commandLine().getOut().flush();
    return 0;
  }

  private static OnChain onChain(PublishedResult published, ExperimentResult result) {
    ExperimentState state = published.state();
    return new OnChain(
        state.id(),
        published.deployment().chainId(),
        state.status().name().toLowerCase(Locale.ROOT),
        Math.toIntExact(state.attempt()),
        // Decided: so many agreed, and the contract takes no more.
        state.attestationsRequired(),
        state.attestationsRequired(),
        state.submitter(),
        Optional.of(state.resultHash()),
        verdict(state, result));
  }

  private static String verdict(ExperimentState state, ExperimentResult result) {
    return state.status() == ExperimentState.Status.FAILED
        ? "failed: "
            + result.worst().failuresOf(state.thresholds()).stream()
                .map(Metric::key)
                .collect(Collectors.joining(", "))
        : "passed";
  }
}
