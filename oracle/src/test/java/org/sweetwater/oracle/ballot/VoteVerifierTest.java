package org.sweetwater.oracle.ballot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sweetwater.oracle.message.TestSigner.VOTE;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetwater.oracle.message.BallotVote;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.oracle.message.VoteMessage;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/** What a vote says by itself, before the chain is asked. */
class VoteVerifierTest {
  private static final TestSigner VOTER = TestSigner.of(2);
  private static final Hash32 BALLOT = FakeBallotChain.keccak("ballot");
  private static final long START = 1_800_000_000;
  private static final long END = START + 1_000;
  private static final BallotState STATE =
      new BallotState(
          BALLOT,
          BallotStatus.OPEN,
          100,
          START,
          END,
          END + 60,
          30,
          0,
          new BallotState.Tally(0, 0, 0, 0, 3));
  private static final VoteVerifier VERIFIER = new VoteVerifier(TestSigner.SPACE);

  @ParameterizedTest
  @CsvSource({"string,string", "address,string", "string,bytes32", "address,bytes32"})
  void readsEachVariantSoThatTheContractMakesTheSameId(String from, String proposal) {
    String types =
        VOTE.replace("string from", from + " from")
            .replace("string proposal", proposal + " proposal");
    SignedVote signed = signed(types, message -> {});
    BallotVote vote = ((VoteReading.ByKey) VERIFIER.read(signed, STATE)).vote();
    assertThat(FakeDigest.of(vote)).isEqualTo(signed.message().id());
    assertThat(VoteWords.read(vote.id(), BALLOT, VoteWords.write(vote))).isEqualTo(vote);
  }

  @ParameterizedTest
  @ValueSource(longs = {START, END})
  void takesTheFirstAndTheLastSecond(long timestamp) {
    assertThat(VERIFIER.read(signed(VOTE, m -> m.put("timestamp", timestamp)), STATE))
        .isInstanceOf(VoteReading.ByKey.class);
  }

  static Stream<Arguments> unfit() {
    return Stream.of(
        unfit("DATED_OUTSIDE_WINDOW", message -> message.put("timestamp", START - 1)),
        unfit("DATED_OUTSIDE_WINDOW", message -> message.put("timestamp", END + 1)),
        unfit("SPACE", message -> message.put("space", "other.eth")),
        unfit("CHOICE_RANGE", message -> message.put("choice", 0)),
        unfit("CHOICE_RANGE", message -> message.put("choice", 4)),
        unfit(
            "PROPOSAL_ID",
            message -> message.put("proposal", FakeBallotChain.keccak("other").hex())));
  }

  @ParameterizedTest
  @MethodSource("unfit")
  void namesWhyAVoteNeverCounts(String code, Consumer<ObjectNode> change) {
    VoteReading.Unfit unfit = (VoteReading.Unfit) VERIFIER.read(signed(VOTE, change), STATE);
    assertThat(unfit.reason().code()).isEqualTo(code);
    assertThat(unfit.voter()).contains(VOTER.address());
    assertThat(unfit.claimed()).as("the voter's own key signed").isFalse();
  }

  @Test
  void showsAChoiceOnlyWhenItIsOne() {
    VoteReading.Unfit four =
        (VoteReading.Unfit) VERIFIER.read(signed(VOTE, m -> m.put("choice", 4)), STATE);
    VoteReading.Unfit late =
        (VoteReading.Unfit) VERIFIER.read(signed(VOTE, m -> m.put("timestamp", END + 1)), STATE);
    assertThat(four.choice()).isEmpty();
    assertThat(late.choice()).isEqualTo(Optional.of(1));
  }

  @Test
  void anotherKeysSignatureIsOnlyAClaim() {
    SignedVote signed = signed(VOTE, message -> message.put("space", "other.eth"));
    SignedVote forged = with(signed, signature(TestSigner.of(3)), VOTER.address());
    assertThat(((VoteReading.Unfit) VERIFIER.read(forged, STATE)).claimed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x", "0x1234"})
  void leavesBytesThatAreNoSignatureToTheVotersContract(String signature) {
    SignedVote signed = with(signed(VOTE, message -> {}), Bytes.parse(signature), VOTER.address());
    assertThat(VERIFIER.read(signed, STATE)).isInstanceOf(VoteReading.ByContract.class);
  }

  @Test
  void leavesAnotherKeysSignatureToTheVotersContract() {
    SignedVote signed =
        with(signed(VOTE, message -> {}), signature(TestSigner.of(3)), VOTER.address());
    assertThat(VERIFIER.read(signed, STATE)).isInstanceOf(VoteReading.ByContract.class);
  }

  @Test
  void anAliasDoesNotVoteForItsOwner() {
    TestSigner alias = TestSigner.of(3);
    SignedVote signed = with(signed(VOTE, message -> {}), signature(alias), alias.address());
    assertThat(((VoteReading.Unfit) VERIFIER.read(signed, STATE)).reason().code())
        .isEqualTo("ALIAS_SIGNER");
  }

  @Test
  void aHubThatNamesAnotherSignerChangesNothing() {
    SignedVote signed = signed(VOTE, message -> {});
    SignedVote renamed = with(signed, signed.signature(), Address.ZERO);
    assertThat(VERIFIER.read(renamed, STATE)).isInstanceOf(VoteReading.ByKey.class);
  }

  @Test
  void dismissesForAReasonThatIsNotInTheVote() {
    Reason reason = new Reason("PROPOSAL_REFUSED", "the proposal never opened");
    VoteReading.Unfit unfit = VERIFIER.dismiss(signed(VOTE, message -> {}), reason);
    assertThat(unfit)
        .isEqualTo(
            new VoteReading.Unfit(Optional.of(VOTER.address()), false, Optional.of(1), reason));
  }

  private static SignedVote signed(String types, Consumer<ObjectNode> change) {
    ObjectNode message = VOTER.vote(BALLOT, 1, START + 10);
    change.accept(message);
    Signed signed = Signed.of(VOTER, types, message);
    VoteMessage vote = (VoteMessage) signed.envelope().message();
    return new SignedVote(
        vote,
        vote.proposalId().orElseThrow(),
        false,
        VOTER.address(),
        Bytes.parse(signed.envelope().signature()),
        Instant.EPOCH,
        1);
  }

  /** A signature of the same message by somebody else. */
  private static Bytes signature(TestSigner signer) {
    return signer.key().sign(signed(VOTE, message -> {}).message().id());
  }

  private static SignedVote with(SignedVote vote, Bytes signature, Address signer) {
    return new SignedVote(
        vote.message(), vote.proposalId(), false, signer, signature, vote.firstSeen(), vote.seq());
  }

  private static Arguments unfit(String code, Consumer<ObjectNode> change) {
    return Arguments.of(code, change);
  }
}
