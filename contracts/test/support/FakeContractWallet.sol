// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @notice A contract wallet that approves the digests it was told to approve.
contract FakeContractWallet is IERC1271 {
    mapping(bytes32 digest => bool) private _approved;

    /// @notice From now on the wallet signs this digest.
    function approve(bytes32 digest) external {
        _approved[digest] = true;
    }

    /// @inheritdoc IERC1271
    function isValidSignature(bytes32 digest, bytes calldata) external view returns (bytes4) {
        return _approved[digest] ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}
