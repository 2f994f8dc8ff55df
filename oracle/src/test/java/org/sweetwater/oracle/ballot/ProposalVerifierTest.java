package org.sweetwater.oracle.ballot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sweetwater.oracle.message.TestSigner.PROPOSAL;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sweetwater.oracle.message.CommittedCall;
import org.sweetwater.oracle.message.ProposalMessage;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/** Every rule of {@code open}, told apart before a transaction is made. */
class ProposalVerifierTest {
  private static final TestSigner AUTHOR = TestSigner.of(1);
  private static final long NOW = 1_800_000_000;
  private static final long BLOCK = 600;
  private static final long WINDOW = 100;
  private static final long DAY = 86_400;
  private static final ProposalVerifier VERIFIER = new ProposalVerifier(FakeBallotChain.DEPLOYMENT);

  @Test
  void opensAProposalThatMeetsEveryRule() {
    assertThat(judge(message -> {}, facts -> facts)).isInstanceOf(ProposalVerdict.Openable.class);
  }

  @Test
  void handsTheSignatureOverInShortForm() {
    ProposalReading.Fit fit = (ProposalReading.Fit) VERIFIER.read(signed(message -> {}));
    assertThat(fit.signature().size()).isEqualTo(64);
    assertThat(fit.signedByKey()).isTrue();
  }

  static Stream<Arguments> waits() {
    return Stream.of(
        waits("TARGET_NOT_A_CONTRACT", f -> f.targetCode("0x")),
        waits("TARGET_NOT_A_CONTRACT", f -> f.targetCode("0xef0100" + "11".repeat(20))),
        waits("CALL_MISMATCH", f -> f.targetCode("0x6001")),
        waits("ACTION_EXECUTED", f -> f.actionExecuted(true)),
        waits("CALL_NOT_LISTED", f -> f.track(0)),
        waits("DATED_AHEAD", f -> f.head(BLOCK, NOW - 301)),
        waits("SNAPSHOT_NOT_PAST", f -> f.head(100, NOW)),
        waits("SNAPSHOT_TOO_OLD", f -> f.head(100 + 1_001, NOW)),
        waits("ELECTORATE_TOO_SMALL", f -> f.totalPower(2)),
        waits("AUTHOR_HAS_NO_NODE", f -> f.authorPower(0)),
        waits("TOO_MANY_OPEN_BALLOTS", f -> f.openBallots(3)));
  }

  @ParameterizedTest
  @MethodSource("waits")
  void waitsForWhatMayChange(String code, UnaryOperator<Facts> change) {
    assertThat(judge(message -> {}, change))
        .isInstanceOfSatisfying(
            ProposalVerdict.Waiting.class,
            waiting -> assertThat(waiting.reason().code()).isEqualTo(code));
  }

  @Test
  void waitsUntilTheEndIsNearEnough() {
    assertThat(judge(message -> message.put("end", NOW + 14 * DAY + 1), facts -> facts))
        .isInstanceOfSatisfying(
            ProposalVerdict.Waiting.class,
            waiting -> assertThat(waiting.reason().code()).isEqualTo("END_TOO_LATE"));
  }

