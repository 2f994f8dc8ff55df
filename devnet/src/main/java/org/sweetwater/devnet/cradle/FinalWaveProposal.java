package org.sweetwater.devnet.cradle;

import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sweetwater.devnet.member.MemberException;
import org.sweetwater.oracle.cradle.ExperimentState;
import org.sweetwater.oracle.cradle.canary.RolloutState;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec;

/**
 * The proposal that asks for a rollout's last wave: what waves 1 to 3 showed, and the call {@code
 * Canary.approveFinalWave} that is bound to exactly that.
 */
final class FinalWaveProposal {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .build();

  private FinalWaveProposal() {}

  /**
   * The proposal's file.
   *
   * @throws MemberException when no ballot about the last wave is due
   */
  static byte[] of(
      ExperimentSpec experiment, ExperimentState state, Optional<RolloutStory> rollout) {
    RolloutStory story =
        rollout.orElseThrow(
            () ->
                new MemberException(
                    "experiment %s has no rollout; without --final-wave the proposal asks for waves 1 to 3"
                        .formatted(state.id())));
    RolloutState now = story.state();
    if (now.phase() != RolloutState.Phase.AWAITING_BALLOT) {
      throw new MemberException(
          "rollout %s: expected that wave 3 has passed and a ballot decides, found wave %d: %s"
              .formatted(state.id(), now.wave(), RolloutStory.words(now.phase())));
    }
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("id", state.id().hex());
    arguments.put("wavesHash", now.wavesHash().hex());
    Map<String, Object> call = new LinkedHashMap<>();
    call.put("contract", "Canary");
    call.put("function", "approveFinalWave");
    call.put("arguments", arguments);
    Map<String, Object> proposal = new LinkedHashMap<>();
    proposal.put("title", experiment.metadata().title() + ": the last wave");
    proposal.put("body", body(experiment, story));
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

  private static String body(ExperimentSpec experiment, RolloutStory story) {
    RolloutState state = story.state();
    StringBuilder body = new StringBuilder();
    body.append(experiment.objective()).append("\n\n");
    body.append("What changes: ")
        .append(String.join(", ", experiment.changeLines()))
        .append("\n\nWaves 1 to 3 have passed, on nodes that the chain drew:\n\n");
    story.markdown().forEach(line -> body.append(line).append('\n'));
    body.append("\nThis ballot lets the last wave begin, and is bound to these three. ");
    body.append("Look for yourself: `sw cradle status %s`\n".formatted(state.id()));
    body.append("\n- calls Canary.approveFinalWave(id, wavesHash)\n");
    body.append("- experiment %s\n".formatted(state.id()));
    body.append("- waves %s\n".formatted(state.wavesHash()));
    return body.toString();
  }
}
