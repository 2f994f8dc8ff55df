// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {INodeTouchLimit} from "../../../src/interfaces/INodeTouchLimit.sol";
import {NodeTouchLimit} from "../../../src/limit/NodeTouchLimit.sol";
import {TouchLimitFixture} from "../../support/TouchLimitFixture.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

contract NodeTouchLimitTest is TouchLimitFixture {
    function setUp() public {
        deployLimit(39);
    }

    // ---------------------------------------------------------- constructor

    function test_RevertWhen_ThereAreNoSpenders() public {
        expectError(INodeTouchLimit.NodeTouchLimit_NoSpenders.selector);
        new NodeTouchLimit(address(authority), registry, new address[](0));
    }

    function test_RevertWhen_ASpenderIsZero() public {
        expectNotAscending(address(0), address(0));
        new NodeTouchLimit(address(authority), registry, both(address(0), agent));
    }

    function test_RevertWhen_SpendersAreUnordered() public {
        expectNotAscending(agent, canary);
        new NodeTouchLimit(address(authority), registry, both(agent, canary));
    }

    function test_RevertWhen_ASpenderIsNamedTwice() public {
        expectNotAscending(canary, canary);
        new NodeTouchLimit(address(authority), registry, both(canary, canary));
    }

    function test_KeepsWhatItWasGiven() public {
        vm.expectEmit();
        emit INodeTouchLimit.SpenderSet(canary, true);
        vm.expectEmit();
        emit INodeTouchLimit.SpenderSet(agent, true);
        NodeTouchLimit deployed = new NodeTouchLimit(address(authority), registry, both(canary, agent));
        assertEq(deployed.authority(), address(authority), "authority");
        assertEq(address(deployed.registry()), address(registry), "registry");
        assertTrue(deployed.isSpender(canary) && deployed.isSpender(agent));
        assertFalse(deployed.isSpender(address(this)));
        assertEq(deployed.window(), 24 hours, "window");
    }

    function test_FitsTheContractSizeLimit() public view {
        assertLt(address(limiter).code.length, 24_576);
    }

    // ----------------------------------------------------------- setSpender

    function test_RevertWhen_SomebodyElseSetsASpender() public {
        expectError(IAccessManaged.AccessManagedUnauthorized.selector, canary);
        vm.prank(canary);
        limiter.setSpender(bob, true);
    }

    function test_TheBallotLetsAContractTouch() public {
        address spender = makeAddr("a later spender");
        vm.expectEmit();
        emit INodeTouchLimit.SpenderSet(spender, true);
        limiter.setSpender(spender, true);
        touchAs(spender, alice, nodesFrom(0, 1));
        assertEq(limiter.touchedBy(alice), 1);
    }

    function test_TheBallotStopsAContractAndWhatItTouchedStaysCounted() public {
        touch(alice, nodesFrom(0, 2));
        vm.expectEmit();
        emit INodeTouchLimit.SpenderSet(canary, false);
        limiter.setSpender(canary, false);
        address[] memory nodes = nodesFrom(2, 1);
        expectError(INodeTouchLimit.NodeTouchLimit_NotASpender.selector, canary);
        touch(alice, nodes);
        assertEq(limiter.touchedBy(alice), 2);
    }

    // ---------------------------------------------------------------- touch

    function test_RevertWhen_AStrangerTouches() public {
        address[] memory nodes = nodesFrom(0, 1);
        expectError(INodeTouchLimit.NodeTouchLimit_NotASpender.selector, alice);
        touchAs(alice, alice, nodes);
    }

    function test_RevertWhen_ANodeIsUnknown() public {
        address[] memory nodes = both(nodeAt(0).addr, makeAddr("unknown"));
        expectError(INodeTouchLimit.NodeTouchLimit_NodeUnknown.selector, nodes[1]);
        touch(alice, nodes);
    }

    function test_RevertWhen_MoreThanATenthIsTouched() public {
        assertEq(limiter.limit(), 3, "a tenth of 39, rounded down");
        touch(alice, nodesFrom(0, 2));
        address[] memory nodes = nodesFrom(2, 2);
        expectExceeded(alice, 4, 3);
        touch(alice, nodes);
        assertEq(limiter.touchedBy(alice), 2, "nothing of a refused call is counted");
        touch(alice, nodesFrom(2, 1));
        assertEq(limiter.touchedBy(alice), 3);
    }

    function test_RevertWhen_ATenthIsNone() public {
        deployLimit(10);
        vm.prank(operatorAt(9).addr);
        registry.leave(nodeAt(9).addr);
        address[] memory nodes = nodesFrom(0, 1);
        expectExceeded(alice, 1, 0);
        touch(alice, nodes);
    }

    function test_RevertWhen_TheTenthShrankBelowWhatWasTouched() public {
        touch(alice, nodesFrom(0, 3));
        for (uint256 i = 29; i < 39; i++) {
            vm.prank(operatorAt(i).addr);
            registry.leave(nodeAt(i).addr);
        }
        address[] memory nodes = nodesFrom(0, 3);
        expectExceeded(alice, 3, 2);
        touch(alice, nodes);
    }

    function test_ANodeNamedTwiceCountsOnce() public {
        address node = nodeAt(0).addr;
        expectTouched(alice, 1, 1, false);
        touch(alice, both(node, node));
        assertEq(limiter.touchedBy(alice), 1);
    }

    function test_ANodeTouchedAgainCountsOnce() public {
        touch(alice, nodesFrom(0, 3));
        expectTouched(alice, 0, 3, false);
        touch(alice, nodesFrom(0, 3));
        skip(5 hours);
        expectTouched(alice, 0, 3, false);
        touch(alice, nodesFrom(1, 2));
        assertEq(limiter.touchedBy(alice), 3);
    }

    function test_NodesOfAnyStatusCount() public {
        Account memory waiting = makeAccount("waiting");
        register(newOperator("newcomer").addr, waiting);
        registry.suspendByBallot(nodeAt(0).addr, uint64(vm.getBlockTimestamp() + 1 days));
        vm.prank(operatorAt(1).addr);
        registry.leave(nodeAt(1).addr);
        touch(alice, both(waiting.addr, nodeAt(0).addr));
        touch(alice, nodesFrom(1, 1));
        assertEq(limiter.touchedBy(alice), 3);
    }

    function test_NoNodeCountsAsNone() public {
        expectTouched(alice, 0, 0, false);
        touch(alice, new address[](0));
    }

    function test_PrincipalsDoNotShareALimit() public {
        touch(alice, nodesFrom(0, 3));
        expectTouched(bob, 3, 3, false);
        touch(bob, nodesFrom(0, 3));
        assertEq(limiter.touchedBy(alice), 3);
    }

    // -------------------------------------------------------- touchByBallot

    function test_RevertWhen_AStrangerTouchesByBallot() public {
        address[] memory nodes = nodesFrom(0, 1);
        expectError(INodeTouchLimit.NodeTouchLimit_NotASpender.selector, alice);
        vm.prank(alice);
        limiter.touchByBallot(alice, nodes);
    }

    function test_RevertWhen_ANodeIsUnknownToTheBallotToo() public {
        address[] memory nodes = both(nodeAt(0).addr, makeAddr("unknown"));
        expectError(INodeTouchLimit.NodeTouchLimit_NodeUnknown.selector, nodes[1]);
        touchByBallot(alice, nodes);
    }

    function test_CountsWhatABallotAllowedBeyondTheLimit() public {
        expectTouched(alice, 39, 39, true);
        touchByBallot(alice, nodesFrom(0, 39));
        assertEq(limiter.touchedBy(alice), 39);
    }

    function test_RevertWhen_ABallotLeftNothing() public {
        touchByBallot(alice, nodesFrom(0, 3));
        address[] memory nodes = nodesFrom(3, 1);
        expectExceeded(alice, 4, 3);
        touch(alice, nodes);
        touch(alice, nodesFrom(0, 3));
    }

    // ------------------------------------------------------------ touchedBy

    function test_CountsUntilTheHourIs25HoursBack() public {
        vm.warp(START + 1 hours - 1);
        touch(alice, nodesFrom(0, 3));
        vm.warp(START + 25 hours - 1);
        assertEq(limiter.touchedBy(alice), 3, "24 hours later");
        vm.warp(START + 25 hours);
        assertEq(limiter.touchedBy(alice), 0, "24 hours and a second later");
        touch(alice, nodesFrom(3, 3));
        assertEq(limiter.touchedBy(alice), 3, "others");
    }

    /// @dev The longest time for which a touch counts.
    function test_CountsATouchAtTheBeginningOfAnHourForAlmost25Hours() public {
        touch(alice, nodesFrom(0, 3));
        vm.warp(START + 25 hours - 1);
        assertEq(limiter.touchedBy(alice), 3, "to the last second of the hour");
        vm.warp(START + 25 hours);
        assertEq(limiter.touchedBy(alice), 0, "and no longer");
    }

    function test_CountsFromTheLatestTouch() public {
        touch(alice, nodesFrom(0, 2));
        skip(10 hours);
        touch(alice, nodesFrom(1, 1));
        vm.warp(START + 25 hours);
        assertEq(limiter.touchedBy(alice), 1, "the one that was touched again");
        vm.warp(START + 35 hours - 1);
        assertEq(limiter.touchedBy(alice), 1, "until its own time is over");
        vm.warp(START + 35 hours);
        assertEq(limiter.touchedBy(alice), 0);
    }

    function test_CountsNodesAgainThatCameBackAfterTheWindow() public {
        touch(alice, nodesFrom(0, 3));
        vm.warp(START + 25 hours);
        expectTouched(alice, 2, 2, false);
        touch(alice, nodesFrom(1, 2));
    }

    function test_CountsInTheFirstHoursOfAChainsTime() public {
        vm.warp(0);
        touch(alice, nodesFrom(0, 2));
        assertEq(limiter.touchedBy(alice), 2, "in the first second");
        vm.warp(25 hours - 1);
        assertEq(limiter.touchedBy(alice), 2, "at the end of the first window");
        vm.warp(25 hours);
        assertEq(limiter.touchedBy(alice), 0, "after it");
    }

    // -------------------------------------------------------------- helpers

    function expectTouched(address principal, uint256 added, uint256 touched, bool byBallot) private {
        vm.expectEmit();
        emit INodeTouchLimit.NodesTouched(principal, canary, added, touched, byBallot);
    }

    function expectNotAscending(address previous, address next) private {
        vm.expectRevert(
            abi.encodeWithSelector(INodeTouchLimit.NodeTouchLimit_SpendersNotAscending.selector, previous, next)
        );
    }
}
