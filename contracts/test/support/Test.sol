// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Assertions} from "./Assertions.sol";
import {InvariantTargets} from "./InvariantTargets.sol";
import {Vm} from "./Vm.sol";

/// @notice The base of every test contract: cheat codes, assertions, keys and time.
abstract contract Test is Assertions, InvariantTargets {
    /// @notice forge looks for this flag before it runs a contract's tests.
    bool public constant IS_TEST = true;

    struct Account {
        address addr;
        uint256 key;
    }

    /// @dev One key for one name, in every test and every run.
    function makeAccount(string memory name) internal returns (Account memory account) {
        account.key = uint256(keccak256(bytes(name)));
        account.addr = vm.addr(account.key);
        vm.label(account.addr, name);
    }

    function makeAddr(string memory name) internal returns (address) {
        return makeAccount(name).addr;
    }

    /// @dev 65 bytes, r ‖ s ‖ v, as wallets send it.
    function signature(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @dev `vm.getBlockTimestamp`, since the compiler may read `block.timestamp` once for a whole function.
    function skip(uint256 durationSeconds) internal {
        vm.warp(vm.getBlockTimestamp() + durationSeconds);
    }

    function rollForward(uint256 blocks) internal {
        vm.roll(vm.getBlockNumber() + blocks);
    }

    /// @dev Folds a fuzzed number into [least, most]; small and huge inputs land on the edges, where bugs live.
    function bound(uint256 value, uint256 least, uint256 most) internal pure returns (uint256) {
        require(least <= most, AssertionFailed("bound: least > most"));
        if (value >= least && value <= most) return value;
        uint256 size = most - least + 1;
        if (size == 0) return value;
        if (value <= 3 && size > value) return least + value;
        if (value >= type(uint256).max - 3 && size > type(uint256).max - value) {
            return most - (type(uint256).max - value);
        }
        return least + (value % size);
    }

    function bound(int256 value, int256 least, int256 most) internal pure returns (int256) {
        uint256 shifted = bound(_ordered(value), _ordered(least), _ordered(most));
        return int256(shifted ^ (1 << 255));
    }

    /// @dev Two's complement with the sign bit flipped: unsigned order equals signed order.
    function _ordered(int256 value) private pure returns (uint256) {
        return uint256(value) ^ (1 << 255);
    }
}
