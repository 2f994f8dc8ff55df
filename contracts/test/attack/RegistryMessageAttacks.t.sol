// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {INodeRegistry} from "../../src/interfaces/INodeRegistry.sol";
import {NodeRegistry} from "../../src/registry/NodeRegistry.sol";
import {ReenteringWallet} from "../support/ReenteringWallet.sol";
import {RegistryFixture} from "../support/RegistryFixture.sol";

/// @notice Attacks with registrations and vouches that were truly signed: for somebody else, for another chain or registry,
/// or long ago.
contract RegistryMessageAttacksTest is RegistryFixture {
    Account private attacker;

    function setUp() public {
        deployNetwork(12);
        attacker = makeAccount("attacker");
    }

    // ---------------------------------------------------------- front-running

    /// @dev The attacker, an operator himself, takes a registration out of the mempool and sends it as his own.
    function test_Attack_RegistrationIsFrontRun() public {
        address victim = newOperator("victim").addr;
        registry.admitByBallot(attacker.addr);
        Account memory node = makeAccount("victim's node");
        address telemetryKey = telemetryOf(node.addr);
        uint256 deadline = vm.getBlockTimestamp();
        bytes memory signed = signature(node.key, registerDigest(victim, node.addr, telemetryKey, deadline));

        vm.expectRevert(
            abi.encodeWithSelector(INodeRegistry.NodeRegistry_NodeSignatureInvalid.selector, node.addr, attacker.addr)
        );
        vm.prank(attacker.addr);
        registry.register(node.addr, telemetryKey, deadline, signed);

        vm.prank(victim);
        registry.register(node.addr, telemetryKey, deadline, signed);
        assertEq(registry.nodeOf(node.addr).operator, victim);
    }

    /// @dev Whoever brings the vouches first only does the candidate's work.
    function test_Attack_AdmissionIsFrontRun() public {
        skip(30 days);
        INodeRegistry.Vouch[] memory vouches = vouchesFor(makeAddr("candidate"), 0, 3);
        vm.prank(attacker.addr);
        registry.admit(makeAddr("candidate"), vouches);
        assertEq(registry.operatorOf(attacker.addr).admittedAt, 0);
        assertGt(registry.operatorOf(makeAddr("candidate")).admittedAt, 0);
    }

    // --------------------------------------------------------------- replay

    /// @dev Vouches of the rehearsal are brought on the production chain.
    function test_Attack_VouchesAreReplayedOnAnotherChain() public {
        skip(30 days);
        INodeRegistry.Vouch[] memory vouches = vouchesFor(attacker.addr, 0, 3);
        vm.chainId(vm.getChainId() + 1);
        expectVouchInvalid(vouches[0].voucher);
        registry.admit(attacker.addr, vouches);
    }

    /// @dev Vouches for one registry are brought to another with the same members.
    function test_Attack_VouchesAreReplayedOnAnotherRegistry() public {
        NodeRegistry other = new NodeRegistry(address(authority), productionRules(), genesisOf(12));
        skip(30 days);
        INodeRegistry.Vouch[] memory vouches = vouchesFor(attacker.addr, 0, 3);
        expectVouchInvalid(vouches[0].voucher);
        other.admit(attacker.addr, vouches);
    }

    function test_Attack_RegistrationIsReplayedOnAnotherChain() public {
        registry.admitByBallot(attacker.addr);
        Account memory node = makeAccount("node");
        bytes memory signed =
            signature(node.key, registerDigest(attacker.addr, node.addr, node.addr, type(uint256).max));
        vm.chainId(vm.getChainId() + 1);
        vm.expectRevert(
            abi.encodeWithSelector(INodeRegistry.NodeRegistry_NodeSignatureInvalid.selector, node.addr, attacker.addr)
        );
        vm.prank(attacker.addr);
        registry.register(node.addr, node.addr, type(uint256).max, signed);
    }

    /// @dev A registration for one registry is brought to another with the same members.
    function test_Attack_RegistrationIsReplayedOnAnotherRegistry() public {
        NodeRegistry other = new NodeRegistry(address(authority), productionRules(), genesisOf(12));
        registry.admitByBallot(attacker.addr);
        other.admitByBallot(attacker.addr);
        Account memory node = makeAccount("node");
        bytes memory signed =
            signature(node.key, registerDigest(attacker.addr, node.addr, node.addr, type(uint256).max));
        vm.startPrank(attacker.addr);
        vm.expectRevert(
            abi.encodeWithSelector(INodeRegistry.NodeRegistry_NodeSignatureInvalid.selector, node.addr, attacker.addr)
        );
        other.register(node.addr, node.addr, type(uint256).max, signed);
        registry.register(node.addr, node.addr, type(uint256).max, signed);
    }

    /// @dev A node key's consent, given once and kept until the key has other plans; a later deadline is another message.
    function test_Attack_AnOldRegistrationIsUsed() public {
        registry.admitByBallot(attacker.addr);
        Account memory node = makeAccount("node");
        uint256 deadline = vm.getBlockTimestamp() + 1 days;
        bytes memory signed = signature(node.key, registerDigest(attacker.addr, node.addr, node.addr, deadline));
        vm.warp(deadline + 1);
        vm.startPrank(attacker.addr);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistry_RegistrationExpired.selector, deadline));
        registry.register(node.addr, node.addr, deadline, signed);
        vm.expectRevert(
            abi.encodeWithSelector(INodeRegistry.NodeRegistry_NodeSignatureInvalid.selector, node.addr, attacker.addr)
        );
        registry.register(node.addr, node.addr, deadline + 1, signed);
    }

    /// @dev Vouches collected from members who trusted the candidate then; a later deadline is another message.
    function test_Attack_AnOldVouchIsUsed() public {
        skip(30 days);
        INodeRegistry.Vouch[] memory vouches = vouchesFor(attacker.addr, 0, 3);
        uint256 deadline = vouches[0].deadline;
        vm.warp(deadline + 1);
        vm.expectRevert(
            abi.encodeWithSelector(INodeRegistry.NodeRegistry_VouchExpired.selector, vouches[0].voucher, deadline)
        );
        registry.admit(attacker.addr, vouches);
        vouches[0].deadline = deadline + 1;
        expectVouchInvalid(vouches[0].voucher);
        registry.admit(attacker.addr, vouches);
        assertEq(registry.operatorOf(attacker.addr).admittedAt, 0, "stays out");
    }

    /// @dev The same vouches a second time: the candidate is in already, and a revoked one stays out.
    function test_Attack_VouchesAreUsedAgainAfterRevocation() public {
        skip(30 days);
        INodeRegistry.Vouch[] memory vouches = vouchesFor(attacker.addr, 0, 3);
        registry.admit(attacker.addr, vouches);
        registry.revokeOperator(attacker.addr);
        expectError(INodeRegistry.NodeRegistry_AlreadyAdmitted.selector, attacker.addr);
        registry.admit(attacker.addr, vouches);
    }

    /// @dev A voucher's wallet uses its moment to call back: it is only ever asked statically.
    function test_Attack_AVouchersWalletReenters() public {
        Account memory waiting = makeAccount("waiting");
        register(newOperator("newcomer").addr, waiting);
        skip(30 days);
        INodeRegistry.Vouch[] memory vouches = vouchesFor(attacker.addr, 0, 3);
        vm.etch(vouches[0].voucher, address(new ReenteringWallet()).code);
        vouches[0].signature = abi.encode(registry, waiting.addr);
        expectVouchInvalid(vouches[0].voucher);
        registry.admit(attacker.addr, vouches);
        registry.activate(waiting.addr);
        assertStatus(waiting.addr, INodeRegistry.NodeStatus.Active);
    }

    // -------------------------------------------------------------- helpers

    function expectVouchInvalid(address voucher) private {
        vm.expectRevert(
            abi.encodeWithSelector(INodeRegistry.NodeRegistry_VouchSignatureInvalid.selector, voucher, attacker.addr)
        );
    }
}
