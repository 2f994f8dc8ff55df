// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {PassRule, Tally} from "../../src/types/Tally.sol";

/// @notice For every count that fits a ballot's storage and every rule: who wins.
contract MajorityProof {
    /// @dev Exactly the sentence of the rules, two thirds written as the share of For in For and Against.
    function aBallotPassesExactlyByTheRule(
        uint48 votesFor,
        uint48 votesAgainst,
        uint48 votesAbstain,
        uint32 voters,
        PassRule memory rule
    ) external pure {
        bool passed = _passes(votesFor, votesAgainst, votesAbstain, voters, rule);
        uint256 decided = uint256(votesFor) + votesAgainst;
        bool isMajority =
            rule.twoThirds ? votesFor > 0 && uint256(votesFor) * 3 >= decided * 2 : uint256(votesFor) * 2 > decided;
        bool isQuorate = decided + votesAbstain >= rule.quorum && voters >= rule.votersMin;
        assert(passed == (isMajority && isQuorate));
    }

    /// @dev [One operator alone]: with least two voters nobody passes a ballot alone, whatever power he has.
    function oneVoterNeverPassesAlone(uint48 power, PassRule memory rule) external pure {
        require(rule.votersMin >= 2);
        assert(!_passes(power, 0, 0, 1, rule));
    }

    function aVoteForNeverDefeats(
        uint48 votesFor,
        uint48 votesAgainst,
        uint48 votesAbstain,
        uint32 voters,
        uint48 power,
        PassRule memory rule
    ) external pure {
        require(_passes(votesFor, votesAgainst, votesAbstain, voters, rule));
        assert(_passes(uint256(votesFor) + power, votesAgainst, votesAbstain, uint256(voters) + 1, rule));
    }

    /// @dev Where the quorum is met without it, a vote Against never helps. (Below the quorum it can: it takes part.)
    function aVoteAgainstNeverHelpsAQuorateBallot(
        uint48 votesFor,
        uint48 votesAgainst,
        uint48 votesAbstain,
        uint32 voters,
        uint48 power,
        PassRule memory rule
    ) external pure {
        require(uint256(votesFor) + votesAgainst + votesAbstain >= rule.quorum && voters >= rule.votersMin);
        require(!_passes(votesFor, votesAgainst, votesAbstain, voters, rule));
        assert(!_passes(votesFor, uint256(votesAgainst) + power, votesAbstain, uint256(voters) + 1, rule));
    }

    function aTieNeverPasses(uint48 each, uint48 votesAbstain, uint32 voters, PassRule memory rule) external pure {
        assert(!_passes(each, each, votesAbstain, voters, rule));
    }

    function _passes(uint256 votesFor, uint256 votesAgainst, uint256 votesAbstain, uint256 voters, PassRule memory rule)
        private
        pure
        returns (bool)
    {
        Tally memory tally;
        tally.powers[1] = votesFor;
        tally.powers[2] = votesAgainst;
        tally.powers[3] = votesAbstain;
        tally.voters = voters;
        return tally.passes(rule);
    }
}
