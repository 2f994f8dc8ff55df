// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @notice The vote that stands for a voter, in one storage slot; zero when none.
/// @dev From the top: signed timestamp 40, first bits of the vote id 160, power 48, choice 8 bits. The order of the upper
/// 200 bits is thus the order in which votes replace each other.
type StandingVote is uint256;

using StandingVoteLib for StandingVote global;

uint256 constant TIMESTAMP_OFFSET = 216;
uint256 constant ORDER_OFFSET = 56;
uint256 constant POWER_OFFSET = 8;
/// @dev Leaves the first 160 bits of an id.
uint256 constant ID_SHIFT = 96;

/// @notice Packs a vote; reverts when the power does not fit.
/// @dev Unchecked for speed: the caller has compared `timestamp` with a ballot's 40-bit end, and `choice` with 3.
function toStandingVote(uint256 timestamp, bytes32 voteId, uint256 power, uint256 choice) pure returns (StandingVote) {
    return StandingVote.wrap(
        (timestamp << TIMESTAMP_OFFSET) | (uint256(voteId) >> ID_SHIFT << ORDER_OFFSET)
            | (uint256(SafeCast.toUint48(power)) << POWER_OFFSET) | choice
    );
}

/// @notice The parts of a standing vote, and the order of two.
// forge-lint: disable-next-item(unsafe-typecast) -- each cast cuts one part out of the slot
library StandingVoteLib {
    /// @notice Whether no vote stands. A vote has a choice, so that none is zero.
    function isNone(StandingVote vote) internal pure returns (bool) {
        return StandingVote.unwrap(vote) == 0;
    }

    /// @notice Whether `next` is later by timestamp, or by id at the same timestamp.
    function isReplacedBy(StandingVote vote, StandingVote next) internal pure returns (bool) {
        return StandingVote.unwrap(next) >> ORDER_OFFSET > StandingVote.unwrap(vote) >> ORDER_OFFSET;
    }

    /// @notice The signed timestamp, in seconds.
    function timestamp(StandingVote vote) internal pure returns (uint64) {
        return uint40(StandingVote.unwrap(vote) >> TIMESTAMP_OFFSET);
    }

    /// @notice The first 20 bytes of the vote's id.
    function idPrefix(StandingVote vote) internal pure returns (bytes20) {
        return bytes20(uint160(StandingVote.unwrap(vote) >> ORDER_OFFSET));
    }

    /// @notice The power with which the vote counts, in nodes.
    function power(StandingVote vote) internal pure returns (uint64) {
        return uint48(StandingVote.unwrap(vote) >> POWER_OFFSET);
    }

    /// @notice 1 For, 2 Against, 3 Abstain; 0 when no vote stands.
    function choice(StandingVote vote) internal pure returns (uint8) {
        return uint8(StandingVote.unwrap(vote));
    }
}
