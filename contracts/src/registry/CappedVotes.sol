// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {INodeRegistry} from "../interfaces/INodeRegistry.sol";
import {PowerLib} from "../libraries/PowerLib.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC6372} from "@openzeppelin/contracts/interfaces/IERC6372.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

/// @title Capped votes: the ERC-5805 reads of the registry
/// @notice Keeps powers uncapped by block number, and caps them where they are read: so the cap follows the network.
abstract contract CappedVotes is INodeRegistry {
    using Checkpoints for Checkpoints.Trace208;

    mapping(address account => Checkpoints.Trace208) private _power;
    Checkpoints.Trace208 private _total;

    /// @inheritdoc INodeRegistry
    function getVotes(address account) external view returns (uint256) {
        return PowerLib.capped(_power[account].latest(), _totalPower());
    }

    /// @inheritdoc INodeRegistry
    function getPastVotes(address account, uint256 timepoint) external view returns (uint256) {
        uint48 blockNumber = _requirePast(timepoint);
        // The ballot asks this for every vote: mostly of operators that did not change since, and have a single node,
        // which is never above the cap.
        (, uint48 since, uint256 power) = _power[account].latestCheckpoint();
        if (since > blockNumber) power = _power[account].upperLookupRecent(blockNumber);
        if (power <= 1) return power;
        return PowerLib.capped(power, _total.upperLookupRecent(blockNumber));
    }

    /// @inheritdoc INodeRegistry
    function getPastTotalSupply(uint256 timepoint) external view returns (uint256) {
        return _total.upperLookupRecent(_requirePast(timepoint));
    }

    /// @inheritdoc INodeRegistry
    function activeNodes() external view returns (uint256) {
        return _totalPower();
    }

    /// @inheritdoc INodeRegistry
    function powerCap(uint256 totalPower) public pure returns (uint256) {
        return PowerLib.cap(totalPower);
    }

    /// @inheritdoc IERC6372
    function clock() public view returns (uint48) {
        return Time.blockNumber();
    }

    /// @inheritdoc IERC6372
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() external pure returns (string memory) {
        return "mode=blocknumber&from=default";
    }

    /// @inheritdoc IVotes
    function delegates(address account) external pure returns (address) {
        return account;
    }

    /// @inheritdoc IVotes
    function delegate(address) external pure {
        revert NodeRegistry_DelegationDisabled();
    }

    /// @inheritdoc IVotes
    function delegateBySig(address, uint256, uint256, uint8, bytes32, bytes32) external pure {
        revert NodeRegistry_DelegationDisabled();
    }

    /// @dev Uncapped, now.
    function _totalPower() internal view returns (uint208) {
        return _total.latest();
    }

    /// @dev Writes a change of an operator's uncapped power, and of the total with it.
    function _pushPower(address operator, uint32 previous, uint32 next) internal {
        uint208 previousTotal = _total.latest();
        uint208 newTotal = previousTotal - previous + next;
        _power[operator].push(clock(), next);
        _total.push(clock(), newTotal);
        emit DelegateVotesChanged(operator, previous, next);
        emit TotalPowerChanged(previousTotal, newTotal);
    }

    function _requirePast(uint256 timepoint) private view returns (uint48) {
        uint48 present = clock();
        require(timepoint < present, NodeRegistry_FutureLookup(timepoint, present));
        // Cannot truncate: timepoint < present, which has 48 bits.
        return uint48(timepoint);
    }
}
