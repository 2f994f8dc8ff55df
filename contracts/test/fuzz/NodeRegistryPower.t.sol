// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {INodeRegistry} from "../../src/interfaces/INodeRegistry.sol";
import {RegistryFixture} from "../support/RegistryFixture.sol";
import {RegistryModel} from "./RegistryModel.sol";

/// @notice Powers at every past block and the nodes' times, against a model that writes all down.
contract NodeRegistryPowerFuzzTest is RegistryFixture {
    uint256 private constant OPERATORS = 24;

    RegistryModel private model;
    address[] private accounts;

    function setUp() public {
        deployNetwork(OPERATORS);
        model = new RegistryModel();
        for (uint256 i = 0; i < OPERATORS; i++) {
            accounts.push(operatorAt(i).addr);
            model.gain(accounts[i]);
            model.add(nodeAt(i).addr);
            model.setActiveSince(nodeAt(i).addr, START);
        }
        model.endBlock(START_BLOCK, accounts);
    }

    /// @dev Each step is one change to one operator's genesis node; blocks pass between some of them.
    /// forge-config: default.fuzz.runs = 48
    /// forge-config: deep.fuzz.runs = 2000
    function testFuzz_PastPowersEqualTheModels(uint256[24] calldata steps) public {
        uint256 first = vm.getBlockNumber() - 1;
        for (uint256 i = 0; i < steps.length; i++) {
            change(steps[i] % OPERATORS, (steps[i] >> 64) % 4);
            assertEq(registry.activeNodes(), model.total(), "active nodes");
            if ((steps[i] >> 128) % 3 != 0) continue;
            model.endBlock(vm.getBlockNumber(), accounts);
            rollForward(1);
            skip(1 hours);
        }
        assertNodesEqualTheModels();
        model.endBlock(vm.getBlockNumber(), accounts);
        rollForward(1);
        for (uint256 blockNumber = first; blockNumber < vm.getBlockNumber(); blockNumber++) {
            assertEq(registry.getPastTotalSupply(blockNumber), model.totalAt(blockNumber), "total");
            for (uint256 i = 0; i < OPERATORS; i++) {
                assertEq(registry.getPastVotes(accounts[i], blockNumber), model.votesAt(accounts[i], blockNumber));
            }
        }
    }

    function testFuzz_CapIsATenthAndNeverZero(uint256 total) public view {
        uint256 cap = registry.powerCap(total);
        assertGe(cap, 1);
        assertTrue(cap == 1 || cap <= total / 10);
        assertEq(cap, total < 20 ? 1 : total / 10);
    }

    /// @dev However many nodes an operator gathered and however many others left, its voice is at most a tenth, or one.
    /// forge-config: default.fuzz.runs = 48
    /// forge-config: deep.fuzz.runs = 2000
    function testFuzz_VoiceIsCappedWhateverOthersDo(uint256 extra, uint256 leaving) public {
        deployNetwork(60);
        extra = bound(extra, 0, 5);
        leaving = bound(leaving, 0, 59);
        address whale = operatorAt(0).addr;
        for (uint256 i = 0; i < extra; i++) {
            addNode(whale, string.concat("extra ", vm.toString(i)));
        }
        for (uint256 i = 0; i < leaving; i++) {
            vm.prank(operatorAt(i + 1).addr);
            registry.leave(nodeAt(i + 1).addr);
        }
        rollForward(1);
        uint256 total = 60 + extra - leaving;
        assertEq(registry.getPastTotalSupply(vm.getBlockNumber() - 1), total);
        assertEq(registry.getVotes(whale), model.capped(1 + extra, total));
        assertEq(registry.getPastVotes(whale, vm.getBlockNumber() - 1), model.capped(1 + extra, total));
    }

    function testFuzz_RevertWhen_TimepointIsNotPast(uint256 timepoint) public {
        timepoint = bound(timepoint, vm.getBlockNumber(), type(uint256).max);
        bytes memory error = abi.encodeWithSelector(
            INodeRegistry.NodeRegistry_FutureLookup.selector, timepoint, uint48(vm.getBlockNumber())
        );
        vm.expectRevert(error);
        registry.getPastVotes(accounts[0], timepoint);
        vm.expectRevert(error);
        registry.getPastTotalSupply(timepoint);
    }

    // -------------------------------------------------------------- helpers

    function assertNodesEqualTheModels() private view {
        assertEq(registry.nodeCount(), model.nodeCount(), "nodes ever");
        for (uint256 i = 0; i < model.nodeCount(); i++) {
            address node = model.nodesEver(i);
            assertEq(registry.nodeAt(i), node, "order");
            assertEq(registry.nodeOf(node).activeSince, model.activeSince(node), "activeSince");
        }
    }

    function change(uint256 i, uint256 kind) private {
        address node = nodeAt(i).addr;
        if (registry.operatorOf(accounts[i]).revoked) return;
        INodeRegistry.NodeStatus status = statusOf(node);
        if (status == INodeRegistry.NodeStatus.Active) silence(i, node, kind);
        else if (status != INodeRegistry.NodeStatus.Left) wake(i, node);
    }

    function silence(uint256 i, address node, uint256 kind) private {
        if (kind == 0) {
            vm.prank(accounts[i]);
            registry.leave(node);
            model.setActiveSince(node, 0);
        } else if (kind == 1) {
            registry.revokeOperator(accounts[i]);
        } else {
            registry.suspendByBallot(node, uint64(vm.getBlockTimestamp() + 1));
            model.setActiveSince(node, 0);
        }
        model.lose(accounts[i], 1);
    }

    function wake(uint256 i, address node) private {
        registry.restore(node);
        model.setActiveSince(node, vm.getBlockTimestamp());
        model.gain(accounts[i]);
    }
}
