package org.sweetwater.oracle.ballot;

import java.math.BigInteger;
import org.sweetwater.oracle.message.BallotVote;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/** The form in which queued votes are stored: ISnapshotBallot.Vote, nine words of 32 bytes. */
final class VoteWords {
  private static final int WORD = Hash32.LENGTH;

  private VoteWords() {}

  static Bytes write(BallotVote vote) {
    byte[] all = new byte[9 * WORD];
    put(all, 0, vote.voter().toWord());
    put(all, 1, Hash32.fromUnsigned(BigInteger.valueOf(vote.variant())));
    put(all, 2, Hash32.fromUnsigned(BigInteger.valueOf(vote.choice())));
    put(all, 3, Hash32.fromUnsigned(BigInteger.valueOf(vote.timestamp())));
    put(all, 4, vote.reasonHash());
    put(all, 5, vote.appHash());
    put(all, 6, vote.metadataHash());
    put(all, 7, vote.r());
    put(all, 8, vote.vs());
    return Bytes.of(all);
  }

  static BallotVote read(Hash32 id, Hash32 proposalId, Bytes words) {
    return new BallotVote(
        id,
        proposalId,
        Address.fromWord(word(words, 0)),
        word(words, 1).toUnsigned().intValueExact(),
        word(words, 2).toUnsigned().intValueExact(),
        word(words, 3).toUnsigned().longValueExact(),
        word(words, 4),
        word(words, 5),
        word(words, 6),
        word(words, 7),
        word(words, 8));
  }

  private static void put(byte[] all, int index, Hash32 word) {
    System.arraycopy(word.bytes(), 0, all, index * WORD, WORD);
  }

  private static Hash32 word(Bytes words, int index) {
    return Hash32.of(words.slice(index * WORD, (index + 1) * WORD).bytes());
  }
}
