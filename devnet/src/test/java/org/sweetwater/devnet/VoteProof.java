package org.sweetwater.devnet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.sweetwater.indexer.decode.BallotEvent;
import org.sweetwater.indexer.decode.Choice;
import org.sweetwater.indexer.decode.EventDecoder;
import org.sweetwater.oracle.message.BallotVote;
import org.sweetwater.oracle.message.Envelope;
import org.sweetwater.oracle.message.EnvelopeOutcome;
import org.sweetwater.oracle.message.Signatures;
import org.sweetwater.oracle.message.VoteForm;
import org.sweetwater.oracle.message.VoteMessage;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.contracts.SnapshotBallot;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.crypto.StructuredDataEncoder;

/** Recomputes every value of a {@link VoteRecord} from the one before it. */
final class VoteProof {
  private static final String EVENT = "VoteCounted(bytes32,address,bytes32,uint8,uint64,uint64)";

  /** By the contract's numbers, from 1. */
  private static final List<Choice> CHOICES = List.of(Choice.FOR, Choice.AGAINST, Choice.ABSTAIN);

  private final VoteRecord record;

  VoteProof(VoteRecord record) {
    this.record = record;
  }

  /** All links of the chain, each by library code. */
  void check() throws IOException {
    theMessageHasTheDigest();
    theVoterSignedTheDigest();
    theCalldataHoldsTheVote();
    theSlotHoldsTheVote();
    theLogSaysTheVote();
    theRowIsTheLog();
    theAnswerIsTheRow();
  }

  /** EIP-712 by web3j, and the id that our own reader finds. */
  private void theMessageHasTheDigest() throws IOException {
    StructuredDataEncoder encoder = new StructuredDataEncoder(record.typedData());
    assertThat(Hash32.keccak(record.text("/eip712/encodeType").getBytes(UTF_8)))
        .isEqualTo(record.hash("/eip712/typeHash"));
    assertThat(Hash32.of(encoder.typeHash("Vote"))).isEqualTo(record.hash("/eip712/typeHash"));
    // 0x1901, domain separator, struct hash
    Bytes structured = Bytes.of(encoder.getStructuredData());
    assertThat(structured.slice(2, 34).hex()).isEqualTo(record.text("/eip712/domainSeparator"));
    assertThat(structured.slice(34, 66).hex()).isEqualTo(record.text("/eip712/structHash"));
    byte[] preimage =
        ByteBuffer.allocate(66)
            .put(new byte[] {0x19, 0x01})
            .put(record.hash("/eip712/domainSeparator").bytes())
            .put(record.hash("/eip712/structHash").bytes())
            .array();
    assertThat(Hash32.keccak(preimage)).isEqualTo(record.hash("/eip712/digest"));
    assertThat(vote().id()).isEqualTo(record.hash("/eip712/digest"));
    assertThat(record.hash("/envelope/hash")).isEqualTo(record.hash("/eip712/digest"));
  }

  private void theVoterSignedTheDigest() {
    Signatures.Recovered recovered =
        Signatures.recover(record.hash("/eip712/digest"), record.text("/envelope/sig"))
            .orElseThrow();
    assertThat(recovered.signer()).isEqualTo(record.address("/voter"));
    assertThat(recovered.signature().r()).isEqualTo(record.hash("/signature/r"));
    assertThat(recovered.signature().vs()).isEqualTo(record.hash("/signature/vs"));
    byte[] signature = record.bytes("/envelope/sig").bytes();
    assertThat(Hash32.of(Arrays.copyOf(signature, 32))).isEqualTo(record.hash("/signature/r"));
  }

  private void theCalldataHoldsTheVote() {
    BallotVote vote = vote();
    SnapshotBallot.Vote words =
        new SnapshotBallot.Vote(
            vote.voter().lowerHex(),
            BigInteger.valueOf(vote.variant()),
            BigInteger.valueOf(vote.choice()),
            BigInteger.valueOf(vote.timestamp()),
            vote.reasonHash().bytes(),
            vote.appHash().bytes(),
            vote.metadataHash().bytes(),
            record.hash("/signature/r").bytes(),
            record.hash("/signature/vs").bytes());
    String calldata =
        FunctionEncoder.encode(
            new Function(
                SnapshotBallot.FUNC_COUNT,
                List.of(
                    new Bytes32(vote.proposalId().bytes()),
                    new DynamicArray<>(SnapshotBallot.Vote.class, List.of(words))),
                List.of()));
    assertThat(record.text("/transaction/input")).isEqualTo(calldata);
  }

