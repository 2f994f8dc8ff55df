// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {PowerLib} from "../../src/libraries/PowerLib.sol";
import {toStandingVote} from "../../src/types/StandingVote.sol";
import {PassRule, Tally} from "../../src/types/Tally.sol";

/// @notice Claims that are false by one: a checker that does not find a counterexample to each is no checker.
contract RefutedCanary {
    function theQuorumIsRoundedDown(uint208 total, uint16 bps) external pure {
        require(bps <= PowerLib.BPS);
        assert(PowerLib.quorumUp(total, bps) * PowerLib.BPS <= uint256(total) * bps);
    }

    function aBareMajorityIsTwoThirds(PassRule memory rule) external pure {
        Tally memory tally;
        tally.powers[1] = 7;
        tally.powers[2] = 6;
        tally.voters = 2;
        require(rule.quorum <= 13 && rule.votersMin <= 2);
        assert(tally.passes(rule));
    }

    function aVoteWithoutChoiceIsAVote(uint40 timestamp, bytes32 id, uint48 power, uint8 choice) external pure {
        assert(!toStandingVote(timestamp, id, power, choice).isNone());
    }
}
