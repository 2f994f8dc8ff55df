// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ISnapshotBallot} from "../interfaces/ISnapshotBallot.sol";

using {read} for VoteWords global;

/// @notice An ISnapshotBallot.Vote word by word, in memory that a batch uses again for each vote.
/// @dev Nothing has checked that a value fits its type: whoever reads one compares the whole word first. So a malformed
/// vote is skipped like any other bad one, where decoding would make the batch revert, and reading costs far less.
struct VoteWords {
    uint256 voter;
    uint256 variant;
    uint256 choice;
    uint256 timestamp;
    bytes32 reasonHash;
    bytes32 appHash;
    bytes32 metadataHash;
    bytes32 r;
    bytes32 vs;
}

/// @notice Copies a vote from the calldata.
function read(VoteWords memory words, ISnapshotBallot.Vote calldata vote) pure {
    assembly ("memory-safe") {
        calldatacopy(words, vote, 0x120)
    }
}
