// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title Shares of the nodes
/// @notice The arithmetic of the cap on one operator's voice and of the quorum. Powers are nodes.
/// @dev Written out, without OpenZeppelin's branch-free Math, so that the SMTChecker can prove it: see test/proofs.
library PowerLib {
    /// @notice An operator's share, an epoch's growth and a period's suspensions are each at most one tenth of the nodes.
    uint256 internal constant TENTH = 10;
    /// @notice A hundred per cent, in basis points.
    uint256 internal constant BPS = 10_000;

    /// @notice The greatest voice of one operator: a tenth of the total rounded down, and at least one.
    function cap(uint256 totalPower) internal pure returns (uint256) {
        return totalPower < TENTH ? 1 : totalPower / TENTH;
    }

    /// @notice What a power weighs in a network of `totalPower`.
    function capped(uint256 power, uint256 totalPower) internal pure returns (uint256) {
        uint256 most = cap(totalPower);
        return power < most ? power : most;
    }

    /// @notice Least power that must take part: a share of the total, rounded up.
    /// @param totalPower in nodes; at most 2**208, which the registry keeps: nothing overflows
    /// @param quorumBps in basis points
    function quorumUp(uint256 totalPower, uint256 quorumBps) internal pure returns (uint256) {
        return (totalPower * quorumBps + BPS - 1) / BPS;
    }
}
