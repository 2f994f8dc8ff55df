// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {INodeRegistry} from "../../src/interfaces/INodeRegistry.sol";
import {NodeRegistry} from "../../src/registry/NodeRegistry.sol";
import {Test} from "./Test.sol";
import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";

/// @notice A network of genesis operators under production rules. The test contract is the admin, in the ballot's place.
/// @dev Operator i is the account named "operator i"; its genesis node is the account named "node i".
abstract contract RegistryFixture is Test {
    uint256 internal constant START = 1_800_000_000;
    uint256 internal constant START_BLOCK = 1000;
    /// @dev What `VoucherTooYoung` names for an operator without an active node.
    uint64 internal constant NEVER = type(uint64).max;

    AccessManager internal authority;
    NodeRegistry internal registry;

    function deployNetwork(uint256 operators) internal {
        vm.warp(START);
        vm.roll(START_BLOCK);
        authority = new AccessManager(address(this));
        registry = new NodeRegistry(address(authority), productionRules(), genesisOf(operators));
        rollForward(1);
    }

    function productionRules() internal pure returns (INodeRegistry.Rules memory) {
        return INodeRegistry.Rules({
            production: true,
            activationDelay: 7 days,
            voucherAge: 30 days,
            vouchPeriod: 30 days,
            epochLength: 30 days,
            suspensionPeriod: 7 days,
            electorateMin: 10
        });
    }

    function genesisOf(uint256 operators) internal returns (INodeRegistry.GenesisOperator[] memory genesis) {
        genesis = new INodeRegistry.GenesisOperator[](operators);
        for (uint256 i = 0; i < operators; i++) {
            genesis[i] = INodeRegistry.GenesisOperator(operatorAt(i).addr, nodeAt(i).addr, telemetryOf(nodeAt(i).addr));
        }
    }

    // ------------------------------------------------------------- accounts

    function operatorAt(uint256 i) internal returns (Account memory) {
        return makeAccount(string.concat("operator ", vm.toString(i)));
    }

    function nodeAt(uint256 i) internal returns (Account memory) {
        return makeAccount(string.concat("node ", vm.toString(i)));
    }

    function telemetryOf(address node) internal pure returns (address) {
        return address(uint160(uint256(keccak256(abi.encode("telemetry", node)))));
    }

    // -------------------------------------------------------------- actions

    /// @dev A new operator, let in by ballot.
    function newOperator(string memory name) internal returns (Account memory operator) {
        operator = makeAccount(name);
        registry.admitByBallot(operator.addr);
    }

    function register(address operator, Account memory node) internal {
        register(operator, node, vm.getBlockTimestamp());
    }

    function register(address operator, Account memory node, uint256 deadline) internal {
        address telemetryKey = telemetryOf(node.addr);
        bytes memory signed = signature(node.key, registerDigest(operator, node.addr, telemetryKey, deadline));
        vm.prank(operator);
        registry.register(node.addr, telemetryKey, deadline, signed);
    }

    /// @dev Registers, waits and activates.
    function addNode(address operator, string memory name) internal returns (Account memory node) {
        node = makeAccount(name);
        register(operator, node);
        skip(7 days);
        registry.activate(node.addr);
    }

    function vouchesFor(address candidate, uint256 first, uint256 count)
        internal
        returns (INodeRegistry.Vouch[] memory vouches)
    {
        vouches = new INodeRegistry.Vouch[](count);
        for (uint256 i = 0; i < count; i++) {
            vouches[i] = vouchOf(operatorAt(first + i), candidate, vm.getBlockTimestamp());
        }
        sortByVoucher(vouches);
    }

    function vouchOf(Account memory voucher, address candidate, uint256 deadline)
        internal
        view
        returns (INodeRegistry.Vouch memory)
    {
        bytes memory signed = signature(voucher.key, vouchDigest(voucher.addr, candidate, deadline));
        return INodeRegistry.Vouch(voucher.addr, deadline, signed);
    }

    function sortByVoucher(INodeRegistry.Vouch[] memory vouches) internal pure {
        for (uint256 i = 1; i < vouches.length; i++) {
            for (uint256 j = i; j > 0 && vouches[j - 1].voucher > vouches[j].voucher; j--) {
                (vouches[j - 1], vouches[j]) = (vouches[j], vouches[j - 1]);
            }
        }
    }

    // -------------------------------------------------------------- digests

    function registerDigest(address operator, address node, address telemetryKey, uint256 deadline)
        internal
        view
        returns (bytes32)
    {
        bytes32 typeHash = keccak256("Register(address operator,address node,address telemetryKey,uint256 deadline)");
        return registryDigest(keccak256(abi.encode(typeHash, operator, node, telemetryKey, deadline)));
    }

    function vouchDigest(address voucher, address candidate, uint256 deadline) internal view returns (bytes32) {
        bytes32 typeHash = keccak256("Vouch(address voucher,address candidate,uint256 deadline)");
        return registryDigest(keccak256(abi.encode(typeHash, voucher, candidate, deadline)));
    }

    function registryDigest(bytes32 structHash) internal view returns (bytes32) {
        return typedDataDigest("Sweetwater NodeRegistry", address(registry), structHash);
    }

    /// @dev Written out from EIP-712, so that the contract's own domain is tested too.
    function typedDataDigest(string memory name, address verifier, bytes32 structHash) internal view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256(bytes(name)),
                keccak256("1"),
                vm.getChainId(),
                verifier
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    // ------------------------------------------------------------- outcomes

    function statusOf(address node) internal view returns (INodeRegistry.NodeStatus) {
        return registry.nodeOf(node).status;
    }

    function assertStatus(address node, INodeRegistry.NodeStatus expected) internal view {
        assertEq(uint256(statusOf(node)), uint256(expected), "node status");
    }

    function expectStatusError(address node, INodeRegistry.NodeStatus found) internal {
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistry_NodeStatusIs.selector, node, found));
    }

    function expectError(bytes4 selector) internal {
        vm.expectRevert(selector);
    }

    function expectError(bytes4 selector, address account) internal {
        vm.expectRevert(abi.encodeWithSelector(selector, account));
    }
}
