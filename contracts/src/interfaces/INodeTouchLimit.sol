// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

interface INodeTouchLimit {
    function touchByBallot(address principal, address[] calldata nodes) external;
}
