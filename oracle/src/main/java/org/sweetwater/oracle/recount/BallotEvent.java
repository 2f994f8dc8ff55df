package org.sweetwater.oracle.recount;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Optional;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.LogEntry;

/** An event of SnapshotBallot as far as a recount needs it. Times are seconds since 1970. */
sealed interface BallotEvent {
  /** A track got its values. */
  record TrackSet(long track, long grace, long quorumBps, long votersMin, boolean twoThirds)
      implements BallotEvent {}

  /** A ballot opened; {@code quorum} is absolute. */
  record Opened(
      Hash32 id,
      Address author,
      long track,
      long snapshot,
      long start,
      long end,
      long countUntil,
      long quorum,
      long votersMin,
      boolean twoThirds)
      implements BallotEvent {}

  /** What the ballot will do. */
  record Committed(
      Hash32 id, Address target, Hash32 action, Hash32 codeHash, Bytes data, Hash32 salt)
      implements BallotEvent {}

  /** A vote stands. */
  record Counted(Hash32 id, Address voter, Hash32 voteId, int choice, long power, long timestamp)
      implements BallotEvent {}

  /** A late turn of the outcome extended the counting. */
  record Extended(Hash32 id, long countUntil) implements BallotEvent {}

  /** The ballot is decided. */
  record Closed(Hash32 id, Result result) implements BallotEvent {}

  /** Reads an event; empty for one that a recount does not need. */
  static Optional<BallotEvent> of(LogEntry log) {
    Words words = new Words(log);
    Hash32 event = log.topics().getFirst();
    if (event.equals(topic("TrackSet(uint8,uint32,uint64,uint64,uint64,uint16,uint32,bool)"))) {
      return Optional.of(
          new TrackSet(
              words.topicNumber(1),
              words.number(2),
              words.number(4),
              words.number(5),
              words.number(6) != 0));
    }
    if (event.equals(
        topic(
            "BallotOpened(bytes32,address,uint8,uint64,uint64,uint64,uint64,uint64,uint32,bool,uint64)"))) {
      return Optional.of(opened(words));
    }
    if (event.equals(topic("CallCommitted(bytes32,address,bytes32,bytes32,bytes,bytes32)"))) {
      return Optional.of(
          new Committed(
              words.topic(1),
              words.topicAddress(2),
              words.topic(3),
              words.word(0),
              words.bytes(1),
              words.word(2)));
    }
    if (event.equals(topic("VoteCounted(bytes32,address,bytes32,uint8,uint64,uint64)"))) {
      return Optional.of(
          new Counted(
              words.topic(1),
              words.topicAddress(2),
              words.word(0),
              (int) words.number(1),
              words.number(2),
              words.number(3)));
    }
    if (event.equals(topic("CountExtended(bytes32,uint64,uint8)"))) {
      return Optional.of(new Extended(words.topic(1), words.number(0)));
    }
    if (event.equals(topic("BallotClosed(bytes32,bool,uint64,uint64,uint64,uint32)"))) {
      return Optional.of(closed(words));
    }
    return Optional.empty();
  }

  private static Opened opened(Words words) {
    return new Opened(
        words.topic(1),
        words.topicAddress(2),
        words.topicNumber(3),
        words.number(0),
        words.number(1),
        words.number(2),
        words.number(3),
        words.number(4),
        words.number(5),
        words.number(6) != 0);
  }

  private static Closed closed(Words words) {
    return new Closed(
        words.topic(1),
        new Result(
            words.number(1),
            words.number(2),
            words.number(3),
            words.number(4),
            words.number(0) != 0));
  }

  private static Hash32 topic(String signature) {
    return Hash32.keccak(signature.getBytes(US_ASCII));
  }
}
