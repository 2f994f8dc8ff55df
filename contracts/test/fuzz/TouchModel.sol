// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice The plainest bookkeeping of touches: every touch with its second, counted anew whenever somebody asks.
/// @dev Knows nothing of buckets; slow, obvious, and only for tests.
contract TouchModel {
    struct Touch {
        address principal;
        address node;
        uint256 time;
    }

    Touch[] private _touches;

    /// @notice A principal touched a node at a time (seconds).
    function add(address principal, address node, uint256 time) external {
        _touches.push(Touch(principal, node, time));
    }

    /// @notice Distinct nodes that a principal touched at or after a time.
    function distinctSince(address principal, uint256 time) external view returns (uint256 number) {
        for (uint256 i = 0; i < _touches.length; i++) {
            if (counts(i, principal, time) && isFirst(i, principal, time)) number++;
        }
    }

    function isFirst(uint256 index, address principal, uint256 time) private view returns (bool) {
        for (uint256 i = 0; i < index; i++) {
            if (_touches[i].node == _touches[index].node && counts(i, principal, time)) return false;
        }
        return true;
    }

    function counts(uint256 index, address principal, uint256 time) private view returns (bool) {
        return _touches[index].principal == principal && _touches[index].time >= time;
    }
}
