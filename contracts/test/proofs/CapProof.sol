// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {PowerLib} from "../../src/libraries/PowerLib.sol";

/// @notice For every network and every operator: how much one voice weighs.
contract CapProof {
    function noVoiceExceedsATenthOrOne(uint256 power, uint208 total) external pure {
        uint256 voice = PowerLib.capped(power, total);
        assert(voice <= 1 || voice * 10 <= total);
        assert(voice <= power);
    }

    /// @dev What `getPastVotes` relies on when it does not look up the total.
    function aSingleNodeIsNeverCapped(uint256 total) external pure {
        assert(PowerLib.capped(0, total) == 0);
        assert(PowerLib.capped(1, total) == 1);
    }

    /// @dev The cap takes away no more than it must.
    function belowATenthNothingIsLost(uint256 power, uint208 total) external pure {
        require(power <= total / 10);
        assert(PowerLib.capped(power, total) == power);
    }

    function aGrowingNetworkNeverLowersTheCap(uint256 total, uint256 larger) external pure {
        require(total <= larger);
        assert(PowerLib.cap(total) <= PowerLib.cap(larger));
    }
}
