// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {INodeRegistry} from "../../../src/interfaces/INodeRegistry.sol";
import {FakeContractWallet} from "../../support/FakeContractWallet.sol";
import {RegistryFixture} from "../../support/RegistryFixture.sol";

/// @notice `register` and `activate` of NodeRegistryNodes.tree.
contract NodeRegistryRegisterTest is RegistryFixture {
    Account private operator;
    Account private node;
    address private telemetryKey;
    uint256 private deadline;

    function setUp() public {
        deployNetwork(12);
        operator = newOperator("newcomer");
        node = makeAccount("new node");
        telemetryKey = telemetryOf(node.addr);
        deadline = vm.getBlockTimestamp() + 1 hours;
    }

    // ------------------------------------------------------------- register

    function test_RevertWhen_CallerIsNoOperator() public {
        address stranger = makeAddr("stranger");
        expectError(INodeRegistry.NodeRegistry_NotAnOperator.selector, stranger);
        vm.prank(stranger);
        registry.register(node.addr, telemetryKey, deadline, signedBy(node, stranger));
    }

    function test_RevertWhen_CallerIsRevoked() public {
        registry.revokeOperator(operator.addr);
        expectError(INodeRegistry.NodeRegistry_OperatorIsRevoked.selector, operator.addr);
        vm.prank(operator.addr);
        registry.register(node.addr, telemetryKey, deadline, signedBy(node, operator.addr));
    }

    function test_RevertWhen_NodeKeyWasRegistered() public {
        Account memory used = nodeAt(0);
        expectError(INodeRegistry.NodeRegistry_NodeKeyUsed.selector, used.addr);
        vm.prank(operator.addr);
        registry.register(used.addr, telemetryKey, deadline, signedBy(used, operator.addr));
    }

    function test_RevertWhen_NodeKeyBelongsToANodeThatLeft() public {
        register(operator.addr, node);
        vm.prank(operator.addr);
        registry.leave(node.addr);
        expectError(INodeRegistry.NodeRegistry_NodeKeyUsed.selector, node.addr);
        vm.prank(operator.addr);
        registry.register(node.addr, telemetryKey, deadline, signedBy(node, operator.addr));
    }

    function test_RevertWhen_NodeKeyIsZero() public {
        expectError(INodeRegistry.NodeRegistry_ZeroAddress.selector);
        vm.prank(operator.addr);
        registry.register(address(0), telemetryKey, deadline, signedBy(node, operator.addr));
    }

    function test_RevertWhen_TelemetryKeyIsZero() public {
        bytes32 digest = registerDigest(operator.addr, node.addr, address(0), deadline);
        expectError(INodeRegistry.NodeRegistry_ZeroAddress.selector);
        vm.prank(operator.addr);
        registry.register(node.addr, address(0), deadline, signature(node.key, digest));
    }

    function test_RevertWhen_DeadlinePassed() public {
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistry_RegistrationExpired.selector, deadline));
        vm.prank(operator.addr);
        registry.register(node.addr, telemetryKey, deadline, signedBy(node, operator.addr));
    }

    function test_RevertWhen_SignatureIsAnotherKeys() public {
        expectSignatureInvalid();
        registry.register(node.addr, telemetryKey, deadline, signedBy(operator, operator.addr));
    }

    function test_RevertWhen_SignatureIsForAnotherOperator() public {
        expectSignatureInvalid();
        registry.register(node.addr, telemetryKey, deadline, signedBy(node, operatorAt(0).addr));
    }

    function test_RevertWhen_TelemetryKeyIsNotTheSignedOne() public {
        bytes memory signed = signedBy(node, operator.addr);
        expectSignatureInvalid();
        registry.register(node.addr, makeAddr("another telemetry key"), deadline, signed);
    }

    function test_RevertWhen_DeadlineIsNotTheSignedOne() public {
        bytes memory signed = signedBy(node, operator.addr);
        expectSignatureInvalid();
        registry.register(node.addr, telemetryKey, deadline + 1, signed);
    }

    function test_RevertWhen_SignatureIsMalformed() public {
        expectSignatureInvalid();
        registry.register(node.addr, telemetryKey, deadline, hex"00");
    }

    function test_RevertWhen_NodeIsAContractThatAgrees() public {
        vm.etch(node.addr, address(new FakeContractWallet()).code);
        FakeContractWallet(node.addr).approve(registerDigest(operator.addr, node.addr, telemetryKey, deadline));
        expectSignatureInvalid();
        registry.register(node.addr, telemetryKey, deadline, hex"00");
    }

    function test_RevertWhen_NodesWouldExceedATenth() public {
        register(operator.addr, node);
        Account memory second = makeAccount("second node");
        expectCapExceeded(operator.addr, 2, 1);
        vm.prank(operator.addr);
        registry.register(second.addr, telemetryKey, deadline, signedBy(second, operator.addr));
    }

    function test_CountsTheNewNodeInTheTenth() public {
        deployNetwork(19);
        register(operatorAt(0).addr, node);
        assertEq(registry.operatorOf(operatorAt(0).addr).nodes, 2);
    }

    function test_MakesTheNodeWaitWithoutPower() public {
        uint64 time = uint64(vm.getBlockTimestamp());
        bytes memory signed = signedBy(node, operator.addr);
        vm.expectEmit();
        emit INodeRegistry.NodeRegistered(node.addr, operator.addr, telemetryKey, time, time + 7 days);
        vm.expectEmit();
        emit INodeRegistry.TelemetryKeySet(node.addr, telemetryKey, time);
        vm.prank(operator.addr);
        registry.register(node.addr, telemetryKey, deadline, signed);

        INodeRegistry.Node memory state = registry.nodeOf(node.addr);
        assertEq(state.operator, operator.addr);
        assertEq(state.registeredAt, time);
        assertEq(state.activeSince, 0, "the node's activeSince");
        assertStatus(node.addr, INodeRegistry.NodeStatus.Waiting);
        assertEq(registry.operatorOf(operator.addr).nodes, 1, "nodes");
        assertEq(registry.operatorOf(operator.addr).activeNodes, 0, "activeNodes");
        assertEq(registry.getVotes(operator.addr), 0, "votes");
        assertEq(registry.telemetryKeyAt(node.addr, time), telemetryKey);
    }

    function test_ListsNodesInTheOrderOfRegistrationWhateverBecomesOfThem() public {
        register(operator.addr, node);
        vm.prank(operatorAt(3).addr);
        registry.leave(nodeAt(3).addr);
        vm.prank(operator.addr);
        registry.leave(node.addr);
        Account memory next = makeAccount("next");
        register(operator.addr, next);

        assertEq(registry.nodeCount(), 14);
        assertEq(registry.nodeAt(3), nodeAt(3).addr, "a genesis node that left");
        assertEq(registry.nodeAt(12), node.addr, "a node that left while it waited");
        assertEq(registry.nodeAt(13), next.addr, "the latest");
    }

    function test_RevertWhen_ThereIsNoNodeAtAnIndex() public {
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistry_NoNodeAt.selector, uint256(12), uint256(12)));
        registry.nodeAt(12);
    }

    // ------------------------------------------------------------- activate

    function test_RevertWhen_NodeIsUnknown() public {
        expectStatusError(node.addr, INodeRegistry.NodeStatus.Unknown);
        registry.activate(node.addr);
    }

    function test_RevertWhen_NodeIsActiveAlready() public {
        address active = nodeAt(0).addr;
        expectStatusError(active, INodeRegistry.NodeStatus.Active);
        registry.activate(active);
    }

    function test_RevertWhen_WaitingNodesOperatorIsRevoked() public {
        register(operator.addr, node);
        registry.revokeOperator(operator.addr);
        skip(7 days);
        expectError(INodeRegistry.NodeRegistry_OperatorIsRevoked.selector, operator.addr);
        registry.activate(node.addr);
    }

    function test_RevertWhen_DelayIsNotOver() public {
        register(operator.addr, node);
        uint64 activatableAt = uint64(vm.getBlockTimestamp() + 7 days);
        skip(7 days - 1);
        vm.expectRevert(
            abi.encodeWithSelector(INodeRegistry.NodeRegistry_NotActivatableYet.selector, node.addr, activatableAt)
        );
        registry.activate(node.addr);
    }

    function test_RevertWhen_NodesExceedATenthByNow() public {
        deployNetwork(19);
        register(operatorAt(0).addr, node);
        vm.prank(operatorAt(18).addr);
        registry.leave(nodeAt(18).addr);
        skip(7 days);
        expectCapExceeded(operatorAt(0).addr, 2, 1);
        registry.activate(node.addr);
    }

    function test_RevertWhen_EpochsActivationsAreSpent() public {
        activateNewcomers(10);
        register(operator.addr, node);
        vm.warp(START + 29 days);
        vm.expectRevert(
            abi.encodeWithSelector(
                INodeRegistry.NodeRegistry_ActivationsSpent.selector, uint256(10), uint64(START + 30 days)
            )
        );
        registry.activate(node.addr);
    }

    function test_ActivatesMoreInTheNextEpoch() public {
        activateNewcomers(10);
        register(operator.addr, node);
        vm.warp(START + 30 days);
        registry.activate(node.addr);
        assertStatus(node.addr, INodeRegistry.NodeStatus.Active);
    }

    function test_TakesATenthOfTheNodesAtTheEpochsStart() public {
        deployNetwork(120);
        // The limit stays a tenth of the 120 at the start, whoever leaves meanwhile.
        for (uint256 i = 100; i < 120; i++) {
            vm.prank(operatorAt(i).addr);
            registry.leave(nodeAt(i).addr);
        }
        activateNewcomers(12);
        Account memory late = newOperator("late");
        register(late.addr, node);
        skip(7 days);
        vm.expectRevert(
            abi.encodeWithSelector(
                INodeRegistry.NodeRegistry_ActivationsSpent.selector, uint256(12), uint64(START + 30 days)
            )
        );
        registry.activate(node.addr);
    }

    function test_TakesATenthOfTheNodesAtALaterEpochsStart() public {
        deployNetwork(120);
        vm.warp(START + 30 days);
        // The first change of the epoch: before it there were 120 nodes, after it 119, whose tenth is 11.
        vm.prank(operatorAt(119).addr);
        registry.leave(nodeAt(119).addr);
        activateNewcomers(12);
        Account memory late = newOperator("late");
        register(late.addr, node);
        skip(7 days);
        vm.expectRevert(
            abi.encodeWithSelector(
                INodeRegistry.NodeRegistry_ActivationsSpent.selector, uint256(12), uint64(START + 60 days)
            )
        );
        registry.activate(node.addr);
    }

    function test_GivesTheNodeItsVoiceWhoeverCalls() public {
        register(operator.addr, node);
        skip(7 days);
        vm.expectEmit();
        emit INodeRegistry.TotalPowerChanged(12, 13);
        vm.expectEmit();
        emit INodeRegistry.NodeActivated(node.addr, operator.addr);
        vm.prank(makeAddr("anybody"));
        registry.activate(node.addr);

        assertStatus(node.addr, INodeRegistry.NodeStatus.Active);
        INodeRegistry.Operator memory state = registry.operatorOf(operator.addr);
        assertEq(state.activeNodes, 1, "activeNodes");
        assertEq(state.activeSince, vm.getBlockTimestamp(), "activeSince");
        assertEq(registry.nodeOf(node.addr).activeSince, vm.getBlockTimestamp(), "the node's activeSince");
        assertEq(registry.nodeOf(node.addr).registeredAt, START, "registeredAt");
        assertEq(registry.activeNodes(), 13, "active nodes");
        assertEq(registry.getVotes(operator.addr), 1, "votes");
    }

    // -------------------------------------------------------------- helpers

    function signedBy(Account memory signer, address forOperator) private view returns (bytes memory) {
        return signature(signer.key, registerDigest(forOperator, signer.addr, telemetryKey, deadline));
    }

    function activateNewcomers(uint256 number) private {
        for (uint256 i = 0; i < number; i++) {
            string memory name = string.concat("newcomer ", vm.toString(i));
            register(newOperator(name).addr, makeAccount(string.concat("node of ", name)));
        }
        skip(7 days);
        for (uint256 i = 0; i < number; i++) {
            registry.activate(makeAddr(string.concat("node of newcomer ", vm.toString(i))));
        }
    }

    function expectSignatureInvalid() private {
        vm.expectRevert(
            abi.encodeWithSelector(INodeRegistry.NodeRegistry_NodeSignatureInvalid.selector, node.addr, operator.addr)
        );
        vm.prank(operator.addr);
    }

    function expectCapExceeded(address account, uint256 nodesAfter, uint256 cap) private {
        vm.expectRevert(
            abi.encodeWithSelector(INodeRegistry.NodeRegistry_OperatorCapExceeded.selector, account, nodesAfter, cap)
        );
    }
}
