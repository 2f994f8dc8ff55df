// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {INodeTouchLimit} from "../../src/interfaces/INodeTouchLimit.sol";
import {TouchLimitFixture} from "../support/TouchLimitFixture.sol";
import {TouchModel} from "./TouchModel.sol";

/// @notice Random touches over random times by three principals through two spenders, against a model that remembers every touch.
contract NodeTouchLimitFuzzTest is TouchLimitFixture {
    uint256 private constant NODES = 40;

    TouchModel private model;

    function setUp() public {
        deployLimit(NODES);
        model = new TouchModel();
    }

    /// @dev The model counts by whole hours, 25 of them, and by the second; after each step, and for every principal.
    /// forge-config: default.fuzz.runs = 48
    /// forge-config: deep.fuzz.runs = 2000
    function testFuzz_CountEqualsTheModels(uint256[16] calldata steps) public {
        for (uint256 i = 0; i < steps.length; i++) {
            skip(waitOf(steps[i]));
            step(uint256(keccak256(abi.encode(steps[i]))));
            for (uint256 j = 0; j < 3; j++) {
                assertCountsOf(principalAt(j));
            }
        }
    }

    /// @dev Whatever was touched without a ballot in any 24 hours is at most a tenth of the nodes.
    /// forge-config: default.fuzz.runs = 48
    /// forge-config: deep.fuzz.runs = 2000
    function testFuzz_NoDayHasMoreThanATenth(uint256[32] calldata steps) public {
        for (uint256 i = 0; i < steps.length; i++) {
            skip(waitOf(steps[i]));
            address[] memory nodes = nodesOf(uint256(keccak256(abi.encode(steps[i]))), 3);
            tryTouch(alice, nodes);
            assertLe(distinctInADay(alice), NODES / 10);
        }
    }

    // -------------------------------------------------------------- helpers

    function step(uint256 seed) private {
        address principal = principalAt(seed % 3);
        if ((seed >> 8) % 3 != 0) {
            tryTouch(principal, nodesOf(seed >> 16, 3));
            return;
        }
        address[] memory nodes = nodesOf(seed >> 16, 12);
        touchByBallot(principal, nodes);
        note(principal, nodes);
    }

    /// @dev Refused exactly if the model's count with these nodes is above the limit.
    function tryTouch(address principal, address[] memory nodes) private {
        uint256 snapshot = vm.snapshotState();
        note(principal, nodes);
        uint256 nodesAfter = distinctByHours(principal);
        address spender = nodes.length % 2 == 0 ? canary : agent;
        if (nodesAfter > NODES / 10) {
            vm.revertToState(snapshot);
            expectExceeded(principal, nodesAfter, NODES / 10);
        }
        touchAs(spender, principal, nodes);
    }

    function note(address principal, address[] memory nodes) private {
        for (uint256 i = 0; i < nodes.length; i++) {
            model.add(principal, nodes[i], vm.getBlockTimestamp());
        }
    }

    function assertCountsOf(address principal) private view {
        uint256 counted = limiter.touchedBy(principal);
        assertEq(counted, distinctByHours(principal), "by whole hours");
        assertGe(counted, distinctInADay(principal), "never fewer than those of 24 hours");
    }

    function distinctByHours(address principal) private view returns (uint256) {
        uint256 hourBegan = vm.getBlockTimestamp() / 1 hours * 1 hours;
        return model.distinctSince(principal, hourBegan - 24 hours);
    }

    function distinctInADay(address principal) private view returns (uint256) {
        return model.distinctSince(principal, vm.getBlockTimestamp() - 24 hours);
    }

    function principalAt(uint256 index) private view returns (address) {
        return index == 0 ? alice : index == 1 ? bob : address(this);
    }

    /// @dev Mostly minutes and hours, at times more than a day; the ends of hours and of windows among them.
    function waitOf(uint256 seed) private pure returns (uint256) {
        uint256 kind = seed % 8;
        if (kind == 0) return 0;
        if (kind == 1) return 24 hours - 1 + (seed >> 8) % 3;
        if (kind == 2) return 25 hours - 1 + (seed >> 8) % 3;
        if (kind == 3) return (seed >> 8) % 30 hours;
        return (seed >> 8) % 5 hours;
    }

    /// @dev Up to `most` nodes, some of them named twice.
    function nodesOf(uint256 seed, uint256 most) private returns (address[] memory nodes) {
        nodes = new address[](seed % (most + 1));
        for (uint256 i = 0; i < nodes.length; i++) {
            nodes[i] = nodeAt(uint256(keccak256(abi.encode(seed, i))) % NODES).addr;
        }
    }
}
