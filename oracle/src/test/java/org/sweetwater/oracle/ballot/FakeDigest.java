package org.sweetwater.oracle.ballot;

import static org.sweetwater.oracle.ballot.FakeBallotChain.keccak;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.List;
import org.sweetwater.oracle.message.BallotVote;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.wrappers.Hash32;

/** A vote's id as the contract computes it from the nine words (SnapshotMessageLib). */
final class FakeDigest {
  private static final Hash32 DOMAIN =
      Hash32.parse("0x484fce18f892e8535a4b6700e197a8026f4213f809d23ae117da03b497e18670");

  private FakeDigest() {}

  static Hash32 of(BallotVote vote) {
    boolean fromIsAddress = (vote.variant() & 1) != 0;
    boolean proposalIsBytes = (vote.variant() & 2) != 0;
    String types =
        TestSigner.VOTE
            .replace("string from", fromIsAddress ? "address from" : "string from")
            .replace("string proposal", proposalIsBytes ? "bytes32 proposal" : "string proposal");
    Hash32 struct =
        hash(
            List.of(
                keccak(types),
                fromIsAddress ? vote.voter().toWord() : keccak(vote.voter().checksummed()),
                keccak(TestSigner.SPACE),
                number(vote.timestamp()),
                proposalIsBytes ? vote.proposalId() : keccak(vote.proposalId().hex()),
                number(vote.choice()),
                vote.reasonHash(),
                vote.appHash(),
                vote.metadataHash()));
    ByteArrayOutputStream digest = new ByteArrayOutputStream();
    digest.writeBytes(new byte[] {0x19, 0x01});
    digest.writeBytes(DOMAIN.bytes());
    digest.writeBytes(struct.bytes());
    return Hash32.keccak(digest.toByteArray());
  }

  private static Hash32 hash(List<Hash32> words) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    words.forEach(word -> all.writeBytes(word.bytes()));
    return Hash32.keccak(all.toByteArray());
  }

  private static Hash32 number(long value) {
    return Hash32.fromUnsigned(BigInteger.valueOf(value));
  }
}
