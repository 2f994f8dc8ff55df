package org.sweetwater.oracle.message;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sweetwater.oracle.message.EnvelopeOutcome.Parsed;
import org.sweetwater.oracle.message.EnvelopeOutcome.Reason;
import org.sweetwater.oracle.message.EnvelopeOutcome.Refused;
import org.sweetwater.wrappers.Hash32;

class EnvelopeTest {
  private static final TestSigner SIGNER = TestSigner.of(1);
  private static final Hash32 PROPOSAL = Hash32.of(Keccak.hash("proposal".getBytes(UTF_8)));

  static Stream<Arguments> hostileEnvelopes() {
    return Stream.of(
        hostile(Reason.WRONG_ENVELOPE_FORMAT, "unknown property", e -> e.put("extra", 1)),
        hostile(Reason.WRONG_ENVELOPE_FORMAT, "unknown property", e -> data(e).put("extra", 1)),
        hostile(Reason.WRONG_ENVELOPE_FORMAT, "address", e -> e.remove("address")),
        hostile(Reason.WRONG_ENVELOPE_FORMAT, "sig", e -> e.putArray("sig").add("0x1")),
        hostile(Reason.WRONG_ENVELOPE_FORMAT, "data", e -> e.put("data", "{}")),
        hostile(Reason.WRONG_ENVELOPE_FORMAT, "data.types", e -> data(e).remove("types")),
        hostile(Reason.WRONG_ENVELOPE_FORMAT, "primaryType", e -> data(e).put("primaryType", 1)),
        hostile(Reason.WRONG_ENVELOPE_FORMAT, "checksum", EnvelopeTest::lowerCaseAddress),
        hostile(Reason.WRONG_ENVELOPE_FORMAT, "from", e -> message(e).put("from", "vitalik.eth")),
        hostile(Reason.WRONG_ENVELOPE_FORMAT, "timestamp", e -> message(e).put("timestamp", "1")),
        hostile(Reason.WRONG_ENVELOPE_FORMAT, "timestamp", e -> message(e).put("timestamp", 1.5)),
        hostile(
            Reason.WRONG_ENVELOPE_FORMAT,
            "timestamp",
            e -> message(e).put("timestamp", 9007199254740993L)),
        hostile(Reason.WRONG_ENVELOPE_FORMAT, "U+0000", e -> message(e).put("reason", "a\0b")),
        hostile(Reason.WRONG_ENVELOPE_FORMAT, "U+0000", e -> message(e).put("a\0", "b")),
        hostile(Reason.WRONG_ENVELOPE_FORMAT, "hash", e -> e.put("hash", PROPOSAL.hex())),
        hostile(Reason.WRONG_DOMAIN, "domain", e -> domain(e).put("version", "0.1.3")),
        hostile(Reason.WRONG_DOMAIN, "domain", e -> domain(e).put("name", "Snapshot")),
        hostile(Reason.WRONG_DOMAIN, "version", e -> domain(e).put("version", 0.1)),
        hostile(Reason.WRONG_DOMAIN, "unknown key", e -> domain(e).put("chain", 1)),
        hostile(Reason.WRONG_DOMAIN, "chainId", e -> domain(e).putNull("chainId")),
        hostile(Reason.WRONG_TYPES, "type set", e -> types(e).putArray("Other")),
        hostile(Reason.WRONG_TYPES, "type set", e -> types(e).removeAll()),
        hostile(Reason.WRONG_VOTE_FORMAT, "choice", e -> message(e).put("choice", -1)),
        hostile(Reason.WRONG_VOTE_FORMAT, "choice", e -> message(e).put("choice", 1L << 32)),
        hostile(Reason.WRONG_VOTE_FORMAT, "choice", e -> message(e).put("choice", true)),
        hostile(Reason.WRONG_VOTE_FORMAT, "choice", e -> message(e).put("choice", "0xzz")),
        hostile(Reason.WRONG_VOTE_FORMAT, "choice", e -> message(e).putArray("choice")),
        hostile(Reason.WRONG_VOTE_FORMAT, "choice", e -> message(e).putArray("choice").add(256)),
        hostile(Reason.WRONG_VOTE_FORMAT, "reason", e -> message(e).put("reason", 5)),
        hostile(Reason.WRONG_VOTE_FORMAT, "reason", e -> message(e).remove("reason")),
        hostile(Reason.WRONG_VOTE_FORMAT, "surrogate", e -> message(e).put("reason", "\ud800")));
  }

