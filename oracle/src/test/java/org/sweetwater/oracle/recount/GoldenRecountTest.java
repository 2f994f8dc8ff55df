package org.sweetwater.oracle.recount;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/** The recount's own hashing and recovery, by messages that the public client signed. */
class GoldenRecountTest {
  private static final String VOTE_TAIL = "uint32 choice,string reason,string app,string metadata)";

  /** Of name "snapshot" and version "0.1.4", and nothing else. */
  private static final String SEPARATOR =
      "0x484fce18f892e8535a4b6700e197a8026f4213f809d23ae117da03b497e18670";

  private static final String PROPOSAL_TAIL = "string plugins,string privacy,string app)";

  static Stream<JsonNode> vectors() throws IOException {
    try (InputStream in = GoldenRecountTest.class.getResourceAsStream("/vectors/eip712.json")) {
      return StreamSupport.stream(
          new JsonMapper().readTree(in).path("vectors").spliterator(), false);
    }
  }

  /** Of the types that can count on-chain, in the plain domain. */
  private static Stream<JsonNode> vectors(String type, String tail) throws IOException {
    return vectors()
        .filter(vector -> vector.path("primaryType").asText().equals(type))
        .filter(vector -> vector.path("encodeType").asText().endsWith(tail))
        .filter(vector -> vector.path("domainSeparator").asText().equals(SEPARATOR));
  }

  static Stream<JsonNode> votes() throws IOException {
    return vectors("Vote", VOTE_TAIL)
        .filter(vector -> vector.at("/envelope/data/message/choice").isIntegralNumber());
  }

  static Stream<JsonNode> proposals() throws IOException {
    return vectors("Proposal", "uint64 snapshot," + PROPOSAL_TAIL)
        .filter(vector -> vector.path("encodeType").asText().contains("labels"));
  }

  static Stream<JsonNode> signed() throws IOException {
    return vectors()
        .filter(vector -> vector.path("recovered").isTextual())
        .filter(vector -> vector.at("/envelope/sig").isTextual());
  }

  @ParameterizedTest
  @MethodSource("votes")
  void hashesVotes(JsonNode vector) {
    ArchivedMessage vote = message(vector);
    assertThat(TypedData.voteId(vote, vote.number("choice")).hex())
        .isEqualTo(vector.path("digest").asText());
  }

  @ParameterizedTest
  @MethodSource("proposals")
  void hashesProposals(JsonNode vector) {
    assertThat(TypedData.proposalId(message(vector)).hex())
        .isEqualTo(vector.path("digest").asText());
  }

  @ParameterizedTest
  @MethodSource("signed")
  void recoversSigners(JsonNode vector) {
    Hash32 digest = Hash32.parse(vector.path("digest").asText());
    Bytes signature = Bytes.parse(vector.at("/envelope/sig").asText());
    assertThat(KeySignature.signer(digest, signature))
        .contains(Address.parse(vector.path("recovered").asText()));
  }

  private static ArchivedMessage message(JsonNode vector) {
    ObjectNode values = vector.at("/envelope/data/message").deepCopy();
    String types = vector.path("encodeType").asText();
    values.put("fromIsAddress", types.contains("address from"));
    values.put("proposalIsBytes32", types.contains("bytes32 proposal"));
    return new ArchivedMessage(values, Bytes.EMPTY);
  }
}
