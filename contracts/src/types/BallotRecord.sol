// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ISnapshotBallot} from "../interfaces/ISnapshotBallot.sol";
import {StandingVote} from "./StandingVote.sol";
import {PassRule, Tally} from "./Tally.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

using {expiresAt, statusNow, passRule, tally, store, toBallot} for BallotRecord global;

/// @dev Seconds after the delay in which a passed ballot can be executed.
uint256 constant MANDATE_LENGTH = 14 days;

/// @notice A ballot in storage; ISnapshotBallot.Ballot says what each value means.
/// @dev Times are 40 bits, powers and block numbers 48, spans 32: opening refuses what does not fit. One counting batch
/// reads the first three slots and writes the third.
struct BallotRecord {
    address author;
    uint8 track;
    ISnapshotBallot.Status status;
    bool twoThirds;
    uint8 extensions;
    uint32 votersMin;
    // second slot
    uint48 snapshot;
    uint40 start;
    uint40 end;
    uint40 countUntil;
    uint32 grace;
    uint48 quorum;
    // third slot
    uint48 votesFor;
    uint48 votesAgainst;
    uint48 votesAbstain;
    uint32 voters;
    uint40 closedAt;
    uint32 delay;
    // what it will do
    address target;
    bytes32 codeHash;
    bytes32 action;
    bytes data;
    mapping(address voter => StandingVote) standingVotes;
}

/// @notice The last second in which the ballot, if passed, can be executed. It ages from the end of counting, which nobody
/// can put off, rather than from `close`, which anybody may call late.
function expiresAt(BallotRecord storage record) view returns (uint256) {
    return uint256(record.countUntil) + record.delay + MANDATE_LENGTH;
}

/// @notice The stored status, with Expired derived from the time.
function statusNow(BallotRecord storage record) view returns (ISnapshotBallot.Status status) {
    status = record.status;
    if (status == ISnapshotBallot.Status.Passed && block.timestamp > record.expiresAt()) {
        status = ISnapshotBallot.Status.Expired;
    }
}

/// @notice What the ballot needs in order to pass.
function passRule(BallotRecord storage record) view returns (PassRule memory) {
    return PassRule({quorum: record.quorum, votersMin: record.votersMin, twoThirds: record.twoThirds});
}

/// @notice The count so far.
function tally(BallotRecord storage record) view returns (Tally memory count) {
    count.powers[1] = record.votesFor;
    count.powers[2] = record.votesAgainst;
    count.powers[3] = record.votesAbstain;
    count.voters = record.voters;
}

/// @notice Writes a count.
function store(BallotRecord storage record, Tally memory count) {
    record.votesFor = SafeCast.toUint48(count.powers[1]);
    record.votesAgainst = SafeCast.toUint48(count.powers[2]);
    record.votesAbstain = SafeCast.toUint48(count.powers[3]);
    record.voters = SafeCast.toUint32(count.voters);
}

/// @notice The whole state as readers get it.
function toBallot(BallotRecord storage record) view returns (ISnapshotBallot.Ballot memory ballot) {
    ballot.author = record.author;
    ballot.track = record.track;
    ballot.status = record.statusNow();
    ballot.twoThirds = record.twoThirds;
    ballot.extensions = record.extensions;
    ballot.votersMin = record.votersMin;
    ballot.voters = record.voters;
    ballot.snapshot = record.snapshot;
    ballot.start = record.start;
    ballot.end = record.end;
    ballot.countUntil = record.countUntil;
    ballot.grace = record.grace;
    ballot.delay = record.delay;
    ballot.closedAt = record.closedAt;
    ballot.quorum = record.quorum;
    ballot.votesFor = record.votesFor;
    ballot.votesAgainst = record.votesAgainst;
    ballot.votesAbstain = record.votesAbstain;
    ballot.target = record.target;
    ballot.codeHash = record.codeHash;
    ballot.action = record.action;
    ballot.data = record.data;
}
