// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {INodeRegistry} from "../../src/interfaces/INodeRegistry.sol";
import {Test} from "../support/Test.sol";
import {RegistryHandler} from "./handlers/RegistryHandler.sol";

/// @notice Numbers refer to README.md beside this file.
contract NodeRegistryInvariantTest is Test {
    RegistryHandler private handler;
    INodeRegistry private registry;

    function setUp() public {
        handler = new RegistryHandler();
        registry = handler.theRegistry();
        targetContract(address(handler));
        targetSelector(address(handler), handler.actions());
    }

    /// @dev One campaign for all: each campaign of its own would play the same games again.
    /// forge-config: default.invariant.runs = 12
    /// forge-config: deep.invariant.runs = 10000
    /// forge-config: deep.invariant.depth = 16
    function invariant_TheRegistryHolds() public {
        noVoiceExceedsATenth();
        totalIsTheSumOfActiveNodes();
        aNodeKeyRegistersOnce();
        assertEq(handler.suspensionExcess(), 0, "4: suspensions without a ballot");
        assertEq(handler.activationExcess(), 0, "5: activations per epoch");
        operatorsKnowTheirNodes();
        revokedOperatorsHaveNoVoice();
        pastPowersNeverChange();
        nodesAreListedAndKnowTheirTime();
    }

    /// @dev 1
    function noVoiceExceedsATenth() private view {
        uint256 total = sumOfActiveNodes();
        uint256 cap = total < 20 ? 1 : total / 10;
        for (uint256 i = 0; i < handler.operatorCount(); i++) {
            address operator = handler.operatorAddress(i);
            uint256 nodes = registry.operatorOf(operator).activeNodes;
            assertEq(registry.getVotes(operator), nodes < cap ? nodes : cap, "1: voice");
        }
    }

    /// @dev 2
    function totalIsTheSumOfActiveNodes() private {
        uint256 byStatus = 0;
        for (uint256 i = 0; i < handler.nodeCount(); i++) {
            address node = handler.nodeAddress(i);
            bool isActive = registry.nodeOf(node).status == INodeRegistry.NodeStatus.Active;
            if (isActive && !registry.operatorOf(registry.nodeOf(node).operator).revoked) byStatus++;
        }
        rollForward(1);
        assertEq(registry.getPastTotalSupply(vm.getBlockNumber() - 1), sumOfActiveNodes(), "2: total by operator");
        assertEq(byStatus, sumOfActiveNodes(), "2: total by status");
        assertEq(registry.activeNodes(), byStatus, "2: total of now");
    }

    /// @dev 3
    function aNodeKeyRegistersOnce() private view {
        for (uint256 i = 0; i < handler.nodeCount(); i++) {
            address node = handler.nodeAddress(i);
            assertEq(handler.registrations(node), 1, "3: registrations");
            assertEq(registry.nodeOf(node).operator, handler.operatorOfNode(node), "3: operator");
        }
    }

    /// @dev 6
    function operatorsKnowTheirNodes() private view {
        uint256[] memory present = new uint256[](handler.operatorCount());
        for (uint256 i = 0; i < handler.nodeCount(); i++) {
            INodeRegistry.Node memory node = registry.nodeOf(handler.nodeAddress(i));
            if (node.status != INodeRegistry.NodeStatus.Left) present[handler.indexOfOperator(node.operator)]++;
        }
        for (uint256 i = 0; i < present.length; i++) {
            INodeRegistry.Operator memory state = registry.operatorOf(handler.operatorAddress(i));
            assertEq(state.nodes, present[i], "6: nodes");
            assertLe(state.activeNodes, state.nodes, "6: activeNodes");
            assertEq(state.activeSince == 0, state.activeNodes == 0, "6: activeSince");
        }
    }

    /// @dev 7
    function revokedOperatorsHaveNoVoice() private view {
        for (uint256 i = 0; i < handler.operatorCount(); i++) {
            address operator = handler.operatorAddress(i);
            if (registry.operatorOf(operator).revoked) assertEq(registry.getVotes(operator), 0, "7: voice");
        }
    }

    /// @dev 8
    function pastPowersNeverChange() private view {
        for (uint256 i = 0; i < handler.sampleCount(); i++) {
            RegistryHandler.Sample memory sample = handler.sampleAt(i);
            assertEq(registry.getPastVotes(sample.account, sample.blockNumber), sample.votes, "8: votes");
            assertEq(registry.getPastTotalSupply(sample.blockNumber), sample.total, "8: total");
        }
    }

    /// @dev 22
    function nodesAreListedAndKnowTheirTime() private view {
        assertEq(registry.nodeCount(), handler.nodeCount(), "22: number");
        for (uint256 i = 0; i < handler.nodeCount(); i++) {
            address node = handler.nodeAddress(i);
            INodeRegistry.Node memory state = registry.nodeOf(node);
            assertEq(registry.nodeAt(i), node, "22: order");
            assertEq(state.activeSince, handler.activeSince(node), "22: activeSince");
            assertEq(state.activeSince != 0, state.status == INodeRegistry.NodeStatus.Active, "22: status");
        }
    }

    // -------------------------------------------------------------- helpers

    function sumOfActiveNodes() private view returns (uint256 total) {
        for (uint256 i = 0; i < handler.operatorCount(); i++) {
            total += registry.operatorOf(handler.operatorAddress(i)).activeNodes;
        }
    }
}