  @ParameterizedTest
  @MethodSource("hostileEnvelopes")
  void refusesWithTheSequencersWords(Reason reason, String named, Consumer<ObjectNode> change) {
    ObjectNode envelope = SIGNER.envelope(TestSigner.VOTE, SIGNER.vote(PROPOSAL, 1, 1_700_000_000));
    change.accept(envelope);
    assertThat(Envelope.parse(TestSigner.bytes(envelope)))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(reason);
              assertThat(refused.detail()).contains(named);
            });
  }

  static Stream<byte[]> hostileBytes() {
    String vote = new String(vote(), UTF_8);
    return Stream.of(
        new byte[0],
        "null".getBytes(UTF_8),
        "[]".getBytes(UTF_8),
        "{".getBytes(UTF_8),
        new byte[] {'"', (byte) 0xc3, '"'},
        vote.getBytes(UTF_16),
        (vote + "{}").getBytes(UTF_8),
        ("[".repeat(100_000) + "]".repeat(100_000)).getBytes(UTF_8),
        vote.replace("1700000000", "1e400").getBytes(UTF_8),
        vote.replace("1700000000", "9".repeat(1000)).getBytes(UTF_8),
        vote.replace("\"choice\":1", "\"choice\":1,\"choice\":2").getBytes(UTF_8),
        vote.replace("\"choice\":1", "\"choice\":1,\"x\":-1e309").getBytes(UTF_8));
  }

  @ParameterizedTest
  @MethodSource("hostileBytes")
  void refusesHostileBytesWithoutAnException(byte[] body) {
    assertThat(Envelope.parse(body))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(Reason.WRONG_ENVELOPE_FORMAT);
              assertThat(refused.detail()).doesNotContain("\n").hasSizeLessThan(400);
            });
  }

  @Test
  void takesExactlyAHundredThousandCharacters() {
    ObjectNode message = SIGNER.vote(PROPOSAL, 1, 1_700_000_000);
    int rest = Envelope.CHARS_MAX - SIGNER.envelope(TestSigner.VOTE, message).toString().length();
    message.put("reason", message.path("reason").asText() + "é".repeat(rest));
    assertThat(Envelope.parse(SIGNER.post(TestSigner.VOTE, message))).isInstanceOf(Parsed.class);

    message.put("reason", message.path("reason").asText() + "é");
    assertThat(Envelope.parse(SIGNER.post(TestSigner.VOTE, message)))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.TOO_LARGE));
  }

  @Test
  void dropsValuesThatTheOldTypesDoNotSign() {
    ObjectNode message = SIGNER.vote(PROPOSAL, 1, 1_700_000_000).put("reason", "not signed");
    String types = "Vote(address from,string space,uint64 timestamp,string proposal,uint32 choice)";
    VoteMessage vote = (VoteMessage) parsed(SIGNER.post(types, message)).message();
    assertThat(vote.reason()).isEmpty();
    assertThat(vote.currentTypes()).isFalse();
  }

  @Test
  void knowsAnAliasFromItsOwner() {
    assertThat(parsed(vote()).isByAlias()).isFalse();
    assertThat(VectorsTest.envelope(Vectors.named("vote-by-alias")).isByAlias()).isTrue();
    assertThat(VectorsTest.envelope(Vectors.named("vote-by-alias-starknet")).isByAlias()).isTrue();
  }

  static Envelope parsed(byte[] body) {
    EnvelopeOutcome outcome = Envelope.parse(body);
    assertThat(outcome).isInstanceOf(Parsed.class);
    return ((Parsed) outcome).envelope();
  }

  private static byte[] vote() {
    return SIGNER.post(TestSigner.VOTE, SIGNER.vote(PROPOSAL, 1, 1_700_000_000));
  }

  private static Arguments hostile(Reason reason, String named, Consumer<ObjectNode> change) {
    return Arguments.of(reason, named, change);
  }

  private static void lowerCaseAddress(ObjectNode envelope) {
    envelope.put("address", SIGNER.address().lowerHex());
  }

  private static ObjectNode data(ObjectNode envelope) {
    return (ObjectNode) envelope.get("data");
  }

  private static ObjectNode message(ObjectNode envelope) {
    return (ObjectNode) data(envelope).get("message");
  }

  private static ObjectNode domain(ObjectNode envelope) {
    return (ObjectNode) data(envelope).get("domain");
  }

  private static ObjectNode types(ObjectNode envelope) {
    return (ObjectNode) data(envelope).get("types");
  }
}
