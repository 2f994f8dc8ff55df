// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {PowerLib} from "../../src/libraries/PowerLib.sol";

/// @notice For every electorate and every share: how much must take part.
contract QuorumProof {
    /// @dev The least whole power that is at least the share: rounded up, and by less than one.
    function theQuorumIsRoundedUp(uint208 total, uint16 bps) external pure {
        require(bps <= PowerLib.BPS);
        uint256 quorum = PowerLib.quorumUp(total, bps);
        assert(quorum * PowerLib.BPS >= uint256(total) * bps);
        assert(quorum * PowerLib.BPS < uint256(total) * bps + PowerLib.BPS);
    }

    function theQuorumCanBeMet(uint208 total, uint16 bps) external pure {
        require(bps <= PowerLib.BPS);
        assert(PowerLib.quorumUp(total, bps) <= total);
    }

    function everybodyIsEverybody(uint208 total) external pure {
        assert(PowerLib.quorumUp(total, PowerLib.BPS) == total);
    }

    /// @dev No electorate is so small that a share of it vanishes.
    function aShareOfSomethingIsSomething(uint208 total, uint16 bps) external pure {
        require(total > 0 && bps > 0);
        assert(PowerLib.quorumUp(total, bps) > 0);
    }
}
