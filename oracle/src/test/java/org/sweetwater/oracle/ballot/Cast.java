package org.sweetwater.oracle.ballot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.util.Arrays;
import org.sweetwater.oracle.message.BallotVote;
import org.sweetwater.oracle.message.Choice;
import org.sweetwater.oracle.message.CompactSignature;
import org.sweetwater.oracle.message.Signatures;
import org.sweetwater.oracle.message.VoteMessage;
import org.sweetwater.oracle.recount.ArchivedMessage;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/** A vote with the signature that somebody shows for it, right or wrong, in each party's form. */
record Cast(Signed signed, Bytes signature) {
  private static final BigInteger ORDER =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

  /** With the signature that the voter's wallet made. */
  static Cast of(Signed signed) {
    return new Cast(signed, Bytes.parse(signed.envelope().signature()));
  }

  VoteMessage message() {
    return (VoteMessage) signed.envelope().message();
  }

  Hash32 id() {
    return signed.id();
  }

  /** As the oracle archives it. */
  Received<VoteMessage> received() {
    return signed.receivedVote(signature);
  }

  /** As a recount reads it. */
  ArchivedMessage archived() {
    return new ArchivedMessage(JsonText.parse(MessageJson.write(message())), signature);
  }

  /** As somebody brings it to the contract who does not care whether it counts. */
  BallotVote words(Hash32 ballot) {
    VoteMessage vote = message();
    CompactSignature compact =
        Signatures.recover(vote.id(), signature.hex())
            .map(Signatures.Recovered::signature)
            .orElseGet(this::raw);
    return new BallotVote(
        vote.id(),
        ballot,
        Address.parse(vote.from()),
        (vote.fromIsAddress() ? 1 : 0) | (vote.proposalIsBytes32() ? 2 : 0),
        vote.choice() instanceof Choice.Index(long value) ? (int) Math.min(value, 255) : 0,
        vote.timestamp(),
        hash(vote.reason()),
        hash(vote.app()),
        hash(vote.metadata()),
        compact.r(),
        compact.vs());
  }

  private CompactSignature raw() {
    byte[] bytes = Arrays.copyOf(signature.bytes(), 64);
    return new CompactSignature(
        Hash32.of(Arrays.copyOf(bytes, 32)), Hash32.of(Arrays.copyOfRange(bytes, 32, 64)));
  }

  private static Hash32 hash(String text) {
    return Hash32.keccak(text.getBytes(UTF_8));
  }

  /** The same signature with v of 0 or 1. */
  static Bytes withSmallV(Bytes signature) {
    byte[] bytes = signature.bytes();
    bytes[64] = (byte) (bytes[64] - 27);
    return Bytes.of(bytes);
  }

  /** The same signature with the other s, which Snapshot takes and the contract does not. */
  static Bytes withHighS(Bytes signature) {
    byte[] bytes = signature.bytes();
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(bytes, 32, 64));
    System.arraycopy(Hash32.fromUnsigned(ORDER.subtract(s)).bytes(), 0, bytes, 32, 32);
    bytes[64] = (byte) (bytes[64] == 27 ? 28 : 27);
    return Bytes.of(bytes);
  }

  /** The same signature in the 64 bytes of EIP-2098. */
  static Bytes compact(Bytes signature) {
    byte[] bytes = Arrays.copyOf(signature.bytes(), 64);
    if (signature.bytes()[64] == 28) {
      bytes[32] |= (byte) 0x80;
    }
    return Bytes.of(bytes);
  }
}