  static Stream<Arguments> limits() {
    return Stream.of(
        Arguments.of("end one window ahead", end(NOW + WINDOW), facts(f -> f)),
        Arguments.of("end in 14 days", end(NOW + 14 * DAY), facts(f -> f)),
        Arguments.of("300 s ahead", end(NOW + DAY), facts(f -> f.head(BLOCK, NOW - 300))),
        Arguments.of("last block", end(NOW + DAY), facts(f -> f.head(101, NOW))),
        Arguments.of("oldest block", end(NOW + DAY), facts(f -> f.head(1_100, NOW))),
        Arguments.of("least electorate", end(NOW + DAY), facts(f -> f.totalPower(3))),
        Arguments.of("third ballot", end(NOW + DAY), facts(f -> f.openBallots(2))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("limits")
  void takesEachLimitItself(
      String name, Consumer<ObjectNode> message, UnaryOperator<Facts> change) {
    assertThat(judge(message, change)).as(name).isInstanceOf(ProposalVerdict.Openable.class);
  }

  @Test
  void waitsAMinuteForANodeThatLagsWhenTheWindowHasPassed() {
    assertThat(judge(end(NOW + WINDOW - 1), facts -> facts))
        .isInstanceOfSatisfying(
            ProposalVerdict.Waiting.class,
            waiting -> assertThat(waiting.reason().code()).isEqualTo("END_TOO_SOON"));
  }

  @Test
  void refusesForGoodAMinuteAfterTheWindow() {
    assertThat(judge(end(NOW + WINDOW - 61), facts -> facts))
        .isInstanceOfSatisfying(
            ProposalVerdict.Refused.class,
            refused -> assertThat(refused.reason().code()).isEqualTo("END_TOO_SOON"));
  }

  @Test
  void refusesACallWithoutSelector() {
    CommittedCall call =
        new CommittedCall(FakeBallotChain.TARGET, Bytes.parse("0x123456"), Hash32.ZERO);
    assertThat(judge(signed(call, message -> {}), facts -> facts))
        .isInstanceOfSatisfying(
            ProposalVerdict.Refused.class,
            refused -> assertThat(refused.reason().code()).isEqualTo("DATA_TOO_SHORT"));
  }

  static Stream<Arguments> unfit() {
    return Stream.of(
        unfit("SPACE", message -> message.put("space", "other.eth")),
        unfit("PRIVACY", message -> message.put("privacy", "shutter")),
        unfit("VOTING_TYPE", message -> message.put("type", "approval")),
        unfit("CHOICES", message -> message.putArray("choices").add("Yes").add("No").add("Maybe")),
        unfit("EDITABLE", message -> message.put("start", NOW - 309)),
        unfit("PLUGINS", message -> message.put("plugins", "{}")),
        unfit("CALL_MISSING", message -> message.put("body", "trust me")),
        unfit("CALL_MALFORMED", message -> message.put("body", "```sweetwater-call\n{}\n```")));
  }

  @ParameterizedTest
  @MethodSource("unfit")
  void namesWhatIsWrongInTheMessage(String code, Consumer<ObjectNode> change) {
    assertThat(VERIFIER.read(signed(change)))
        .isInstanceOfSatisfying(
            ProposalReading.Unfit.class,
            unfit -> assertThat(unfit.reason().code()).isEqualTo(code));
  }

  @Test
  void anotherKeysSignatureWaitsForAWallet() {
    SignedProposal signed = signed(message -> {});
    byte[] forged = signed.signature().bytes();
    forged[10] ^= 1;
    SignedProposal changed =
        new SignedProposal(signed.message(), signed.signer(), Bytes.of(forged), signed.firstSeen());
    assertThat(judge(changed, facts -> facts))
        .isInstanceOfSatisfying(
            ProposalVerdict.Waiting.class,
            waiting -> assertThat(waiting.reason().code()).isEqualTo("SIGNATURE_INVALID"));
    assertThat(judge(changed, facts -> facts.authorAccepts(true)))
        .isInstanceOf(ProposalVerdict.Openable.class);
  }

  @Test
  void aHubThatNamesAnotherSignerChangesNothing() {
    SignedProposal signed = signed(message -> {});
    SignedProposal renamed =
        new SignedProposal(signed.message(), Address.ZERO, signed.signature(), signed.firstSeen());
    assertThat(judge(renamed, facts -> facts)).isInstanceOf(ProposalVerdict.Openable.class);
  }

  private static ProposalVerdict judge(Consumer<ObjectNode> message, UnaryOperator<Facts> change) {
    return judge(signed(message), change);
  }

  private static ProposalVerdict judge(SignedProposal signed, UnaryOperator<Facts> change) {
    ProposalReading.Fit fit = (ProposalReading.Fit) VERIFIER.read(signed);
    return VERIFIER.judge(fit, change.apply(new Facts()).read());
  }

  private static SignedProposal signed(Consumer<ObjectNode> change) {
    return signed(Carriage.CALL, change);
  }

  private static SignedProposal signed(CommittedCall call, Consumer<ObjectNode> change) {
    Hash32 action =
        call.action(
            FakeBallotChain.CHAIN_ID, FakeBallotChain.BALLOT, FakeBallotChain.TARGET_CODE.keccak());
    ObjectNode message = AUTHOR.proposal(call, action, NOW, NOW + DAY);
    change.accept(message);
    Signed signed = Signed.of(AUTHOR, PROPOSAL, message);
    return new SignedProposal(
        (ProposalMessage) signed.envelope().message(),
        AUTHOR.address(),
        Bytes.parse(signed.envelope().signature()),
        Instant.EPOCH);
  }

  private static Arguments waits(String code, UnaryOperator<Facts> change) {
    return Arguments.of(code, change);
  }

  private static Arguments unfit(String code, Consumer<ObjectNode> change) {
    return Arguments.of(code, change);
  }

  private static Consumer<ObjectNode> end(long end) {
    return message -> message.put("end", end);
  }

  private static UnaryOperator<Facts> facts(UnaryOperator<Facts> change) {
    return change;
  }

  /** What the chain says when nothing is wrong, and one thing changed. */
  static final class Facts {
    private Head head = new Head(BLOCK, NOW);
    private Bytes targetCode = FakeBallotChain.TARGET_CODE;
    private boolean actionExecuted;
    private int track = 1;
    private long totalPower = 100;
    private long authorPower = 1;
    private long openBallots;
    private boolean authorAccepts;

    Facts head(long number, long time) {
      head = new Head(number, time);
      return this;
    }

    Facts targetCode(String code) {
      targetCode = Bytes.parse(code);
      return this;
    }

    Facts actionExecuted(boolean value) {
      actionExecuted = value;
      return this;
    }

    Facts track(int value) {
      track = value;
      return this;
    }

    Facts totalPower(long value) {
      totalPower = value;
      return this;
    }

    Facts authorPower(long value) {
      authorPower = value;
      return this;
    }

    Facts openBallots(long value) {
      openBallots = value;
      return this;
    }

    Facts authorAccepts(boolean value) {
      authorAccepts = value;
      return this;
    }

    ProposalFacts read() {
      return new ProposalFacts(
          head,
          new BallotRules(TestSigner.SPACE, FakeBallotChain.REGISTRY, 3, 1_000),
          targetCode,
          actionExecuted,
          track,
          track == 0 ? 0 : WINDOW,
          totalPower,
          authorPower,
          openBallots,
          authorAccepts);
    }
  }
}
