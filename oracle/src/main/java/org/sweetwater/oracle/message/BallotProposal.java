package org.sweetwater.oracle.message;

import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/**
 * A proposal as SnapshotBallot takes it (ISnapshotBallot.Proposal).
 *
 * @param id the EIP-712 digest, Snapshot's proposal id and the ballot's id
 * @param votingType 0 basic, 1 single-choice
 * @param labelsHash keccak256 of the concatenated keccak256 of each label
 */
public record BallotProposal(
    Hash32 id,
    Address author,
    boolean fromIsAddress,
    int votingType,
    long timestamp,
    long start,
    long end,
    long snapshot,
    Hash32 titleHash,
    Hash32 bodyHash,
    Hash32 discussionHash,
    Hash32 labelsHash,
    Hash32 appHash) {}
