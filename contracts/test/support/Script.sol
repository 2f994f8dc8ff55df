// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Vm} from "./Vm.sol";

/// @notice The base of scripts that forge runs against a node.
abstract contract Script {
    /// @notice forge looks for this flag before it broadcasts.
    bool public constant IS_SCRIPT = true;

    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
}
