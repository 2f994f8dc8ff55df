package org.sweetwater.oracle.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/** What the contract can count, and the reason for each message that it cannot. */
class FormsTest {
  private static final TestSigner SIGNER = TestSigner.of(1);
  private static final Hash32 PROPOSAL = Hash32.of(Keccak.hash("proposal".getBytes(UTF_8)));
  private static final CommittedCall CALL =
      new CommittedCall(TestSigner.of(9).address(), Bytes.parse("0x12345678"), PROPOSAL);
  private static final Address BALLOT = TestSigner.of(8).address();
  private static final Hash32 CODE_HASH = Hash32.of(Keccak.hash());
  private static final Hash32 ACTION = CALL.action(1337, BALLOT, CODE_HASH);
  private static final long TIME = 1_700_000_000;

  @ParameterizedTest
  @CsvSource({"string,string,0", "address,string,1", "string,bytes32,2", "address,bytes32,3"})
  void takesFourVariantsOfAVote(String from, String proposal, int variant) {
    String types =
        TestSigner.VOTE
            .replace("string from", from + " from")
            .replace("string proposal", proposal + " proposal");
    Envelope envelope = envelope(types, SIGNER.vote(PROPOSAL, 2, TIME));
    assertThat(form(envelope))
        .isEqualTo(
            new VoteForm.OnChain(
                new BallotVote(
                    envelope.message().id(),
                    PROPOSAL,
                    SIGNER.address(),
                    variant,
                    2,
                    TIME,
                    keccak("because"),
                    keccak("sweetwater"),
                    keccak("{}"),
                    Hash32.ZERO,
                    Hash32.ZERO)));
  }

  @Test
  void putsTheSignatureInPlace() {
    Envelope envelope = envelope(TestSigner.VOTE, SIGNER.vote(PROPOSAL, 1, TIME));
    CompactSignature signature =
        Signatures.recover(envelope.message().id(), envelope.signature()).orElseThrow().signature();
    BallotVote vote = ((VoteForm.OnChain) form(envelope)).vote().with(signature);
    assertThat(new CompactSignature(vote.r(), vote.vs())).isEqualTo(signature);
  }

  static Stream<Arguments> uncountableVotes() {
    return Stream.of(
        vote(NotCountable.SPACE, "string proposal", m -> m.put("space", "other.eth")),
        vote(NotCountable.SPACE, "string proposal", m -> m.put("space", "Test.eth")),
        vote(NotCountable.PROPOSAL_ID, "string proposal", FormsTest::upperCaseProposal),
        vote(NotCountable.PROPOSAL_ID, "string proposal", m -> m.put("proposal", "Qm1")),
        vote(NotCountable.CHOICE_RANGE, "string proposal", m -> m.put("choice", 0)),
        vote(NotCountable.CHOICE_RANGE, "string proposal", m -> m.put("choice", 4)),
        vote(NotCountable.CHOICE_RANGE, "string proposal", m -> m.put("choice", 4294967295L)),
        vote(NotCountable.CHOICE_ENCODING, "string proposal", m -> m.put("choice", "1")),
        vote(NotCountable.CHOICE_ENCODING, "string proposal", m -> m.putArray("choice").add(1)));
  }

  @ParameterizedTest
  @MethodSource("uncountableVotes")
  void namesWhyAVoteDoesNotCount(
      NotCountable reason, String proposalType, Consumer<ObjectNode> change) {
    ObjectNode message = SIGNER.vote(PROPOSAL, 1, TIME);
    change.accept(message);
    String types = TestSigner.VOTE.replace("string proposal", proposalType);
    assertThat(reason(form(envelope(types, message)))).isEqualTo(reason);
  }

  @Test
  void anUpperCaseIdIsNoTroubleAsBytes() {
    ObjectNode message = SIGNER.vote(PROPOSAL, 1, TIME);
    upperCaseProposal(message);
    String types = TestSigner.VOTE.replace("string proposal", "bytes32 proposal");
    assertThat(form(envelope(types, message))).isInstanceOf(VoteForm.OnChain.class);
  }

