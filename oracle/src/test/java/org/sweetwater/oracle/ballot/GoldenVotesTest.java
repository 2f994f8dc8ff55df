package org.sweetwater.oracle.ballot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sweetwater.oracle.message.Envelope;
import org.sweetwater.oracle.message.EnvelopeOutcome;
import org.sweetwater.oracle.message.Signatures;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.oracle.message.VoteMessage;
import org.sweetwater.wrappers.Hash32;

/** The votes that the public client signed: how each is brought to the contract, or why not. */
class GoldenVotesTest {
  private static final String SPACE = "example.eth";

  @ParameterizedTest
  @CsvSource({
    "vote-single-choice,count",
    "vote-basic-for,count",
    "vote-basic-abstain,count",
    "vote-metadata,count",
    "vote-metadata-empty-string,count",
    "vote-from-address,count",
    "vote-bytes32-proposal,count",
    "vote-eip712domain-in-types,count",
    "sig-v01,count",
    "sig-eip2098,count",
    "sig-high-s,count",
    "neg-tampered-choice,countContractVote",
    "neg-tampered-proposal,countContractVote",
    "neg-wrong-signer,countContractVote",
    "neg-short-sig,countContractVote",
    "neg-long-sig,countContractVote",
    "eip1271-empty-sig,countContractVote",
    "vote-single-max-uint32,CHOICE_RANGE",
    "vote-approval,CHOICE_ENCODING",
    "vote-weighted,CHOICE_ENCODING",
    "vote-shutter,CHOICE_ENCODING",
    "vote-copeland-uint32-quirk,CHOICE_ENCODING",
    "vote-single-as-string,CHOICE_ENCODING",
    "vote-legacy-tail-none,TYPES",
    "vote-unsigned-extra-fields,TYPES",
    "vote-chainid-domain,DOMAIN",
    "vote-by-alias,ALIAS_SIGNER",
    "vote-by-alias-starknet,STARKNET",
  })
  void readsTheClientsVotes(String vector, String expected) throws IOException {
    assertThat(describe(reading(named(vector)))).isEqualTo(expected);
  }

  private static String describe(VoteReading reading) {
    return switch (reading) {
      case VoteReading.ByKey ignored -> "count";
      case VoteReading.ByContract ignored -> "countContractVote";
      case VoteReading.Unfit unfit -> unfit.reason().code();
    };
  }

  private static VoteReading reading(JsonNode vector) {
    return switch (Envelope.parse(TestSigner.bytes(vector.path("envelope")))) {
      case EnvelopeOutcome.Parsed(Envelope envelope) -> {
        VoteMessage message = (VoteMessage) envelope.message();
        Hash32 proposal = message.proposalId().orElse(Hash32.ZERO);
        SignedVote vote =
            new SignedVote(
                message,
                proposal,
                false,
                envelope.address(),
                Signatures.bytes(envelope.signature()).orElseThrow(),
                Instant.EPOCH,
                1);
        yield new VoteVerifier(SPACE).read(vote, ballot(proposal));
      }
      case EnvelopeOutcome.Refused refused -> throw new AssertionError(refused.toString());
    };
  }

  /** A ballot that takes any date. */
  private static BallotState ballot(Hash32 id) {
    return new BallotState(
        id,
        BallotStatus.OPEN,
        100,
        0,
        Long.MAX_VALUE,
        Long.MAX_VALUE,
        0,
        0,
        new BallotState.Tally(0, 0, 0, 0, 0));
  }

  private static JsonNode named(String id) throws IOException {
    return StreamSupport.stream(vectors().spliterator(), false)
        .filter(vector -> vector.path("id").asText().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode vectors() throws IOException {
    try (InputStream in = GoldenVotesTest.class.getResourceAsStream("/vectors/eip712.json")) {
      return new JsonMapper().readTree(in).path("vectors");
    }
  }
}
