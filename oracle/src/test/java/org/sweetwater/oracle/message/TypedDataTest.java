package org.sweetwater.oracle.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigInteger;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.web3j.crypto.StructuredDataEncoder;

class TypedDataTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static JsonNode values(Vectors.Vector vector) {
    return vector.data().path("message");
  }

  @Test
  void signsUnderTheTypesOfThePublicClient() {
    TypedData vote = TypedData.of(vote(1));

    assertThat(vote.data().path("types").toString()).isEqualTo(Whitelist.votes().getFirst().json());
    assertThat(Whitelist.votes().getFirst().encodeType())
        .isEqualTo(
            "Vote(string from,string space,uint64 timestamp,string proposal,uint32 choice,string reason,string app,string metadata)");
    assertThat(vote.data().path("domain").toString())
        .isEqualTo("{\"name\":\"snapshot\",\"version\":\"0.1.4\"}");
  }

  /** The digests of the golden vectors, made with the public client, follow from the same JSON. */
  @ParameterizedTest
  @MethodSource("goldenMessages")
  void aWalletsEncoderGivesTheGoldenDigest(Vectors.Vector vector) throws Exception {
    EnvelopeOutcome.Parsed parsed = (EnvelopeOutcome.Parsed) Envelope.parse(vector.envelopeBytes());
    TypedData data = new TypedData(parsed.envelope().message(), vector.data());

    byte[] walletDigest = new StructuredDataEncoder(data.forWallet()).hashStructuredData();

    assertThat(Hash32.of(walletDigest)).isEqualTo(data.id());
    assertThat(data.id().hex()).isEqualTo(vector.text("digest"));
  }

  /** In our two type sets; the public client's own message values. */
  static Stream<Vectors.Vector> goldenMessages() {
    return Vectors.all()
        .filter(
            vector ->
                vector.text("encodeType").equals(Whitelist.votes().getFirst().encodeType())
                    || vector
                        .text("encodeType")
                        .equals(Whitelist.proposals().getFirst().encodeType()))
        .filter(vector -> vector.data().path("domain").size() == 2)
        .filter(vector -> vector.json().path("valid").asBoolean())
        .filter(vector -> !vector.data().path("types").has("EIP712Domain"))
        .filter(vector -> Envelope.parse(vector.envelopeBytes()) instanceof EnvelopeOutcome.Parsed)
        .filter(vector -> values(vector).path("choice").isNumber() || values(vector).has("title"));
  }

  private static VoteDraft vote(int choice) {
    return new VoteDraft(
        Address.parse("0x14dc79964da2c08b23698b3d3cc7ca32193d9955"),
        "sweetwater.eth",
        Instant.ofEpochSecond(1_790_000_000),
        Hash32.keccak(new byte[] {1}),
        choice,
        "grüße \"quoted\"\n😀");
  }

  private static ProposalDraft proposal(String text) {
    CommittedCall call =
        new CommittedCall(
            Address.parse("0x14dc79964da2c08b23698b3d3cc7ca32193d9955"),
            Bytes.parse("0x12345678"),
            Hash32.keccak(new byte[] {2}));
    return new ProposalDraft(
        Address.parse("0x14dc79964da2c08b23698b3d3cc7ca32193d9955"),
        "sweetwater.eth",
        "A title",
        text,
        "",
        call,
        Hash32.keccak(new byte[] {3}),
        Instant.ofEpochSecond(1_790_000_000),
        Instant.ofEpochSecond(1_790_300_000),
        42);
  }

  @Test
  void aVoteTravelsAndComesBackCountable() throws Exception {
    SigningKey key = SigningKey.of(Hash32.fromUnsigned(BigInteger.valueOf(7)).bytes());
    VoteDraft draft = vote(2);
    TypedData data =
        TypedData.of(
            new VoteDraft(
                key.address(),
                draft.space(),
                draft.created(),
                draft.proposal(),
                2,
                draft.reason()));

    EnvelopeOutcome outcome =
        Envelope.parse(data.envelope(key.address(), key.sign(data.id()).hex()));

    Envelope envelope = ((EnvelopeOutcome.Parsed) outcome).envelope();
    assertThat(envelope.message().id()).isEqualTo(data.id());
    assertThat(Signatures.check(data.id(), envelope.signature(), key.address()))
        .isInstanceOf(SignatureOutcome.SignedByKey.class);
    assertThat(VoteForm.of((VoteMessage) envelope.message(), key.address(), "sweetwater.eth"))
        .isInstanceOfSatisfying(
            VoteForm.OnChain.class, form -> assertThat(form.vote().choice()).isEqualTo(2));
    assertThat(JSON.readTree(data.forWallet()).path("primaryType").asText()).isEqualTo("Vote");
    assertThat(Hash32.of(new StructuredDataEncoder(data.forWallet()).hashStructuredData()))
        .isEqualTo(data.id());
  }

  @Test
  void aProposalHasTheOneFormThatOpens() {
    ProposalDraft draft = proposal("Words.\n\n");
    TypedData data = TypedData.of(draft);
    ProposalMessage message = (ProposalMessage) data.message();

    assertThat(ProposalForm.of(message, draft.author(), draft.space()))
        .isInstanceOfSatisfying(
            ProposalForm.OnChain.class, form -> assertThat(form.call()).isEqualTo(draft.call()));
    assertThat(message.timestamp() - message.start()).isEqualTo(310);
    assertThat(message.body()).startsWith("Words.\n\n```sweetwater-call\n");
  }

  @Test
  void aBodyThatPlantsASecondCallIsNoticed() {
    ProposalDraft draft = proposal("```sweetwater-call\n{}\n```");
    ProposalMessage message = (ProposalMessage) TypedData.of(draft).message();

    assertThat(ProposalForm.of(message, draft.author(), draft.space()))
        .isEqualTo(
            new ProposalForm.Refused(
                NotCountable.CALL_MALFORMED,
                "body: expected one ```sweetwater-call block, found 2"));
  }

  @Test
  void refusesAChoiceThatNobodyCounts() {
    assertThatThrownBy(() -> vote(0)).hasMessageContaining("expected 1 (For)");
    assertThatThrownBy(() -> vote(4)).hasMessageContaining("found 4");
  }
}
