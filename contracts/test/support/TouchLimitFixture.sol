// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {INodeTouchLimit} from "../../src/interfaces/INodeTouchLimit.sol";
import {NodeTouchLimit} from "../../src/limit/NodeTouchLimit.sol";
import {RegistryFixture} from "./RegistryFixture.sol";

/// @notice A network and its touch limit, with two spenders. The test contract is the admin, in the ballot's place.
/// @dev The clock stands at the beginning of an hour.
abstract contract TouchLimitFixture is RegistryFixture {
    NodeTouchLimit internal limiter;
    /// @dev The smaller and the greater address of two accounts.
    address internal canary;
    address internal agent;
    address internal alice;
    address internal bob;

    function deployLimit(uint256 operators) internal {
        deployNetwork(operators);
        (canary, agent) = inOrder(makeAddr("a spender"), makeAddr("another spender"));
        alice = makeAddr("alice");
        bob = makeAddr("bob");
        limiter = new NodeTouchLimit(address(authority), registry, both(canary, agent));
    }

    /// @dev Nodes number first to first + size − 1 of the genesis.
    function nodesFrom(uint256 first, uint256 size) internal returns (address[] memory nodes) {
        nodes = new address[](size);
        for (uint256 i = 0; i < size; i++) {
            nodes[i] = nodeAt(first + i).addr;
        }
    }

    function touch(address principal, address[] memory nodes) internal {
        touchAs(canary, principal, nodes);
    }

    function touchAs(address spender, address principal, address[] memory nodes) internal {
        vm.prank(spender);
        limiter.touch(principal, nodes);
    }

    function touchByBallot(address principal, address[] memory nodes) internal {
        vm.prank(canary);
        limiter.touchByBallot(principal, nodes);
    }

    function expectExceeded(address principal, uint256 nodesAfter, uint256 limit) internal {
        vm.expectRevert(
            abi.encodeWithSelector(INodeTouchLimit.NodeTouchLimit_Exceeded.selector, principal, nodesAfter, limit)
        );
    }

    function both(address first, address second) internal pure returns (address[] memory accounts) {
        accounts = new address[](2);
        accounts[0] = first;
        accounts[1] = second;
    }

    function inOrder(address one, address other) private pure returns (address, address) {
        return one < other ? (one, other) : (other, one);
    }
}
