package org.sweetwater.oracle.message;

import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/**
 * A vote as SnapshotBallot takes it (ISnapshotBallot.Vote), with the ids that events show.
 *
 * @param id the EIP-712 digest, Snapshot's vote id
 * @param proposalId the ballot's id
 * @param variant bit 0: the signed type has {@code address from}; bit 1: {@code bytes32 proposal}
 * @param choice 1 For, 2 Against, 3 Abstain
 * @param timestamp seconds since 1970, as signed
 * @param r zero for a contract wallet's vote
 * @param vs EIP-2098; zero for a contract wallet's vote
 */
public record BallotVote(
    Hash32 id,
    Hash32 proposalId,
    Address voter,
    int variant,
    int choice,
    long timestamp,
    Hash32 reasonHash,
    Hash32 appHash,
    Hash32 metadataHash,
    Hash32 r,
    Hash32 vs) {
  /** The same vote with an ECDSA signature in place. */
  public BallotVote with(CompactSignature signature) {
    return new BallotVote(
        id,
        proposalId,
        voter,
        variant,
        choice,
        timestamp,
        reasonHash,
        appHash,
        metadataHash,
        signature.r(),
        signature.vs());
  }
}
