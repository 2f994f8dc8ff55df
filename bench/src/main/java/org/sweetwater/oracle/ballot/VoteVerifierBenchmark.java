package org.sweetwater.oracle.ballot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import fr.acinq.secp256k1.Secp256k1;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.sweetwater.oracle.message.Envelope;
import org.sweetwater.oracle.message.EnvelopeOutcome;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.oracle.message.VoteMessage;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * One vote from the hub's JSON to its reading, without a hub, a database or a chain; and the part
 * of it that nobody can save, libsecp256k1's recovery of the signer.
 */
@State(Scope.Benchmark)
public class VoteVerifierBenchmark {
  private static final int VOTES = 1_000;
  private static final long START = 1_800_000_000;
  private static final Hash32 BALLOT = Hash32.keccak(new byte[] {1});
  private static final JsonMapper JSON = new JsonMapper();
  private static final BallotState STATE =
      new BallotState(
          BALLOT,
          BallotStatus.OPEN,
          100,
          START,
          START + 10_000,
          START + 13_600,
          30,
          0,
          new BallotState.Tally(0, 0, 0, 0, 3));

  private final RowReader rows = new RowReader(new HubSpace(TestSigner.SPACE, 1));
  private final VoteVerifier verifier = new VoteVerifier(TestSigner.SPACE);
  private final List<Shown> shown = new ArrayList<>();
  private int next;

  /** A vote as a hub sends it, and what recovery needs of it. */
  private record Shown(Hash32 id, String row, String message, Recovery recovery) {}

  /** The arguments of libsecp256k1's recovery. */
  private static final class Recovery {
    private final byte[] signature;
    private final byte[] digest;
    private final int parity;

    Recovery(Hash32 digest, Bytes signature) {
      byte[] bytes = signature.bytes();
      this.signature = Arrays.copyOf(bytes, 64);
      this.digest = digest.bytes();
      this.parity = bytes[64] - 27;
    }

    byte[] recover() {
      return Secp256k1.get().ecdsaRecover(signature, digest, parity);
    }
  }

  /** Signs votes of as many members. */
  @Setup
  public void sign() throws IOException {
    for (int i = 1; i <= VOTES; i++) {
      TestSigner voter = TestSigner.of(i);
      ObjectNode signed = voter.vote(BALLOT, 1 + i % 3, START + i);
      JsonNode posted = voter.envelope(TestSigner.VOTE, signed);
      shown.add(shown(posted, signed));
    }
  }

  private static Shown shown(JsonNode posted, ObjectNode signed) {
    if (!(Envelope.parse(TestSigner.bytes(posted))
        instanceof EnvelopeOutcome.Parsed(Envelope envelope))) {
      throw new IllegalStateException("our own envelope is refused: " + posted);
    }
    Hash32 id = envelope.message().id();
    ObjectNode row = JSON.createObjectNode();
    row.put("id", id.hex()).put("voter", envelope.address().checksummed());
    row.put("created", signed.get("timestamp").asLong()).set("choice", signed.get("choice"));
    row.put("reason", signed.get("reason").asText()).put("app", signed.get("app").asText());
    row.putObject("metadata");
    ObjectNode message = JSON.createObjectNode();
    message.put("id", id.hex()).put("address", envelope.address().checksummed());
    message.put("sig", envelope.signature());
    Recovery recovery = new Recovery(id, Bytes.parse(envelope.signature()));
    return new Shown(id, row.toString(), message.toString(), recovery);
  }

  /**
   * Reads both JSON texts, rebuilds the signed message and its EIP-712 digest, recovers the signer,
   * and applies every rule that needs no chain.
   */
  @Benchmark
  public BallotVoteHolder verify() throws IOException {
    Shown vote = next();
    RowReader.Shown row =
        new RowReader.Shown(
            vote.id(), JSON.readTree(vote.row()), JSON.readTree(vote.message()), "bench");
    if (rows.vote(BALLOT, row) instanceof RowOutcome.Signed<VoteMessage>(var received)
        && verifier.read(archived(received), STATE) instanceof VoteReading.ByKey reading) {
      return new BallotVoteHolder(reading);
    }
    throw new IllegalStateException("our own vote is not countable: " + vote.row());
  }

  /** The vote as it comes out of the archive. */
  private static SignedVote archived(Received<VoteMessage> received) {
    return new SignedVote(
        received.message(),
        BALLOT,
        received.isOwn(),
        received.signer(),
        received.signature(),
        Instant.EPOCH,
        1);
  }

  /** Something for JMH to consume: the reading itself is not public. */
  public static final class BallotVoteHolder {
    private final VoteReading reading;

    private BallotVoteHolder(VoteReading reading) {
      this.reading = reading;
    }

    @Override
    public String toString() {
      return reading.toString();
    }
  }

  /** libsecp256k1 alone. */
  @Benchmark
  public byte[] recover() {
    return next().recovery().recover();
  }

  private Shown next() {
    next = (next + 1) % VOTES;
    return shown.get(next);
  }
}
