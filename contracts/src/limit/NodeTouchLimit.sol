// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;
import {INodeTouchLimit} from "../interfaces/INodeTouchLimit.sol";

contract NodeTouchLimit is INodeTouchLimit {
    function touchByBallot(address, address[] calldata) external {}
}
