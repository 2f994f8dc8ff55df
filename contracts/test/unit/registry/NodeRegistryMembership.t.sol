// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {INodeRegistry} from "../../../src/interfaces/INodeRegistry.sol";
import {RegistryFixture} from "../../support/RegistryFixture.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";

/// @notice `leave`, `rotateTelemetryKey`, `telemetryKeyAt` and `revokeOperator` of NodeRegistryNodes.tree.
contract NodeRegistryMembershipTest is RegistryFixture {
    address private operator;
    address private node;

    function setUp() public {
        deployNetwork(20);
        operator = operatorAt(0).addr;
        node = nodeAt(0).addr;
    }

    // ---------------------------------------------------------------- leave

    function test_RevertWhen_StrangerTakesANodeOut() public {
        expectNotNodeOperator(node, operatorAt(1).addr);
        registry.leave(node);
    }

    function test_RevertWhen_UnknownNodeLeaves() public {
        address unknown = makeAddr("unknown");
        expectNotNodeOperator(unknown, operator);
        registry.leave(unknown);
    }

    function test_RevertWhen_NodeHasLeft() public {
        leave();
        expectStatusError(node, INodeRegistry.NodeStatus.Left);
        leave();
    }

    function test_LeavingTakesTheVoiceAndTheOperatorsTime() public {
        vm.expectEmit();
        emit IVotes.DelegateVotesChanged(operator, 1, 0);
        vm.expectEmit();
        emit INodeRegistry.TotalPowerChanged(20, 19);
        vm.expectEmit();
        emit INodeRegistry.NodeLeft(node, operator);
        leave();

        assertStatus(node, INodeRegistry.NodeStatus.Left);
        assertOperator(operator, 0, 0, 0);
        assertEq(registry.nodeOf(node).activeSince, 0, "the node's activeSince");
        assertEq(registry.activeNodes(), 19, "active nodes");
        assertEq(registry.getVotes(operator), 0);
    }

    function test_LeavingWithOneOfTwoNodesKeepsTheOperatorsTime() public {
        addNode(operator, "second");
        leave();
        assertOperator(operator, 1, 1, START);
    }

    function test_AWaitingNodeLeavesWithoutChangingPower() public {
        Account memory second = makeAccount("second");
        register(operator, second);
        vm.prank(operator);
        registry.leave(second.addr);
        assertOperator(operator, 1, 1, START);
        assertTotal(20);
    }

    function test_ASuspendedNodeLeavesWithoutChangingPower() public {
        registry.suspendByBallot(node, uint64(vm.getBlockTimestamp() + 1 days));
        leave();
        assertOperator(operator, 0, 0, 0);
        assertTotal(19);
        assertEq(registry.nodeOf(node).suspendedUntil, 0);
    }

    function test_ARevokedOperatorsNodeLeavesWithoutChangingPower() public {
        registry.revokeOperator(operator);
        leave();
        assertStatus(node, INodeRegistry.NodeStatus.Left);
        assertOperator(operator, 0, 0, 0);
        assertTotal(19);
    }

    function test_ARevokedOperatorsSuspendedNodeLeaves() public {
        registry.suspendByBallot(node, uint64(vm.getBlockTimestamp() + 1 days));
        registry.revokeOperator(operator);
        leave();
        assertStatus(node, INodeRegistry.NodeStatus.Left);
        assertTotal(19);
    }

    // ------------------------------------------------------- telemetry keys

    function test_RevertWhen_StrangerRotatesAKey() public {
        expectNotNodeOperator(node, operatorAt(1).addr);
        registry.rotateTelemetryKey(node, makeAddr("new key"));
    }

    function test_RevertWhen_RevokedOperatorRotatesAKey() public {
        registry.revokeOperator(operator);
        expectError(INodeRegistry.NodeRegistry_OperatorIsRevoked.selector, operator);
        vm.prank(operator);
        registry.rotateTelemetryKey(node, makeAddr("new key"));
    }

    function test_RevertWhen_KeyOfANodeThatLeftIsRotated() public {
        leave();
        expectStatusError(node, INodeRegistry.NodeStatus.Left);
        vm.prank(operator);
        registry.rotateTelemetryKey(node, makeAddr("new key"));
    }

    function test_RevertWhen_KeyIsRotatedToZero() public {
        expectError(INodeRegistry.NodeRegistry_ZeroAddress.selector);
        vm.prank(operator);
        registry.rotateTelemetryKey(node, address(0));
    }

    function test_RotationKeepsTheEarlierRanges() public {
        address second = makeAddr("second key");
        vm.warp(START + 100);
        vm.expectEmit();
        emit INodeRegistry.TelemetryKeySet(node, second, uint64(START + 100));
        vm.prank(operator);
        registry.rotateTelemetryKey(node, second);

        assertEq(registry.telemetryKeyAt(node, uint64(START)), telemetryOf(node), "at the start");
        assertEq(registry.telemetryKeyAt(node, uint64(START + 99)), telemetryOf(node), "before the rotation");
        assertEq(registry.telemetryKeyAt(node, uint64(START + 100)), second, "at the rotation");
        assertEq(registry.telemetryKeyAt(node, uint64(START + 101)), second, "after the rotation");
    }

    function test_RevertWhen_TimeIsBeforeTheFirstKey() public {
        vm.expectRevert(
            abi.encodeWithSelector(INodeRegistry.NodeRegistry_NoTelemetryKey.selector, node, uint64(START - 1))
        );
        registry.telemetryKeyAt(node, uint64(START - 1));
    }

    // --------------------------------------------------------------- revoke

    function test_RevertWhen_SomebodyElseRevokes() public {
        expectError(IAccessManaged.AccessManagedUnauthorized.selector, operator);
        vm.prank(operator);
        registry.revokeOperator(operatorAt(1).addr);
    }

    function test_RevertWhen_AStrangerIsRevoked() public {
        address stranger = makeAddr("stranger");
        expectError(INodeRegistry.NodeRegistry_NotAnOperator.selector, stranger);
        registry.revokeOperator(stranger);
    }

    function test_RevertWhen_OperatorIsRevokedAlready() public {
        registry.revokeOperator(operator);
        expectError(INodeRegistry.NodeRegistry_OperatorIsRevoked.selector, operator);
        registry.revokeOperator(operator);
    }

    function test_RevokingTakesAllPowerAtOnceAndForGood() public {
        addNode(operator, "second");
        rollForward(1);
        uint256 before = vm.getBlockNumber() - 1;
        vm.expectEmit();
        emit IVotes.DelegateVotesChanged(operator, 2, 0);
        vm.expectEmit();
        emit INodeRegistry.TotalPowerChanged(21, 19);
        vm.expectEmit();
        emit INodeRegistry.OperatorRevoked(operator);
        registry.revokeOperator(operator);

        assertTrue(registry.operatorOf(operator).revoked);
        assertOperator(operator, 2, 0, 0);
        assertEq(registry.getVotes(operator), 0, "votes now");
        assertEq(registry.activeNodes(), 19, "active nodes");
        assertStatus(node, INodeRegistry.NodeStatus.Active);
        assertEq(registry.nodeOf(node).activeSince, START, "the node's activeSince");
        assertEq(registry.getPastVotes(operator, before), 2, "votes before");
        assertEq(registry.getPastTotalSupply(before), 21, "total before");
    }

    function test_RevertWhen_RevokedOperatorsNodeIsSuspended() public {
        registry.revokeOperator(operator);
        expectError(INodeRegistry.NodeRegistry_OperatorIsRevoked.selector, operator);
        registry.suspendByBallot(node, uint64(vm.getBlockTimestamp() + 1 days));
    }

    function test_RevertWhen_RevokedOperatorsNodeIsReinstated() public {
        registry.suspendByBallot(node, uint64(vm.getBlockTimestamp() + 1 days));
        registry.revokeOperator(operator);
        skip(1 days);
        expectError(INodeRegistry.NodeRegistry_OperatorIsRevoked.selector, operator);
        registry.reinstate(node);
    }

    function test_RevertWhen_RevokedOperatorsNodeIsRestored() public {
        registry.quarantine(node);
        registry.revokeOperator(operator);
        expectError(INodeRegistry.NodeRegistry_OperatorIsRevoked.selector, operator);
        registry.restore(node);
    }

    // -------------------------------------------------------------- helpers

    function leave() private {
        vm.prank(operator);
        registry.leave(node);
    }

    function assertOperator(address account, uint256 nodes, uint256 activeNodes, uint256 activeSince) private view {
        INodeRegistry.Operator memory state = registry.operatorOf(account);
        assertEq(state.nodes, nodes, "nodes");
        assertEq(state.activeNodes, activeNodes, "activeNodes");
        assertEq(state.activeSince, activeSince, "activeSince");
    }

    function assertTotal(uint256 expected) private {
        rollForward(1);
        assertEq(registry.getPastTotalSupply(vm.getBlockNumber() - 1), expected, "total");
    }

    function expectNotNodeOperator(address named, address caller) private {
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistry_NotNodeOperator.selector, named, caller));
        vm.prank(caller);
    }
}
