package org.sweetwater.oracle.cradle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sweetwater.oracle.relay.RevertMeaning;
import org.sweetwater.oracle.relay.RevertReason;

/** What each revert of Cradle means for the call that met it. */
class ExperimentRevertPolicyTest {
  private final ExperimentRevertPolicy policy = new ExperimentRevertPolicy();

  @ParameterizedTest
  @CsvSource({
    "StatusIs,ALREADY_DONE",
    "NothingAttested,ALREADY_DONE",
    "SeedMissed,NEVER",
    "RunsMissing,NEVER",
    "SomethingNew,NOT_YET",
  })
  void readsTheContractsErrors(String error, RevertMeaning meaning) {
    RevertReason reason = new RevertReason.Custom("Cradle_" + error, List.of());
    assertThat(policy.meaningOf("experiment-attest", reason)).isEqualTo(meaning);
  }

  @Test
  void whatAnotherContractSaysMayPass() {
    RevertReason foreign = new RevertReason.Custom("SnapshotBallot_StatusIs", List.of());
    assertThat(policy.meaningOf("experiment-latch", foreign)).isEqualTo(RevertMeaning.NOT_YET);
    assertThat(policy.meaningOf("experiment-latch", new RevertReason.Message("StatusIs")))
        .isEqualTo(RevertMeaning.NOT_YET);
  }
}
