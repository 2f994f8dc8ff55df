// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {INodeRegistry} from "../../../src/interfaces/INodeRegistry.sol";
import {RegistryFixture} from "../../support/RegistryFixture.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";

contract NodeRegistrySuspensionTest is RegistryFixture {
    address private operator;
    address private node;

    function setUp() public {
        deployNetwork(20);
        operator = operatorAt(0).addr;
        node = nodeAt(0).addr;
    }

    // ---------------------------------------------- suspend and quarantine

    function test_RevertWhen_CallerMayNotSuspend() public {
        expectError(IAccessManaged.AccessManagedUnauthorized.selector, operator);
        vm.prank(operator);
        registry.suspend(nodeAt(1).addr, inADay());
    }

    function test_RevertWhen_CallerMayNotQuarantine() public {
        expectError(IAccessManaged.AccessManagedUnauthorized.selector, operator);
        vm.prank(operator);
        registry.quarantine(nodeAt(1).addr);
    }

    function test_SuspendsForAContractThatWasGivenTheRight() public {
        address guardian = makeAddr("guardian");
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = INodeRegistry.suspend.selector;
        authority.setTargetFunctionRole(address(registry), selectors, 7);
        authority.grantRole(7, guardian, 0);
        vm.prank(guardian);
        registry.suspend(node, inADay());
        assertStatus(node, INodeRegistry.NodeStatus.Suspended);
    }

    function test_RevertWhen_SuspendedNodeIsSuspendedAgain() public {
        registry.suspend(node, inADay());
        expectStatusError(node, INodeRegistry.NodeStatus.Suspended);
        registry.suspend(node, inADay());
    }

    function test_RevertWhen_UnknownNodeIsQuarantined() public {
        address unknown = makeAddr("unknown");
        expectStatusError(unknown, INodeRegistry.NodeStatus.Unknown);
        registry.quarantine(unknown);
    }

    function test_RevertWhen_SuspensionEndsNow() public {
        uint64 now_ = uint64(vm.getBlockTimestamp());
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistry_SuspensionInPast.selector, now_));
        registry.suspend(node, now_);
    }

    function test_RevertWhen_ATenthWasSuspendedInThePeriod() public {
        registry.suspend(node, inADay());
        registry.quarantine(nodeAt(1).addr);
        expectSpent(2, 2);
        registry.suspend(nodeAt(2).addr, inADay());
        expectSpent(2, 2);
        registry.quarantine(nodeAt(2).addr);
    }

    function test_RevertWhen_ReinstatedNodesMadeRoomForMore() public {
        registry.suspend(node, inADay());
        registry.suspend(nodeAt(1).addr, inADay());
        skip(1 days);
        registry.reinstate(node);
        registry.reinstate(nodeAt(1).addr);
        expectSpent(2, 2);
        registry.suspend(nodeAt(2).addr, inADay());
    }

    function test_SuspendsAgainOnceTheOldestIsAPeriodOld() public {
        uint256 first = vm.getBlockTimestamp();
        registry.suspend(node, inADay());
        skip(1 days);
        registry.suspend(nodeAt(1).addr, inADay());
        vm.warp(first + 7 days - 1);
        expectSpent(2, 2);
        registry.suspend(nodeAt(2).addr, inADay());
        vm.warp(first + 7 days);
        registry.suspend(nodeAt(2).addr, inADay());
        expectSpent(2, 2);
        registry.suspend(nodeAt(3).addr, inADay());
    }

    function test_RevertWhen_ATenthIsNone() public {
        deployNetwork(10);
        vm.prank(operatorAt(0).addr);
        registry.leave(nodeAt(0).addr);
        expectSpent(0, 0);
        registry.suspend(nodeAt(1).addr, inADay());
    }

    function test_RevokedOperatorsNodesAreNoNodes() public {
        registry.quarantine(node);
        registry.revokeOperator(operator);
        expectSpent(1, 1);
        registry.suspend(nodeAt(2).addr, inADay());
    }

    function test_NodesThatLeftWhileSuspendedAreNoNodes() public {
        registry.suspendByBallot(node, inADay());
        vm.prank(operator);
        registry.leave(node);
        registry.suspend(nodeAt(1).addr, inADay());
        expectSpent(1, 1);
        registry.suspend(nodeAt(2).addr, inADay());
    }

    function test_SuspendedNodesAreNodesStill() public {
        registry.suspendByBallot(node, inADay());
        registry.suspend(nodeAt(1).addr, inADay());
        registry.suspend(nodeAt(2).addr, inADay());
        expectSpent(2, 2);
        registry.suspend(nodeAt(3).addr, inADay());
    }

    function test_SuspensionTakesTheVoiceInLaterBlocksOnly() public {
        rollForward(1);
        uint256 before = vm.getBlockNumber() - 1;
        uint64 until = inADay();
        vm.expectEmit();
        emit IVotes.DelegateVotesChanged(operator, 1, 0);
        vm.expectEmit();
        emit INodeRegistry.TotalPowerChanged(20, 19);
        vm.expectEmit();
        emit INodeRegistry.NodeSuspended(node, operator, until, false);
        registry.suspend(node, until);
        rollForward(1);

        assertStatus(node, INodeRegistry.NodeStatus.Suspended);
        assertEq(registry.nodeOf(node).suspendedUntil, until);
        assertEq(registry.operatorOf(operator).activeSince, 0, "activeSince");
        assertEq(registry.nodeOf(node).activeSince, 0, "the node's activeSince");
        assertEq(registry.activeNodes(), 19, "active nodes");
        assertEq(registry.operatorOf(operator).nodes, 1, "nodes");
        assertEq(registry.getPastVotes(operator, before), 1, "before");
        assertEq(registry.getPastVotes(operator, before + 1), 0, "after");
        assertEq(registry.getPastTotalSupply(before), 20, "total before");
        assertEq(registry.getPastTotalSupply(before + 1), 19, "total after");
    }

    function test_QuarantineTakesTheVoice() public {
        vm.expectEmit();
        emit INodeRegistry.NodeQuarantined(node, operator);
        registry.quarantine(node);
        assertStatus(node, INodeRegistry.NodeStatus.Quarantined);
        assertEq(registry.nodeOf(node).activeSince, 0, "the node's activeSince");
        assertEq(registry.getVotes(operator), 0);
    }

    // ------------------------------------------------------ suspendByBallot

    function test_RevertWhen_SomebodyElseSuspendsByBallot() public {
        expectError(IAccessManaged.AccessManagedUnauthorized.selector, operator);
        vm.prank(operator);
        registry.suspendByBallot(nodeAt(1).addr, inADay());
    }

    function test_RevertWhen_BallotSuspendsAWaitingNode() public {
        Account memory waiting = makeAccount("waiting");
        register(operator, waiting);
        expectStatusError(waiting.addr, INodeRegistry.NodeStatus.Waiting);
        registry.suspendByBallot(waiting.addr, inADay());
    }

    function test_RevertWhen_BallotSuspendsIntoThePast() public {
        uint64 past = uint64(vm.getBlockTimestamp() - 1);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistry_SuspensionInPast.selector, past));
        registry.suspendByBallot(node, past);
    }

    function test_BallotSuspendsBeyondTheLimitAndOutsideOfIt() public {
        uint64 until = inADay();
        vm.expectEmit();
        emit INodeRegistry.NodeSuspended(node, operator, until, true);
        for (uint256 i = 0; i < 5; i++) {
            registry.suspendByBallot(nodeAt(i).addr, until);
        }
        registry.suspend(nodeAt(5).addr, until);
        registry.suspend(nodeAt(6).addr, until);
        expectSpent(2, 2);
        registry.suspend(nodeAt(7).addr, until);
    }

    // ------------------------------------------------------------ reinstate

    function test_RevertWhen_ActiveNodeIsReinstated() public {
        expectStatusError(node, INodeRegistry.NodeStatus.Active);
        registry.reinstate(node);
    }

    function test_RevertWhen_QuarantinedNodeIsReinstated() public {
        registry.quarantine(node);
        skip(365 days);
        expectStatusError(node, INodeRegistry.NodeStatus.Quarantined);
        registry.reinstate(node);
    }

    function test_RevertWhen_SuspensionIsNotOver() public {
        uint64 until = inADay();
        registry.suspend(node, until);
        vm.warp(until - 1);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistry_SuspensionNotOver.selector, node, until));
        registry.reinstate(node);
    }

    function test_ReinstatingGivesTheVoiceBackAndStartsTheTimeAgain() public {
        registry.suspend(node, inADay());
        skip(1 days);
        vm.expectEmit();
        emit IVotes.DelegateVotesChanged(operator, 0, 1);
        vm.expectEmit();
        emit INodeRegistry.NodeReinstated(node, operator);
        vm.prank(makeAddr("anybody"));
        registry.reinstate(node);

        assertStatus(node, INodeRegistry.NodeStatus.Active);
        assertEq(registry.nodeOf(node).suspendedUntil, 0, "suspendedUntil");
        assertEq(registry.operatorOf(operator).activeSince, vm.getBlockTimestamp(), "activeSince");
        assertEq(registry.nodeOf(node).activeSince, vm.getBlockTimestamp(), "the node's activeSince");
        assertEq(registry.getVotes(operator), 1, "votes");
    }

    // -------------------------------------------------------------- restore

    function test_RevertWhen_SomebodyElseRestores() public {
        registry.quarantine(node);
        expectError(IAccessManaged.AccessManagedUnauthorized.selector, operator);
        vm.prank(operator);
        registry.restore(node);
    }

    function test_RevertWhen_ActiveNodeIsRestored() public {
        expectStatusError(node, INodeRegistry.NodeStatus.Active);
        registry.restore(node);
    }

    function test_RestoresAQuarantinedNode() public {
        registry.quarantine(node);
        skip(1 hours);
        vm.expectEmit();
        emit INodeRegistry.NodeReinstated(node, operator);
        registry.restore(node);
        assertStatus(node, INodeRegistry.NodeStatus.Active);
        assertEq(registry.nodeOf(node).activeSince, START + 1 hours, "the node's activeSince");
        assertEq(registry.getVotes(operator), 1);
    }

    function test_RestoresASuspendedNodeBeforeItsTime() public {
        registry.suspend(node, inADay());
        registry.restore(node);
        assertStatus(node, INodeRegistry.NodeStatus.Active);
        assertEq(registry.nodeOf(node).suspendedUntil, 0);
    }

    // -------------------------------------------------------------- helpers

    function inADay() private view returns (uint64) {
        return uint64(vm.getBlockTimestamp() + 1 days);
    }

    function expectSpent(uint256 inPeriod, uint256 limit) private {
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistry_SuspensionsSpent.selector, inPeriod, limit));
    }
}
