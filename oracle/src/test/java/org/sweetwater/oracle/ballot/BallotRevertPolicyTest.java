package org.sweetwater.oracle.ballot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sweetwater.oracle.relay.RevertMeaning;
import org.sweetwater.oracle.relay.RevertReason;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.contracts.SnapshotBallot;
import org.web3j.abi.CustomErrorEncoder;

/** What each revert of the contract means for the call that met it. */
class BallotRevertPolicyTest {
  private final BallotRevertPolicy policy = new BallotRevertPolicy();

  @ParameterizedTest
  @CsvSource({
    "open,AlreadyOpen,ALREADY_DONE",
    "open,EndTooSoon,NEVER",
    "open,Editable,NEVER",
    "open,DataTooShort,NEVER",
    "open,SnapshotTooOld,NEVER",
    "open,SnapshotNotPast,NOT_YET",
    "open,DatedAhead,NOT_YET",
    "open,CallNotListed,NOT_YET",
    "open,TooManyOpenBallots,NOT_YET",
    "open,AuthorSignatureInvalid,NOT_YET",
    "count,NothingCounted,ALREADY_DONE",
    "count,CountingOver,NEVER",
    "count,StatusIs,NEVER",
    "count,UnknownBallot,NOT_YET",
    "countContractVote,VoteNotCountable,ALREADY_DONE",
    "close,StatusIs,ALREADY_DONE",
    "close,CountingNotOver,NOT_YET",
    "close,UnknownBallot,NOT_YET",
    "execute,StatusIs,ALREADY_DONE",
    "execute,TooEarlyToExecute,NOT_YET",
    "execute,MandateExpired,NEVER",
    "execute,ActionAlreadyExecuted,NEVER",
    "execute,TargetCodeChanged,NOT_YET",
  })
  void readsOurContractsErrors(String kind, String error, RevertMeaning meaning) {
    RevertReason reason = new RevertReason.Custom("SnapshotBallot_" + error, List.of());
    assertThat(policy.meaningOf(kind, reason)).isEqualTo(meaning);
  }

  @Test
  void anErrorOfTheCalledContractMayPass() {
    RevertReason foreign = new RevertReason.Custom("NodeRegistry_StatusIs", List.of());
    assertThat(policy.meaningOf("execute", foreign)).isEqualTo(RevertMeaning.NOT_YET);
    assertThat(policy.meaningOf("execute", new RevertReason.Message("no")))
        .isEqualTo(RevertMeaning.NOT_YET);
  }

  @Test
  void knowsNoCallsButItsOwn() {
    assertThatThrownBy(() -> policy.meaningOf("transfer", new RevertReason.Message("no")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("transfer");
  }

  @Test
  void theCatalogueHoldsTheErrorsOfAllOurContracts() {
    String selector =
        CustomErrorEncoder.encode(SnapshotBallot.SNAPSHOTBALLOT_NOTHINGCOUNTED_ERROR)
            .substring(0, 10);
    RevertReason reason =
        BallotRevertPolicy.errors().decode(Bytes.parse(selector + "00".repeat(32)));
    assertThat(reason)
        .isEqualTo(
            new RevertReason.Custom(
                "SnapshotBallot_NothingCounted", List.of("0x" + "00".repeat(32))));
  }
}
