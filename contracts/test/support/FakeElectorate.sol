// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice The two reads that a ballot makes of a registry, with powers that a test sets; the same at every block, except
/// where a block has a total of its own.
contract FakeElectorate {
    uint256 private _total;
    mapping(address account => uint256) private _powers;
    mapping(uint256 blockNumber => uint256) private _totalsAt;

    /// @notice The sum of the powers that were set.
    function total() external view returns (uint256) {
        return _total;
    }

    /// @notice Gives an account a power; the total follows.
    function setPower(address account, uint256 power) external {
        _total = _total - _powers[account] + power;
        _powers[account] = power;
    }

    /// @notice Says that one block had another total.
    function setTotalAt(uint256 blockNumber, uint256 totalPower) external {
        _totalsAt[blockNumber] = totalPower;
    }

    /// @notice As IVotes.getPastVotes.
    function getPastVotes(address account, uint256) external view returns (uint256) {
        return _powers[account];
    }

    /// @notice As IVotes.getPastTotalSupply.
    function getPastTotalSupply(uint256 blockNumber) external view returns (uint256) {
        return _totalsAt[blockNumber] == 0 ? _total : _totalsAt[blockNumber];
    }
}
