// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {INodeRegistry} from "../../../src/interfaces/INodeRegistry.sol";
import {RegistryFixture} from "../../support/RegistryFixture.sol";

contract NodeRegistryPowerTest is RegistryFixture {
    address private operator;

    function setUp() public {
        deployNetwork(20);
        operator = operatorAt(0).addr;
    }

    function test_CapsPowerAtTheTenthOfThatTime() public {
        addNode(operator, "second");
        rollForward(1);
        uint256 whole = vm.getBlockNumber() - 1;
        assertEq(registry.getVotes(operator), 2, "before others left");
        for (uint256 i = 10; i < 20; i++) {
            vm.prank(operatorAt(i).addr);
            registry.leave(nodeAt(i).addr);
        }
        rollForward(1);
        assertEq(registry.getVotes(operator), 1, "after others left");
        assertEq(registry.operatorOf(operator).activeNodes, 2, "uncapped");
        assertEq(registry.getPastVotes(operator, whole), 2, "at the block before");
        assertEq(registry.getPastVotes(operator, vm.getBlockNumber() - 1), 1, "at the block after");
        assertEq(registry.getPastTotalSupply(vm.getBlockNumber() - 1), 11, "total is uncapped");
        assertEq(registry.activeNodes(), 11, "total of now is uncapped");
    }

    function test_PowerCapIsATenthAndAtLeastOne() public view {
        assertEq(registry.powerCap(0), 1);
        assertEq(registry.powerCap(19), 1);
        assertEq(registry.powerCap(20), 2);
        assertEq(registry.powerCap(109), 10);
        assertEq(registry.powerCap(type(uint256).max), type(uint256).max / 10);
    }

    function test_RevertWhen_VotesOfThePresentBlockAreAsked() public {
        expectFutureLookup(vm.getBlockNumber());
        registry.getPastVotes(operator, vm.getBlockNumber());
    }

    function test_RevertWhen_VotesOfAFarBlockAreAsked() public {
        expectFutureLookup(type(uint256).max);
        registry.getPastVotes(operator, type(uint256).max);
    }

    function test_RevertWhen_TotalOfThePresentBlockIsAsked() public {
        expectFutureLookup(vm.getBlockNumber());
        registry.getPastTotalSupply(vm.getBlockNumber());
    }

    function test_StrangersHaveNoPower() public {
        address stranger = makeAddr("stranger");
        assertEq(registry.getVotes(stranger), 0);
        assertEq(registry.getPastVotes(stranger, vm.getBlockNumber() - 1), 0);
    }

    function test_NobodyHadPowerBeforeTheDeployment() public view {
        assertEq(registry.getPastVotes(operator, START_BLOCK - 1), 0);
        assertEq(registry.getPastTotalSupply(START_BLOCK - 1), 0);
        assertEq(registry.getPastVotes(operator, START_BLOCK), 1);
        assertEq(registry.getPastTotalSupply(START_BLOCK), 20);
    }

    function test_EverybodyRepresentsHimself() public view {
        assertEq(registry.delegates(operator), operator);
        assertEq(registry.delegates(address(7)), address(7));
    }

    function test_RevertWhen_Delegating() public {
        address other = operatorAt(1).addr;
        expectError(INodeRegistry.NodeRegistry_DelegationDisabled.selector);
        vm.prank(operator);
        registry.delegate(other);
    }

    function test_RevertWhen_DelegatingBySignature() public {
        address other = operatorAt(1).addr;
        expectError(INodeRegistry.NodeRegistry_DelegationDisabled.selector);
        registry.delegateBySig(other, 0, type(uint256).max, 27, bytes32(uint256(1)), bytes32(uint256(1)));
    }

    function expectFutureLookup(uint256 timepoint) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                INodeRegistry.NodeRegistry_FutureLookup.selector, timepoint, uint48(vm.getBlockNumber())
            )
        );
    }
}
