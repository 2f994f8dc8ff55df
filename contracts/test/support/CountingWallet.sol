// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @notice A wallet that agrees to anything once it has written down that it was asked, and made the call it was aimed at.
contract CountingWallet {
    /// @notice How often it was asked and could write.
    uint256 public questions;
    address private _callee;
    bytes private _data;

    /// @notice What to call whenever it is asked.
    function aim(address callee, bytes calldata data) external {
        _callee = callee;
        _data = data;
    }

    /// @notice As ERC-1271, but not `view`.
    function isValidSignature(bytes32, bytes calldata) external returns (bytes4) {
        bool isAnswered = true;
        if (_callee == address(0)) questions++;
        else (isAnswered,) = _callee.call(_data);
        return isAnswered ? IERC1271.isValidSignature.selector : bytes4(0);
    }
}
