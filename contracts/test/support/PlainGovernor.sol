// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {GovernorCountingSimple} from "@openzeppelin/contracts/governance/extensions/GovernorCountingSimple.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";

/// @notice OpenZeppelin's Governor as its documentation composes it, with nothing of ours but the electorate.
contract PlainGovernor is Governor, GovernorCountingSimple, GovernorVotes {
    constructor(IVotes electorate) Governor("PlainGovernor") GovernorVotes(electorate) {}

    /// @notice Blocks from the proposal to its snapshot.
    function votingDelay() public pure override returns (uint256) {
        return 1;
    }

    /// @notice Blocks from the snapshot to the deadline.
    function votingPeriod() public pure override returns (uint256) {
        return 1000;
    }

    /// @notice Least power For and Abstain together.
    function quorum(uint256) public pure override returns (uint256) {
        return 10;
    }
}