  /** Solidity's layout of mappings, and StandingVote.sol's of a vote. */
  private void theSlotHoldsTheVote() {
    BallotVote vote = vote();
    Hash32 ballot =
        mappingSlot(vote.proposalId(), BigInteger.valueOf(record.number("/storage/recordsSlot")));
    assertThat(ballot).isEqualTo(record.hash("/storage/ballotSlot"));
    BigInteger votes =
        ballot.toUnsigned().add(BigInteger.valueOf(record.number("/storage/votesOffset")));
    assertThat(mappingSlot(vote.voter().toWord(), votes)).isEqualTo(record.hash("/storage/key"));
    byte[] packed =
        ByteBuffer.allocate(Hash32.LENGTH)
            .put(Arrays.copyOfRange(word(vote.timestamp()), 27, 32))
            .put(Arrays.copyOf(vote.id().bytes(), Address.LENGTH))
            .put(Arrays.copyOfRange(word(record.number("/power")), 26, 32))
            .put((byte) vote.choice())
            .array();
    assertThat(Hash32.of(packed)).isEqualTo(record.hash("/storage/value"));
  }

  /** Where a mapping keeps the value of a key. */
  static Hash32 mappingSlot(Hash32 key, BigInteger slot) {
    return Hash32.keccak(
        ByteBuffer.allocate(2 * Hash32.LENGTH)
            .put(key.bytes())
            .put(Hash32.fromUnsigned(slot).bytes())
            .array());
  }

  private void theLogSaysTheVote() {
    BallotVote vote = vote();
    assertThat(record.hash("/log/topics/0")).isEqualTo(Hash32.keccak(EVENT.getBytes(UTF_8)));
    assertThat(record.hash("/log/transactionHash")).isEqualTo(record.hash("/transaction/hash"));
    assertThat(decoded())
        .isEqualTo(
            new BallotEvent.VoteCounted(
                vote.proposalId(),
                vote.voter(),
                vote.id(),
                CHOICES.get(vote.choice() - 1),
                record.number("/power"),
                Instant.ofEpochSecond(vote.timestamp())));
  }

  private void theRowIsTheLog() {
    BallotEvent.VoteCounted counted = decoded();
    JsonNode row = record.json().path("row");
    assertThat(row.path("ballot_id").asText()).isEqualTo(counted.id().hex());
    assertThat(row.path("voter").asText()).isEqualTo(counted.voter().lowerHex());
    assertThat(row.path("vote_id").asText()).isEqualTo(counted.voteId().hex());
    assertThat(row.path("choice").asText()).isEqualToIgnoringCase(counted.choice().name());
    assertThat(row.path("power").asText()).isEqualTo(Long.toString(counted.power()));
    assertThat(Instant.parse(row.path("voted_at").asText())).isEqualTo(counted.timestamp());
    assertThat(row.path("valid_from_block").asText()).isEqualTo(record.text("/log/blockNumber"));
    assertThat(row.path("block_hash").asText()).isEqualTo(record.text("/log/blockHash"));
    assertThat(row.path("transaction_hash").asText())
        .isEqualTo(record.text("/log/transactionHash"));
    assertThat(row.path("log_index").asText()).isEqualTo(record.text("/log/logIndex"));
  }

  private void theAnswerIsTheRow() {
    JsonNode row = record.json().path("row");
    JsonNode answer = record.json().at("/graphql/answer/votes/0");
    assertThat(answer.path("voteId")).isEqualTo(row.path("vote_id"));
    assertThat(answer.path("voter")).isEqualTo(row.path("voter"));
    assertThat(answer.path("choice")).isEqualTo(row.path("choice"));
    assertThat(answer.path("power").asText()).isEqualTo(row.path("power").asText());
    assertThat(Instant.ofEpochSecond(answer.path("timestamp").asLong()))
        .isEqualTo(Instant.parse(row.path("voted_at").asText()));
    assertThat(answer.path("blockNumber").asText())
        .isEqualTo(row.path("valid_from_block").asText());
    assertThat(answer.path("transactionHash")).isEqualTo(row.path("transaction_hash"));
    assertThat(answer.path("logIndex").asText()).isEqualTo(row.path("log_index").asText());
  }

  private BallotEvent.VoteCounted decoded() {
    // No log of these three is asked about; they must only differ from the ballot.
    Address registry = Address.ZERO;
    Address cradle = record.address("/voter");
    Address canary = Address.parse("0x00000000000000000000000000000000000000ca");
    return (BallotEvent.VoteCounted)
        new EventDecoder(registry, record.address("/ballot"), cradle, canary).decode(record.log());
  }

  private BallotVote vote() {
    return switch (Envelope.parse(record.envelope().getBytes(UTF_8))) {
      case EnvelopeOutcome.Parsed(Envelope envelope) -> onChain(envelope);
      case EnvelopeOutcome.Refused refused -> throw new AssertionError(refused.toString());
    };
  }

  private static BallotVote onChain(Envelope envelope) {
    VoteMessage message = (VoteMessage) envelope.message();
    return switch (VoteForm.of(message, envelope.address(), message.space())) {
      case VoteForm.OnChain(BallotVote vote) -> vote;
      case VoteForm.Refused refused -> throw new AssertionError(refused.toString());
    };
  }

  private static byte[] word(long number) {
    return Hash32.fromUnsigned(BigInteger.valueOf(number)).bytes();
  }
}
