// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @notice A wallet that agrees to anything after work of almost 400,000 gas: within what it is given, and enough that a
/// caller who starves it has gas left to say so.
contract SlowWallet is IERC1271 {
    uint256 private constant GAS_OF_WORK = 380_000;

    /// @inheritdoc IERC1271
    function isValidSignature(bytes32 digest, bytes calldata) external view returns (bytes4) {
        uint256 begin = gasleft();
        bytes32 work = digest;
        while (begin - gasleft() < GAS_OF_WORK) {
            work = keccak256(abi.encode(work));
        }
        return work == digest ? bytes4(0) : IERC1271.isValidSignature.selector;
    }
}
