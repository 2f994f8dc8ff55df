// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Vm} from "./Vm.sol";

/// @notice The comparisons of our tests; a failed one reverts with both values in the message.
/// @dev Reverting, rather than setting a flag, stops the test at the first failure and keeps the trace short.
abstract contract Assertions {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    error AssertionFailed(string message);

    function fail(string memory message) internal pure {
        revert AssertionFailed(message);
    }

    function assertTrue(bool condition) internal pure {
        assertTrue(condition, "expected true, found false");
    }

    function assertTrue(bool condition, string memory message) internal pure {
        if (!condition) fail(message);
    }

    function assertFalse(bool condition) internal pure {
        assertFalse(condition, "expected false, found true");
    }

    function assertFalse(bool condition, string memory message) internal pure {
        if (condition) fail(message);
    }

    function assertEq(uint256 left, uint256 right) internal pure {
        assertEq(left, right, "");
    }

    function assertEq(uint256 left, uint256 right, string memory message) internal pure {
        if (!(left == right)) fail(_compared(message, vm.toString(left), "!=", vm.toString(right)));
    }

    function assertEq(int256 left, int256 right) internal pure {
        assertEq(left, right, "");
    }

    function assertEq(int256 left, int256 right, string memory message) internal pure {
        if (!(left == right)) fail(_compared(message, vm.toString(left), "!=", vm.toString(right)));
    }

    function assertEq(address left, address right) internal pure {
        assertEq(left, right, "");
    }

    function assertEq(address left, address right, string memory message) internal pure {
        if (!(left == right)) fail(_compared(message, vm.toString(left), "!=", vm.toString(right)));
    }

    function assertEq(bytes32 left, bytes32 right) internal pure {
        assertEq(left, right, "");
    }

    function assertEq(bytes32 left, bytes32 right, string memory message) internal pure {
        if (!(left == right)) fail(_compared(message, vm.toString(left), "!=", vm.toString(right)));
    }

    function assertEq(bool left, bool right) internal pure {
        assertEq(left, right, "");
    }

    function assertEq(bool left, bool right, string memory message) internal pure {
        if (!(left == right)) fail(_compared(message, vm.toString(left), "!=", vm.toString(right)));
    }

    function assertEq(bytes memory left, bytes memory right) internal pure {
        assertEq(left, right, "");
    }

    function assertEq(bytes memory left, bytes memory right, string memory message) internal pure {
        if (keccak256(left) != keccak256(right)) {
            fail(_compared(message, vm.toString(left), "!=", vm.toString(right)));
        }
    }

    function assertEq(string memory left, string memory right) internal pure {
        assertEq(left, right, "");
    }

    function assertEq(string memory left, string memory right, string memory message) internal pure {
        if (keccak256(bytes(left)) != keccak256(bytes(right))) fail(_compared(message, left, "!=", right));
    }

    function assertEq(uint256[] memory left, uint256[] memory right) internal pure {
        assertEq(left.length, right.length, "length");
        for (uint256 i = 0; i < left.length; i++) {
            assertEq(left[i], right[i], string.concat("[", vm.toString(i), "]"));
        }
    }

    function assertEq(bytes32[] memory left, bytes32[] memory right) internal pure {
        assertEq(left.length, right.length, "length");
        for (uint256 i = 0; i < left.length; i++) {
            assertEq(left[i], right[i], string.concat("[", vm.toString(i), "]"));
        }
    }

    function assertEq(address[] memory left, address[] memory right) internal pure {
        assertEq(left.length, right.length, "length");
        for (uint256 i = 0; i < left.length; i++) {
            assertEq(left[i], right[i], string.concat("[", vm.toString(i), "]"));
        }
    }

    function assertNotEq(uint256 left, uint256 right) internal pure {
        assertNotEq(left, right, "");
    }

    function assertNotEq(uint256 left, uint256 right, string memory message) internal pure {
        if (!(left != right)) fail(_compared(message, vm.toString(left), "==", vm.toString(right)));
    }

    function assertNotEq(int256 left, int256 right) internal pure {
        assertNotEq(left, right, "");
    }

    function assertNotEq(int256 left, int256 right, string memory message) internal pure {
        if (!(left != right)) fail(_compared(message, vm.toString(left), "==", vm.toString(right)));
    }

    function assertNotEq(address left, address right) internal pure {
        assertNotEq(left, right, "");
    }

    function assertNotEq(address left, address right, string memory message) internal pure {
        if (!(left != right)) fail(_compared(message, vm.toString(left), "==", vm.toString(right)));
    }

    function assertNotEq(bytes32 left, bytes32 right) internal pure {
        assertNotEq(left, right, "");
    }

    function assertNotEq(bytes32 left, bytes32 right, string memory message) internal pure {
        if (!(left != right)) fail(_compared(message, vm.toString(left), "==", vm.toString(right)));
    }

    function assertGt(uint256 left, uint256 right) internal pure {
        assertGt(left, right, "");
    }

    function assertGt(uint256 left, uint256 right, string memory message) internal pure {
        if (!(left > right)) fail(_compared(message, vm.toString(left), "<=", vm.toString(right)));
    }

    function assertGe(uint256 left, uint256 right) internal pure {
        assertGe(left, right, "");
    }

    function assertGe(uint256 left, uint256 right, string memory message) internal pure {
        if (!(left >= right)) fail(_compared(message, vm.toString(left), "<", vm.toString(right)));
    }

    function assertLt(uint256 left, uint256 right) internal pure {
        assertLt(left, right, "");
    }

    function assertLt(uint256 left, uint256 right, string memory message) internal pure {
        if (!(left < right)) fail(_compared(message, vm.toString(left), ">=", vm.toString(right)));
    }

    function assertLe(uint256 left, uint256 right) internal pure {
        assertLe(left, right, "");
    }

    function assertLe(uint256 left, uint256 right, string memory message) internal pure {
        if (!(left <= right)) fail(_compared(message, vm.toString(left), ">", vm.toString(right)));
    }

    function assertGt(int256 left, int256 right) internal pure {
        assertGt(left, right, "");
    }

    function assertGt(int256 left, int256 right, string memory message) internal pure {
        if (!(left > right)) fail(_compared(message, vm.toString(left), "<=", vm.toString(right)));
    }

    function assertGe(int256 left, int256 right) internal pure {
        assertGe(left, right, "");
    }

    function assertGe(int256 left, int256 right, string memory message) internal pure {
        if (!(left >= right)) fail(_compared(message, vm.toString(left), "<", vm.toString(right)));
    }

    function assertLt(int256 left, int256 right) internal pure {
        assertLt(left, right, "");
    }

    function assertLt(int256 left, int256 right, string memory message) internal pure {
        if (!(left < right)) fail(_compared(message, vm.toString(left), ">=", vm.toString(right)));
    }

    function assertLe(int256 left, int256 right) internal pure {
        assertLe(left, right, "");
    }

    function assertLe(int256 left, int256 right, string memory message) internal pure {
        if (!(left <= right)) fail(_compared(message, vm.toString(left), ">", vm.toString(right)));
    }

    function assertApproxEqAbs(uint256 left, uint256 right, uint256 differenceMax) internal pure {
        assertLe(left > right ? left - right : right - left, differenceMax, "difference");
    }

    function _compared(string memory message, string memory left, string memory relation, string memory right)
        private
        pure
        returns (string memory)
    {
        string memory comparison = string.concat(left, " ", relation, " ", right);
        return bytes(message).length == 0 ? comparison : string.concat(message, ": ", comparison);
    }
}
