// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice The plainest bookkeeping of powers and nodes: every block's powers, and every node's time, written down in full.
/// @dev Knows nothing of checkpoints; slow, obvious, and only for tests.
contract RegistryModel {
    mapping(address account => uint256) public nodesOf;
    uint256 public total;

    /// @notice All nodes ever, in order of registration.
    address[] public nodesEver;
    /// @notice When a node's present time as an active one began; 0 for the others.
    mapping(address node => uint256) public activeSince;

    mapping(uint256 blockNumber => mapping(address account => uint256)) private _nodesAt;
    mapping(uint256 blockNumber => uint256) private _totalAt;

    /// @notice An operator has one active node more.
    function gain(address account) external {
        nodesOf[account]++;
        total++;
    }

    /// @notice An operator has some active nodes fewer.
    function lose(address account, uint256 number) external {
        nodesOf[account] -= number;
        total -= number;
    }

    /// @notice A node was registered.
    function add(address node) external {
        nodesEver.push(node);
    }

    /// @notice A node became active at a time, or stopped being active (time 0).
    function setActiveSince(address node, uint256 time) external {
        activeSince[node] = time;
    }

    /// @notice How many nodes were ever registered.
    function nodeCount() external view returns (uint256) {
        return nodesEver.length;
    }

    /// @notice Writes down the powers at the end of a block.
    function endBlock(uint256 blockNumber, address[] calldata accounts) external {
        _totalAt[blockNumber] = total;
        for (uint256 i = 0; i < accounts.length; i++) {
            _nodesAt[blockNumber][accounts[i]] = nodesOf[accounts[i]];
        }
    }

    /// @notice The capped power that was written down.
    function votesAt(address account, uint256 blockNumber) external view returns (uint256) {
        return capped(_nodesAt[blockNumber][account], _totalAt[blockNumber]);
    }

    /// @notice The total that was written down.
    function totalAt(uint256 blockNumber) external view returns (uint256) {
        return _totalAt[blockNumber];
    }

    /// @notice min(nodes, max(1, a tenth of the total)).
    function capped(uint256 nodes, uint256 totalNodes) public pure returns (uint256) {
        uint256 cap = totalNodes / 10 == 0 ? 1 : totalNodes / 10;
        return nodes < cap ? nodes : cap;
    }
}
