package org.sweetwater.devnet.cradle;

import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sweetwater.devnet.member.MemberException;
import org.sweetwater.oracle.cradle.ExperimentResult;
import org.sweetwater.oracle.cradle.ExperimentState;
import org.sweetwater.oracle.cradle.canary.WavePlan;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sw cradle propose}: the proposal that asks for a vote on an experiment that passed. */
@Command(
    name = "propose",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Writes the proposal that asks for a vote on an experiment, or on its last wave.",
    footer = {
      "",
      "The proposal commits to the call Cradle.approve with the hashes of specification and result;",
      "with --final-wave to Canary.approveFinalWave with the hash of the waves that passed.",
      "Read it, then sign it: sw propose FILE",
      "Exit codes: 0 written, 1 it did not pass, or failed, 2 wrong usage."
    })
final class ProposeCommand implements Callable<Integer> {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .build();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The proposal (default: NAME.proposal.yaml).")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--report-url",
      paramLabel = "URL",
      description = "Where members find the page that sw cradle report wrote.")
  private Optional<String> reportUrl = Optional.empty();

  @Option(
      names = "--final-wave",
      description = "Ask for the last wave of a rollout whose waves 1 to 3 have passed.")
  private boolean finalWave;

  @Mixin private PublishedOptions experiment = new PublishedOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PublishedResult published = experiment.find();
    ExperimentSpec submitted = published.spec();
    byte[] proposal =
        finalWave
            ? FinalWaveProposal.of(submitted, published.state(), published.rollout())
            : approval(published, submitted);
    String name = submitted.metadata().name() + (finalWave ? ".final-wave" : "");
    Path file = out.orElseGet(() -> Path.of(name + ".proposal.yaml"));
    RunCommand.write(file, proposal);
    spec.commandLine()
        .getOut()
        .println("wrote %s; read it, then sign it: sw propose %s".formatted(file, file));
    spec.commandLine().getOut().flush();
    return 0;
  }

  private byte[] approval(PublishedResult published, ExperimentSpec submitted) {
    ExperimentState state = published.state();
    if (state.status() != ExperimentState.Status.PASSED) {
      throw new MemberException(
          "experiment %s is %s; only one that passed can be voted on: see sw cradle status %s"
              .formatted(state.id(), state.status(), state.id()));
    }
    WavePlan asked = WavePlan.of(submitted, published.plans().rules());
    if (!asked.equals(published.plans().own())) {
      throw new MemberException(
          "the specification asks for waves %s, but Canary would roll out %s: submit it again with sw cradle submit, which plans them"
              .formatted(asked, published.plans().own()));
    }
    return yaml(submitted, state, published.result().orElseThrow());
  }

  private byte[] yaml(ExperimentSpec experiment, ExperimentState state, ExperimentResult result) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("id", state.id().hex());
    arguments.put("specHash", state.specHash().hex());
    arguments.put("resultHash", state.resultHash().hex());
    Map<String, Object> call = new LinkedHashMap<>();
    call.put("contract", "Cradle");
    call.put("function", "approve");
    call.put("arguments", arguments);
    Map<String, Object> proposal = new LinkedHashMap<>();
    proposal.put("title", experiment.metadata().title());
    proposal.put("body", body(experiment, state, result));
    if (!experiment.metadata().discussion().isEmpty()) {
      proposal.put("discussion", experiment.metadata().discussion());
    }
    proposal.put("call", call);
    try {
      return YAML.writeValueAsString(proposal).getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String body(ExperimentSpec experiment, ExperimentState state, ExperimentResult result) {
    StringBuilder body = new StringBuilder();
    body.append(experiment.objective()).append("\n\n");
    body.append("What changes: ")
        .append(String.join(", ", experiment.changeLines()))
        .append("\n\n");
    ResultTable.of(state.thresholds(), result)
        .markdown()
        .forEach(line -> body.append(line).append('\n'));
    body.append(
        "\nTried in the digital twin (%s), attempt %d at this change; %d attestors repeated it and agree. "
            .formatted(experiment.engine(), state.attempt(), state.attestationsRequired()));
    body.append("Repeat it yourself: `sw cradle replay %s`\n".formatted(state.id()));
    reportUrl.ifPresent(url -> body.append("\nReport: ").append(url).append('\n'));
    body.append("\n- specification %s\n".formatted(state.specHash()));
    body.append("- result %s\n".formatted(state.resultHash()));
    body.append("- published result %s\n".formatted(state.artefactHash()));
    return body.toString();
  }
}
