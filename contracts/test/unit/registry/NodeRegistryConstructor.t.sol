// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {INodeRegistry} from "../../../src/interfaces/INodeRegistry.sol";
import {NodeRegistry} from "../../../src/registry/NodeRegistry.sol";
import {RegistryFixture} from "../../support/RegistryFixture.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";

contract NodeRegistryConstructorTest is RegistryFixture {
    function setUp() public {
        deployNetwork(12);
    }

    // ---------------------------------------------------------------- rules

    function test_RevertWhen_ProductionActivationDelayIsShort() public {
        INodeRegistry.Rules memory rules = productionRules();
        rules.activationDelay = 7 days - 1;
        expectBelowMinimum(rules, "activationDelay", 7 days - 1, 7 days);
    }

    function test_RevertWhen_ProductionVoucherAgeIsShort() public {
        INodeRegistry.Rules memory rules = productionRules();
        rules.voucherAge = 30 days - 1;
        expectBelowMinimum(rules, "voucherAge", 30 days - 1, 30 days);
    }

    function test_RevertWhen_ProductionVouchPeriodIsShort() public {
        INodeRegistry.Rules memory rules = productionRules();
        rules.vouchPeriod = 30 days - 1;
        expectBelowMinimum(rules, "vouchPeriod", 30 days - 1, 30 days);
    }

    function test_RevertWhen_ProductionEpochIsShort() public {
        INodeRegistry.Rules memory rules = productionRules();
        rules.epochLength = 30 days - 1;
        expectBelowMinimum(rules, "epochLength", 30 days - 1, 30 days);
    }

    function test_RevertWhen_ProductionSuspensionPeriodIsShort() public {
        INodeRegistry.Rules memory rules = productionRules();
        rules.suspensionPeriod = 7 days - 1;
        expectBelowMinimum(rules, "suspensionPeriod", 7 days - 1, 7 days);
    }

    function test_RevertWhen_ProductionElectorateIsSmall() public {
        INodeRegistry.Rules memory rules = productionRules();
        rules.electorateMin = 9;
        expectBelowMinimum(rules, "electorateMin", 9, 10);
    }

    function test_RevertWhen_DevnetEpochIsZero() public {
        INodeRegistry.Rules memory rules = devnetRules();
        rules.epochLength = 0;
        expectBelowMinimum(rules, "epochLength", 0, 1);
    }

    function test_RevertWhen_DevnetElectorateIsZero() public {
        INodeRegistry.Rules memory rules = devnetRules();
        rules.electorateMin = 0;
        expectBelowMinimum(rules, "electorateMin", 0, 1);
    }

    function test_KeepsProductionRulesAtTheirMinimum() public view {
        assertEq(keccak256(abi.encode(registry.rules())), keccak256(abi.encode(productionRules())));
    }

    function test_TakesRulesInSecondsOnADevnet() public {
        NodeRegistry devnet = new NodeRegistry(address(authority), devnetRules(), genesisOf(3));
        assertEq(keccak256(abi.encode(devnet.rules())), keccak256(abi.encode(devnetRules())));
    }

    // -------------------------------------------------------------- genesis

    function test_RevertWhen_GenesisIsTooSmall() public {
        INodeRegistry.GenesisOperator[] memory genesis = genesisOf(9);
        vm.expectRevert(
            abi.encodeWithSelector(INodeRegistry.NodeRegistry_TooFewGenesisOperators.selector, uint256(9), uint256(10))
        );
        new NodeRegistry(address(authority), productionRules(), genesis);
    }

    function test_RevertWhen_GenesisOperatorIsZero() public {
        INodeRegistry.GenesisOperator[] memory genesis = genesisOf(10);
        genesis[4].operator = address(0);
        expectGenesisError(genesis, abi.encodeWithSelector(INodeRegistry.NodeRegistry_ZeroAddress.selector));
    }

    function test_RevertWhen_GenesisNodeIsZero() public {
        INodeRegistry.GenesisOperator[] memory genesis = genesisOf(10);
        genesis[4].node = address(0);
        expectGenesisError(genesis, abi.encodeWithSelector(INodeRegistry.NodeRegistry_ZeroAddress.selector));
    }

    function test_RevertWhen_GenesisTelemetryKeyIsZero() public {
        INodeRegistry.GenesisOperator[] memory genesis = genesisOf(10);
        genesis[4].telemetryKey = address(0);
        expectGenesisError(genesis, abi.encodeWithSelector(INodeRegistry.NodeRegistry_ZeroAddress.selector));
    }

    function test_RevertWhen_GenesisOperatorIsNamedTwice() public {
        INodeRegistry.GenesisOperator[] memory genesis = genesisOf(10);
        address twice = genesis[0].operator;
        genesis[4].operator = twice;
        expectGenesisError(genesis, abi.encodeWithSelector(INodeRegistry.NodeRegistry_AlreadyAdmitted.selector, twice));
    }

    function test_RevertWhen_GenesisNodeIsNamedTwice() public {
        INodeRegistry.GenesisOperator[] memory genesis = genesisOf(10);
        address twice = genesis[0].node;
        genesis[4].node = twice;
        expectGenesisError(genesis, abi.encodeWithSelector(INodeRegistry.NodeRegistry_NodeKeyUsed.selector, twice));
    }

    function test_AdmitsEveryGenesisOperatorWithOneActiveNode() public {
        for (uint256 i = 0; i < 12; i++) {
            INodeRegistry.Operator memory operator = registry.operatorOf(operatorAt(i).addr);
            assertEq(operator.admittedAt, START, "admittedAt");
            assertEq(operator.activeSince, START, "activeSince");
            assertEq(operator.nodes, 1, "nodes");
            assertEq(operator.activeNodes, 1, "activeNodes");
            assertFalse(operator.revoked);
            assertStatus(nodeAt(i).addr, INodeRegistry.NodeStatus.Active);
            assertEq(registry.nodeOf(nodeAt(i).addr).operator, operatorAt(i).addr);
            assertEq(registry.nodeOf(nodeAt(i).addr).activeSince, START, "the node's activeSince");
            assertEq(registry.nodeAt(i), nodeAt(i).addr, "in the order of the genesis");
            assertEq(registry.telemetryKeyAt(nodeAt(i).addr, uint64(START)), telemetryOf(nodeAt(i).addr));
            assertEq(registry.getVotes(operatorAt(i).addr), 1, "votes");
        }
        assertEq(registry.getPastTotalSupply(START_BLOCK), 12);
        assertEq(registry.activeNodes(), 12, "active nodes");
        assertEq(registry.nodeCount(), 12, "nodes ever");
    }

    function test_TellsTheGenesisInEvents() public {
        INodeRegistry.GenesisOperator[] memory genesis = genesisOf(10);
        INodeRegistry.GenesisOperator memory first = genesis[0];
        uint64 time = uint64(vm.getBlockTimestamp());
        vm.expectEmit();
        emit INodeRegistry.OperatorAdmitted(first.operator, new address[](0));
        vm.expectEmit();
        emit INodeRegistry.NodeRegistered(first.node, first.operator, first.telemetryKey, time, time);
        vm.expectEmit();
        emit INodeRegistry.TelemetryKeySet(first.node, first.telemetryKey, time);
        vm.expectEmit();
        emit IVotes.DelegateVotesChanged(first.operator, 0, 1);
        vm.expectEmit();
        emit INodeRegistry.TotalPowerChanged(0, 1);
        vm.expectEmit();
        emit INodeRegistry.NodeActivated(first.node, first.operator);
        new NodeRegistry(address(authority), productionRules(), genesis);
    }

    // ------------------------------------------------------------- identity

    function test_NamesItsDomainAndClock() public view {
        (, string memory name, string memory version, uint256 chainId, address verifier,,) =
            IERC5267(address(registry)).eip712Domain();
        assertEq(name, "Sweetwater NodeRegistry");
        assertEq(version, "1");
        assertEq(chainId, vm.getChainId());
        assertEq(verifier, address(registry));
        assertEq(registry.CLOCK_MODE(), "mode=blocknumber&from=default");
        assertEq(registry.clock(), vm.getBlockNumber());
        assertEq(registry.authority(), address(authority));
    }

    function test_FitsTheContractSizeLimit() public view {
        assertLt(address(registry).code.length, 24_576);
    }

    // -------------------------------------------------------------- helpers

    function devnetRules() private pure returns (INodeRegistry.Rules memory) {
        return INodeRegistry.Rules(false, 1, 2, 3, 4, 5, 3);
    }

    function expectBelowMinimum(INodeRegistry.Rules memory rules, string memory rule, uint256 value, uint256 minimum)
        private
    {
        INodeRegistry.GenesisOperator[] memory genesis = genesisOf(12);
        vm.expectRevert(
            abi.encodeWithSelector(INodeRegistry.NodeRegistry_BelowProductionMinimum.selector, rule, value, minimum)
        );
        new NodeRegistry(address(authority), rules, genesis);
    }

    function expectGenesisError(INodeRegistry.GenesisOperator[] memory genesis, bytes memory error) private {
        vm.expectRevert(error);
        new NodeRegistry(address(authority), productionRules(), genesis);
    }
}
