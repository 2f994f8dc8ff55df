// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {INodeRegistry} from "../../src/interfaces/INodeRegistry.sol";
import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @notice A wallet that activates a node while it is asked for a signature, if it can, and then agrees to anything.
contract ReenteringWallet {
    /// @notice The signature says which registry to call, and for which node.
    function isValidSignature(bytes32, bytes calldata signature) external returns (bytes4) {
        (INodeRegistry registry, address node) = abi.decode(signature, (INodeRegistry, address));
        registry.activate(node);
        return IERC1271.isValidSignature.selector;
    }
}
