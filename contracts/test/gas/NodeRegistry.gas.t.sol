// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {INodeRegistry} from "../../src/interfaces/INodeRegistry.sol";
import {RegistryFixture} from "../support/RegistryFixture.sol";

/// @notice What operators pay in a network of 120. Run isolated: each call is then a transaction of its own.
contract NodeRegistryGasTest is RegistryFixture {
    string private constant GROUP = "NodeRegistry";

    function setUp() public {
        deployNetwork(120);
    }

    function test_Gas_AdmitRegisterActivate() public {
        skip(30 days);
        address candidate = makeAddr("candidate");
        INodeRegistry.Vouch[] memory vouches = vouchesFor(candidate, 0, 3);
        registry.admit(candidate, vouches);
        vm.snapshotGasLastCall(GROUP, "admit, three ECDSA vouches");

        Account memory node = makeAccount("candidate's node");
        register(candidate, node);
        vm.snapshotGasLastCall(GROUP, "register");

        skip(7 days);
        rollForward(1);
        registry.activate(node.addr);
        vm.snapshotGasLastCall(GROUP, "activate");
    }

    function test_Gas_SuspendReinstateLeave() public {
        uint64 until = uint64(vm.getBlockTimestamp() + 1 days);
        registry.suspend(nodeAt(0).addr, until);
        vm.snapshotGasLastCall(GROUP, "suspend");

        skip(1 days);
        rollForward(1);
        registry.reinstate(nodeAt(0).addr);
        vm.snapshotGasLastCall(GROUP, "reinstate");

        rollForward(1);
        vm.prank(operatorAt(0).addr);
        registry.leave(nodeAt(0).addr);
        vm.snapshotGasLastCall(GROUP, "leave");
    }

    function test_Gas_PastVotes() public {
        registry.getPastVotes(operatorAt(0).addr, START_BLOCK);
        vm.snapshotGasLastCall(GROUP, "getPastVotes, cold");
    }
}
