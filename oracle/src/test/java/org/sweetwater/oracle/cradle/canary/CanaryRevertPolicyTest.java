package org.sweetwater.oracle.cradle.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sweetwater.oracle.relay.RevertMeaning;
import org.sweetwater.oracle.relay.RevertReason;
import org.sweetwater.wrappers.contracts.Canary;

class CanaryRevertPolicyTest {
  /** Every error that waits for something to change; all others end their call. */
  private static final List<String> WAITING = List.of("DRAWNOTREADY", "PAUSED");

  @ParameterizedTest
  @CsvSource({
    "Canary_PhaseIs,ALREADY_DONE",
    "Canary_WaveIs,ALREADY_DONE",
    "Canary_NothingReported,ALREADY_DONE",
    "Canary_NothingToJudge,ALREADY_DONE",
    "Canary_NothingBreached,ALREADY_DONE",
    "Canary_HeartbeatOutOfReach,ALREADY_DONE",
    "Canary_StillAlive,ALREADY_DONE",
    "Canary_Silent,ALREADY_DONE",
    "Canary_PlanIsFixed,NEVER",
    "Canary_NotAnAttestor,NEVER",
    "Canary_DrawMissed,NEVER",
    "Canary_NotApproved,NEVER",
    "Canary_DrawNotReady,NOT_YET",
    "Canary_Paused,NOT_YET",
    "NodeRegistry_Something,NOT_YET",
    "PhaseIs,NOT_YET",
  })
  void saysWhatAnErrorMeans(String error, RevertMeaning meaning) {
    assertThat(meaningOf(error)).isEqualTo(meaning);
  }

  @Test
  void knowsEveryErrorOfTheContract() {
    Stream<String> errors =
        Arrays.stream(Canary.class.getFields())
            .map(java.lang.reflect.Field::getName)
            .filter(name -> name.startsWith("CANARY_") && name.endsWith("_ERROR"));
    assertThat(errors)
        .allSatisfy(
            field -> {
              String error = errorOf(field);
              boolean waits = WAITING.stream().anyMatch(field::contains);
              assertThat(meaningOf(error) == RevertMeaning.NOT_YET).as(error).isEqualTo(waits);
            });
  }

  private static String errorOf(String field) {
    try {
      return ((org.web3j.abi.datatypes.CustomError) Canary.class.getField(field).get(null))
          .getName();
    } catch (ReflectiveOperationException missing) {
      throw new LinkageError(missing.getMessage(), missing);
    }
  }

  private static RevertMeaning meaningOf(String error) {
    return new CanaryRevertPolicy()
        .meaningOf("canary-report", new RevertReason.Custom(error, List.of()));
  }
}
