// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice What ballots of these tests act on: it remembers its calls, fails on demand and calls back.
contract FakeTarget {
    /// @notice The calls that arrived, in order.
    uint256[] public acts;
    /// @notice Who made the last call.
    address public lastCaller;

    error FakeTarget_Refused(uint256 value);

    /// @notice Listed on the ordinary track.
    function act(uint256 value) external returns (uint256) {
        acts.push(value);
        lastCaller = msg.sender;
        return value + 1;
    }

    /// @notice Listed on the emergency track.
    function halt() external {
        acts.push(type(uint256).max);
        lastCaller = msg.sender;
    }

    /// @notice Listed on the ordinary track; always reverts.
    function refuse(uint256 value) external pure {
        revert FakeTarget_Refused(value);
    }

    /// @notice Listed on the ordinary track; reverts until an act has arrived.
    function actAfterFirst(uint256 value) external {
        require(acts.length > 0, FakeTarget_Refused(value));
        acts.push(value);
    }

    /// @notice Listed on the ordinary track; makes another call and lets its revert through.
    function callBack(address other, bytes calldata data) external {
        acts.push(0);
        (bool success, bytes memory result) = other.call(data);
        if (!success) {
            assembly ("memory-safe") {
                revert(add(result, 0x20), mload(result))
            }
        }
    }

    /// @notice How many calls arrived.
    function actsCount() external view returns (uint256) {
        return acts.length;
    }
}
