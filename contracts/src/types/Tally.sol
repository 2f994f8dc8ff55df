// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {StandingVote} from "./StandingVote.sol";

using {add, replace, passes} for Tally global;

/// @notice A count in memory: power by choice (1 For, 2 Against, 3 Abstain; 0 unused) and distinct voters.
struct Tally {
    uint256[4] powers;
    uint256 voters;
}

/// @notice What a ballot needs in order to pass.
struct PassRule {
    /// Least power that takes part.
    uint256 quorum;
    /// Least number of distinct voters.
    uint256 votersMin;
    /// For ≥ 2 × Against, instead of For > Against alone.
    bool twoThirds;
}

/// @notice Counts the first vote of a voter.
function add(Tally memory tally, StandingVote vote) pure {
    // A power has 48 bits, and nobody can count 2**208 votes.
    unchecked {
        tally.powers[vote.choice()] += vote.power();
        ++tally.voters;
    }
}

/// @notice Counts a vote in the place of the voter's earlier one.
function replace(Tally memory tally, StandingVote previous, StandingVote vote) pure {
    tally.powers[previous.choice()] -= previous.power();
    tally.powers[vote.choice()] += vote.power();
}

/// @notice Whether the ballot passes with this count.
function passes(Tally memory tally, PassRule memory rule) pure returns (bool) {
    uint256 votesFor = tally.powers[1];
    uint256 votesAgainst = tally.powers[2];
    return votesFor + votesAgainst + tally.powers[3] >= rule.quorum && tally.voters >= rule.votersMin
        && votesFor > votesAgainst && (!rule.twoThirds || votesFor >= 2 * votesAgainst);
}
