// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {INodeRegistry} from "../../src/interfaces/INodeRegistry.sol";
import {NodeRegistry} from "../../src/registry/NodeRegistry.sol";
import {RegistryFixture} from "../support/RegistryFixture.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

/// @notice Attacks that the registry's rules on members, nodes and power close. Every test name says what the attacker wants.
contract RegistryAttacksTest is RegistryFixture {
    Account private attacker;

    function setUp() public {
        deployNetwork(12);
        attacker = makeAccount("attacker");
    }

    // -------------------------------------------------------------- genesis

    /// @dev Whoever registers first in an empty registry would be the DAO: there is no empty registry, and no first.
    function test_Attack_FirstComerTakesTheEmptyRegistry() public {
        for (uint256 operators = 0; operators < 10; operators += 9) {
            INodeRegistry.GenesisOperator[] memory genesis = genesisOf(operators);
            vm.expectRevert(
                abi.encodeWithSelector(
                    INodeRegistry.NodeRegistry_TooFewGenesisOperators.selector, operators, uint256(10)
                )
            );
            new NodeRegistry(address(authority), productionRules(), genesis);
        }
        vm.startPrank(attacker.addr);
        expectError(INodeRegistry.NodeRegistry_NotAnOperator.selector, attacker.addr);
        registry.register(attacker.addr, attacker.addr, type(uint256).max, "");
        vm.expectPartialRevert(INodeRegistry.NodeRegistry_TooFewVouches.selector);
        registry.admit(attacker.addr, new INodeRegistry.Vouch[](0));
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, attacker.addr));
        registry.admitByBallot(attacker.addr);
        vm.stopPrank();
    }

    // --------------------------------------------------------------- Sybils

    /// @dev A hundred fresh addresses cannot even register.
    function test_Attack_FreshAddressesRegisterThemselves() public {
        for (uint256 i = 0; i < 100; i++) {
            Account memory sybil = makeAccount(string.concat("sybil ", vm.toString(i)));
            bytes memory signed =
                signature(sybil.key, registerDigest(sybil.addr, sybil.addr, sybil.addr, type(uint256).max));
            expectError(INodeRegistry.NodeRegistry_NotAnOperator.selector, sybil.addr);
            vm.prank(sybil.addr);
            registry.register(sybil.addr, sybil.addr, type(uint256).max, signed);
        }
    }

    /// @dev A bribed trio lets in two accounts a month, and not one more.
    function test_Attack_ABribedTrioAdmitsSybils() public {
        skip(30 days);
        registry.admit(makeAddr("sybil 0"), vouchesFor(makeAddr("sybil 0"), 0, 3));
        registry.admit(makeAddr("sybil 1"), vouchesFor(makeAddr("sybil 1"), 0, 3));
        INodeRegistry.Vouch[] memory vouches = vouchesFor(makeAddr("sybil 2"), 0, 3);
        vm.expectRevert(
            abi.encodeWithSelector(
                INodeRegistry.NodeRegistry_VouchesSpent.selector, vouches[0].voucher, uint64(START + 60 days)
            )
        );
        registry.admit(makeAddr("sybil 2"), vouches);
    }

    /// @dev A Sybil vouches for Sybils: it is too young for a month.
    function test_Attack_SybilsVouchForSybils() public {
        skip(30 days);
        Account memory sybil = newOperator("sybil");
        addNode(sybil.addr, "node of sybil");
        INodeRegistry.Vouch[] memory vouches = vouchesFor(attacker.addr, 0, 3);
        vouches[0] = vouchOf(sybil, attacker.addr, vm.getBlockTimestamp());
        sortByVoucher(vouches);
        vm.expectRevert(
            abi.encodeWithSelector(
                INodeRegistry.NodeRegistry_VoucherTooYoung.selector,
                sybil.addr,
                uint64(vm.getBlockTimestamp() + 30 days)
            )
        );
        registry.admit(attacker.addr, vouches);
    }

    /// @dev Even admitted Sybils have no voice in the block of their registration, nor in the week after it.
    function test_Attack_FlashRegistrationBeforeAVote() public {
        for (uint256 i = 0; i < 30; i++) {
            string memory name = string.concat("sybil ", vm.toString(i));
            register(newOperator(name).addr, makeAccount(string.concat("node of ", name)));
        }
        address first = makeAddr("node of sybil 0");
        skip(7 days - 1);
        rollForward(1);
        expectRevertNotActivatable(first);
        registry.activate(first);
        uint256 snapshot = vm.getBlockNumber() - 1;
        assertEq(registry.getPastVotes(makeAddr("sybil 0"), snapshot), 0, "power of a Sybil");
        assertEq(registry.getPastTotalSupply(snapshot), 12, "total");
    }

    /// @dev Thirty waiting Sybils against twelve honest nodes: ten a month become active, so they stay the fewer.
    function test_Attack_WaitingSybilsActivateAllAtOnce() public {
        for (uint256 i = 0; i < 30; i++) {
            string memory name = string.concat("sybil ", vm.toString(i));
            register(newOperator(name).addr, makeAccount(string.concat("node of ", name)));
        }
        skip(7 days);
        uint256 activated = 0;
        for (uint256 i = 0; i < 30; i++) {
            address node = makeAddr(string.concat("node of sybil ", vm.toString(i)));
            try registry.activate(node) {
                activated++;
            } catch (bytes memory reason) {
                assertFailedWith(reason, INodeRegistry.NodeRegistry_ActivationsSpent.selector);
            }
        }
        assertEq(activated, 10);
        rollForward(1);
        assertEq(registry.getPastTotalSupply(vm.getBlockNumber() - 1), 22);
    }

    /// @dev A node that leaves and registers again would start with a clean sheet.
    function test_Attack_ANodeStartsAgainWithACleanSheet() public {
        registry.quarantine(nodeAt(0).addr);
        vm.prank(operatorAt(0).addr);
        registry.leave(nodeAt(0).addr);
        Account memory node = nodeAt(0);
        bytes memory signed =
            signature(node.key, registerDigest(operatorAt(0).addr, node.addr, node.addr, type(uint256).max));
        expectError(INodeRegistry.NodeRegistry_NodeKeyUsed.selector, node.addr);
        vm.prank(operatorAt(0).addr);
        registry.register(node.addr, node.addr, type(uint256).max, signed);
    }

    // ------------------------------------------------------- telemetry keys

    /// @dev A batch was signed with a key that its operator now disowns by rotating it: the old range stays.
    function test_Attack_RotationDisownsASignedBatch() public {
        address node = nodeAt(0).addr;
        uint64 signedAt = uint64(vm.getBlockTimestamp());
        skip(1 days);
        vm.prank(operatorAt(0).addr);
        registry.rotateTelemetryKey(node, makeAddr("new telemetry key"));
        assertEq(registry.telemetryKeyAt(node, signedAt), telemetryOf(node), "then");
        assertEq(registry.telemetryKeyAt(node, signedAt + 1 days), makeAddr("new telemetry key"), "since");
        // Nor does the new key reach back behind the node's registration.
        vm.expectRevert(
            abi.encodeWithSelector(INodeRegistry.NodeRegistry_NoTelemetryKey.selector, node, uint64(START - 1))
        );
        registry.telemetryKeyAt(node, uint64(START - 1));
    }

    // ---------------------------------------------------------------- power

    /// @dev A guardian with the right to suspend tries to silence the opposition once the snapshot is taken.
    function test_Attack_OpponentsAreSuspendedBeforeAVote() public {
        deployNetwork(20);
        rollForward(1);
        uint256 snapshot = vm.getBlockNumber() - 1;
        uint256 suspended = 0;
        for (uint256 i = 0; i < 20; i++) {
            try registry.suspend(nodeAt(i).addr, type(uint64).max) {
                suspended++;
            } catch (bytes memory reason) {
                assertFailedWith(reason, INodeRegistry.NodeRegistry_SuspensionsSpent.selector);
            }
        }
        assertEq(suspended, 2, "at most a tenth of the nodes");
        for (uint256 i = 0; i < 20; i++) {
            assertEq(registry.getPastVotes(operatorAt(i).addr, snapshot), 1, "power at the snapshot");
        }
    }

    /// @dev The guardian mixes the two ways to silence a node, and takes back what it did to do it again: one limit for both,
    /// and nothing gives a spent suspension back but time.
    function test_Attack_SuspensionsAreMixedWithQuarantine() public {
        deployNetwork(20);
        registry.suspend(nodeAt(0).addr, type(uint64).max);
        registry.quarantine(nodeAt(1).addr);
        registry.restore(nodeAt(0).addr);
        vm.warp(START + 7 days - 1);
        rollForward(1);
        expectSuspensionsSpent(2);
        registry.quarantine(nodeAt(2).addr);
        expectSuspensionsSpent(2);
        registry.suspend(nodeAt(2).addr, type(uint64).max);
        assertEq(registry.getPastTotalSupply(vm.getBlockNumber() - 1), 19, "one in quarantine, one restored");
    }

    /// @dev Others leave, and an operator finds itself with more than a tenth: its voice shrinks with the network.
    function test_Attack_PassiveBreachWhenOthersLeave() public {
        deployNetwork(40);
        address whale = operatorAt(0).addr;
        addNode(whale, "second");
        addNode(whale, "third");
        addNode(whale, "fourth");
        assertEq(registry.getVotes(whale), 4);
        for (uint256 i = 10; i < 40; i++) {
            vm.prank(operatorAt(i).addr);
            registry.leave(nodeAt(i).addr);
        }
        rollForward(1);
        assertEq(registry.operatorOf(whale).activeNodes, 4, "nodes");
        assertEq(registry.getVotes(whale), 1, "voice");
        assertEq(registry.getPastVotes(whale, vm.getBlockNumber() - 1), 1, "voice at a snapshot");
    }

    /// @dev One operator registers as many nodes as it can: those that wait count, so a tenth it is from the beginning.
    function test_Attack_OneOperatorRegistersTheNetwork() public {
        deployNetwork(40);
        address whale = operatorAt(0).addr;
        for (uint256 i = 0; i < 3; i++) {
            register(whale, makeAccount(string.concat("more ", vm.toString(i))));
        }
        Account memory fifth = makeAccount("fifth");
        bytes memory signed = signature(fifth.key, registerDigest(whale, fifth.addr, fifth.addr, type(uint256).max));
        vm.expectRevert(
            abi.encodeWithSelector(
                INodeRegistry.NodeRegistry_OperatorCapExceeded.selector, whale, uint256(5), uint256(4)
            )
        );
        vm.prank(whale);
        registry.register(fifth.addr, fifth.addr, type(uint256).max, signed);
    }

    /// @dev Nodes are hoarded while the network is large and activated once it is small.
    function test_Attack_WaitingNodesAreHoarded() public {
        deployNetwork(40);
        address whale = operatorAt(0).addr;
        register(whale, makeAccount("second"));
        register(whale, makeAccount("third"));
        for (uint256 i = 15; i < 40; i++) {
            vm.prank(operatorAt(i).addr);
            registry.leave(nodeAt(i).addr);
        }
        skip(7 days);
        vm.expectRevert(
            abi.encodeWithSelector(
                INodeRegistry.NodeRegistry_OperatorCapExceeded.selector, whale, uint256(3), uint256(1)
            )
        );
        registry.activate(makeAddr("second"));
    }

    /// @dev Voices are gathered by delegation, sent or signed: there is none.
    function test_Attack_VoicesAreGatheredByDelegation() public {
        for (uint256 i = 1; i < 12; i++) {
            expectError(INodeRegistry.NodeRegistry_DelegationDisabled.selector);
            vm.prank(operatorAt(i).addr);
            registry.delegate(attacker.addr);
            (uint8 v, bytes32 r, bytes32 s) = vm.sign(operatorAt(i).key, delegationDigest(attacker.addr));
            expectError(INodeRegistry.NodeRegistry_DelegationDisabled.selector);
            registry.delegateBySig(attacker.addr, 0, type(uint256).max, v, r, s);
        }
        assertEq(registry.getVotes(attacker.addr), 0);
    }

    // -------------------------------------------------------------- helpers

    function assertFailedWith(bytes memory reason, bytes4 selector) private pure {
        assertEq(bytes32(bytes4(reason)), bytes32(selector), "error");
    }

    /// @dev As OpenZeppelin's Votes, which has nonces, wants it signed for the first time.
    function delegationDigest(address delegatee) private view returns (bytes32) {
        bytes32 typeHash = keccak256("Delegation(address delegatee,uint256 nonce,uint256 expiry)");
        return registryDigest(keccak256(abi.encode(typeHash, delegatee, 0, type(uint256).max)));
    }

    function expectSuspensionsSpent(uint256 limit) private {
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistry_SuspensionsSpent.selector, limit, limit));
    }

    function expectRevertNotActivatable(address node) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                INodeRegistry.NodeRegistry_NotActivatableYet.selector, node, registry.nodeOf(node).registeredAt + 7 days
            )
        );
    }
}