  @ParameterizedTest
  @CsvSource({
    "vote-array-bytes32-address,CHOICE_ENCODING",
    "vote-string-bytes32-address,CHOICE_ENCODING",
    "vote-copeland-uint32-quirk,CHOICE_ENCODING",
    "vote-single-as-string,CHOICE_ENCODING",
    "vote-legacy-tail-none,TYPES",
    "vote-legacy-tail-app,TYPES",
    "vote-legacy-tail-metadata,TYPES",
    "vote-legacy-tail-reason-app,TYPES",
    "vote-unsigned-extra-fields,TYPES",
    "vote-chainid-domain,DOMAIN",
    "vote-by-alias,ALIAS_SIGNER",
    "vote-by-alias-starknet,STARKNET",
    "vote-single-max-uint32,CHOICE_RANGE",
  })
  void namesWhyAClientsVoteDoesNotCount(String vector, NotCountable reason) {
    Envelope envelope = VectorsTest.envelope(Vectors.named(vector));
    VoteMessage vote = (VoteMessage) envelope.message();
    assertThat(reason(VoteForm.of(vote, envelope.address(), "example.eth"))).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({"string,basic,0", "address,single-choice,1"})
  void takesTwoVariantsOfAProposal(String from, String type, int votingType) {
    String types = TestSigner.PROPOSAL.replace("string from", from + " from");
    ObjectNode message = proposal().put("type", type);
    message.putArray("labels").add("a").add("b");
    Envelope envelope = envelope(types, message);
    BallotProposal expected =
        new BallotProposal(
            envelope.message().id(),
            SIGNER.address(),
            from.equals("address"),
            votingType,
            TIME,
            TIME - 310,
            TIME + 100,
            100,
            keccak("Raise the limit"),
            keccak(message.path("body").asText()),
            keccak(""),
            Hash32.of(Keccak.hash(keccak("a").bytes(), keccak("b").bytes())),
            keccak("sweetwater"));
    assertThat(proposalForm(envelope)).isEqualTo(new ProposalForm.OnChain(expected, CALL, ACTION));
  }

  @Test
  void comparesTheCallWithItsCommitment() {
    var form = (ProposalForm.OnChain) proposalForm(envelope(TestSigner.PROPOSAL, proposal()));
    assertThat(form.commitsTo(1337, BALLOT, CODE_HASH)).isTrue();
    assertThat(form.commitsTo(1338, BALLOT, CODE_HASH)).isFalse();
    assertThat(form.commitsTo(1337, SIGNER.address(), CODE_HASH)).isFalse();
    assertThat(form.commitsTo(1337, BALLOT, Hash32.ZERO)).isFalse();
  }

  static Stream<Arguments> uncountableProposals() {
    return Stream.of(
        proposal(NotCountable.SPACE, m -> m.put("space", "other.eth")),
        proposal(NotCountable.VOTING_TYPE, m -> m.put("type", "approval")),
        proposal(NotCountable.CHOICES, m -> m.putArray("choices").add("For").add("Against")),
        proposal(NotCountable.CHOICES, FormsTest::lowerCaseChoices),
        proposal(NotCountable.PRIVACY, m -> m.put("privacy", "shutter")),
        proposal(NotCountable.EDITABLE, m -> m.put("start", TIME - 309)),
        proposal(NotCountable.PLUGINS, m -> m.put("plugins", "{}")),
        proposal(NotCountable.CALL_MISSING, m -> m.put("body", "no call")),
        proposal(NotCountable.CALL_MALFORMED, m -> m.put("body", "```sweetwater-call")));
  }

  @ParameterizedTest
  @MethodSource("uncountableProposals")
  void namesWhyAProposalCannotOpen(NotCountable reason, Consumer<ObjectNode> change) {
    ObjectNode message = proposal();
    change.accept(message);
    assertThat(reason(proposalForm(envelope(TestSigner.PROPOSAL, message)))).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({"proposal-legacy-app", "proposal-legacy-v1-full", "proposal-legacy-labels"})
  void oldProposalTypesCannotOpen(String vector) {
    Envelope envelope = VectorsTest.envelope(Vectors.named(vector));
    ProposalMessage proposal = (ProposalMessage) envelope.message();
    assertThat(reason(ProposalForm.of(proposal, envelope.address(), "example.eth")))
        .isEqualTo(NotCountable.TYPES);
  }

  private static ObjectNode proposal() {
    return SIGNER.proposal(CALL, ACTION, TIME, TIME + 100);
  }

  private static void upperCaseProposal(ObjectNode message) {
    String upper = PROPOSAL.hex().toUpperCase(Locale.ROOT).replace("0X", "0x");
    message.put("proposal", upper);
  }

  private static void lowerCaseChoices(ObjectNode message) {
    message.putArray("choices").add("for").add("against").add("abstain");
  }

  private static Arguments vote(NotCountable reason, String type, Consumer<ObjectNode> change) {
    return Arguments.of(reason, type, change);
  }

  private static Arguments proposal(NotCountable reason, Consumer<ObjectNode> change) {
    return Arguments.of(reason, change);
  }

  private static Envelope envelope(String types, ObjectNode message) {
    return EnvelopeTest.parsed(SIGNER.post(types, message));
  }

  private static VoteForm form(Envelope envelope) {
    return VoteForm.of((VoteMessage) envelope.message(), envelope.address(), TestSigner.SPACE);
  }

  private static ProposalForm proposalForm(Envelope envelope) {
    return ProposalForm.of(
        (ProposalMessage) envelope.message(), envelope.address(), TestSigner.SPACE);
  }

  private static NotCountable reason(VoteForm form) {
    assertThat(form).isInstanceOf(VoteForm.Refused.class);
    return ((VoteForm.Refused) form).reason();
  }

  private static NotCountable reason(ProposalForm form) {
    assertThat(form).isInstanceOf(ProposalForm.Refused.class);
    return ((ProposalForm.Refused) form).reason();
  }

  private static Hash32 keccak(String text) {
    return Hash32.of(Keccak.hash(text.getBytes(UTF_8)));
  }
}
