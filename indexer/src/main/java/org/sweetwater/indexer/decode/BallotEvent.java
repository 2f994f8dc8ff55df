package org.sweetwater.indexer.decode;

import java.time.Instant;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * An event of the SnapshotBallot; {@code contracts/src/interfaces/ISnapshotBallot.sol} says what
 * each means.
 */
public sealed interface BallotEvent extends ContractEvent {
  /** A ballot opened; quorum and votersMin are absolute numbers. */
  record BallotOpened(
      Hash32 id,
      Address author,
      int track,
      long snapshotBlock,
      Instant start,
      Instant end,
      Instant countUntil,
      long quorum,
      long votersMin,
      boolean twoThirds,
      long delaySeconds)
      implements BallotEvent {}

  /** What a ballot will do if it passes. */
  record CallCommitted(
      Hash32 id, Address target, Hash32 action, Hash32 codeHash, Bytes data, Hash32 salt)
      implements BallotEvent {}

  /** A vote stands; a later one of the same voter replaces it. */
  record VoteCounted(
      Hash32 id, Address voter, Hash32 voteId, Choice choice, long power, Instant timestamp)
      implements BallotEvent {}

  /** A late change of the outcome gave everybody more time to bring votes. */
  record CountExtended(Hash32 id, Instant countUntil, int extensions) implements BallotEvent {}

  /** A ballot was decided. */
  record BallotClosed(
      Hash32 id, boolean passed, long votesFor, long votesAgainst, long votesAbstain, long voters)
      implements BallotEvent {}

  /** A ballot's call was made. */
  record BallotExecuted(Hash32 id, Hash32 action) implements BallotEvent {}

  /** A ballot was stopped for good. */
  record BallotVetoed(Hash32 id) implements BallotEvent {}

  /** A track has new values for ballots opened later. */
  record TrackSet(
      int track,
      long version,
      long windowSeconds,
      long graceSeconds,
      long delaySeconds,
      int quorumBps,
      long votersMin,
      boolean twoThirds)
      implements BallotEvent {}

  /** Ballots of {@code track} may make this call; 0 means none may. */
  record ListingSet(Address target, Bytes selector, int track) implements BallotEvent {}
}
