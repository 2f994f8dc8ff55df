// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {INodeRegistry} from "../../../src/interfaces/INodeRegistry.sol";
import {RegistryFixture} from "../../support/RegistryFixture.sol";

/// @notice Does to a registry whatever members, strangers and ballots can do, and writes down what must hold.
/// @dev Stands in for the ballot. Every call either succeeds or fails with an error that is expected there.
contract RegistryHandler is RegistryFixture {
    struct Sample {
        address account;
        uint256 blockNumber;
        uint256 votes;
        uint256 total;
    }

    uint256 public constant GENESIS = 22;
    uint256 private constant OPERATORS_MAX = 40;
    uint256 private constant SAMPLES_MAX = 16;

    Account[] private operators;
    Account[] private nodes;
    mapping(address operator => uint256) public indexOfOperator;
    mapping(address node => address) public operatorOfNode;
    /// @notice How often each key was registered with success.
    mapping(address node => uint256) public registrations;

    /// @notice When a node's present time as an active one began; 0 for the others.
    mapping(address node => uint256) public activeSince;

    /// @notice When nodes were suspended without a ballot.
    uint256[] public suspensionTimes;
    /// @notice The most that the suspensions of a period exceeded a tenth of the nodes when the last of them was made.
    uint256 public suspensionExcess;
    uint256 public epochIndex;
    uint256 public epochActivations;
    uint256 public epochNodesAtStart;
    /// @notice The most that the activations of an epoch exceeded its limit.
    uint256 public activationExcess;

    Sample[] private samples;

    constructor() {
        deployNetwork(GENESIS);
        for (uint256 i = 0; i < GENESIS; i++) {
            addOperator(operatorAt(i));
            nodes.push(nodeAt(i));
            operatorOfNode[nodeAt(i).addr] = operatorAt(i).addr;
            registrations[nodeAt(i).addr] = 1;
            activeSince[nodeAt(i).addr] = START;
        }
        epochNodesAtStart = GENESIS;
    }

    /// @notice The functions that forge may call.
    function actions() external pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](14);
        selectors[0] = this.admit.selector;
        selectors[1] = this.admitByBallot.selector;
        selectors[2] = this.revoke.selector;
        selectors[3] = this.registerNew.selector;
        selectors[4] = this.registerAgain.selector;
        selectors[5] = this.activate.selector;
        selectors[6] = this.leave.selector;
        selectors[7] = this.suspend.selector;
        selectors[8] = this.quarantine.selector;
        selectors[9] = this.suspendByBallot.selector;
        selectors[10] = this.reinstate.selector;
        selectors[11] = this.restore.selector;
        selectors[12] = this.passTime.selector;
        selectors[13] = this.growAsFastAsAllowed.selector;
    }

    // ------------------------------------------------------------ operators

    /// @notice Three members vouch for a newcomer.
    function admit(uint256 seed) external {
        if (operators.length == OPERATORS_MAX) return;
        Account memory candidate = newcomer();
        INodeRegistry.Vouch[] memory vouches = new INodeRegistry.Vouch[](3);
        uint256 first = seed % operators.length;
        for (uint256 i = 0; i < 3; i++) {
            Account memory voucher = operators[(first + i) % operators.length];
            vouches[i] = vouchOf(voucher, candidate.addr, vm.getBlockTimestamp());
        }
        sortByVoucher(vouches);
        try registry.admit(candidate.addr, vouches) {
            addOperator(candidate);
        } catch (bytes memory reason) {
            expectOneOf(
                reason,
                INodeRegistry.NodeRegistry_VoucherTooYoung.selector,
                INodeRegistry.NodeRegistry_VouchesSpent.selector,
                INodeRegistry.NodeRegistry_OperatorIsRevoked.selector
            );
        }
    }

    /// @notice A ballot admits a newcomer.
    function admitByBallot() external {
        if (operators.length == OPERATORS_MAX) return;
        Account memory candidate = newcomer();
        registry.admitByBallot(candidate.addr);
        addOperator(candidate);
    }

    /// @notice A ballot revokes one operator in a while: a network of revoked ones would hide everything else.
    function revoke(uint256 seed) external {
        address operator = operators[seed % operators.length].addr;
        if (seed % 4 != 0 || registry.operatorOf(operator).revoked) return;
        registry.revokeOperator(operator);
    }

    // ---------------------------------------------------------------- nodes

    /// @notice An operator registers a fresh node.
    function registerNew(uint256 seed) public {
        Account memory node = makeAccount(string.concat("node ", vm.toString(nodes.length)));
        if (tryRegister(operators[seed % operators.length].addr, node)) {
            nodes.push(node);
            operatorOfNode[node.addr] = operators[seed % operators.length].addr;
        }
    }

    /// @notice An operator registers a key that was registered before.
    function registerAgain(uint256 operatorSeed, uint256 nodeSeed) external {
        tryRegister(operators[operatorSeed % operators.length].addr, nodes[nodeSeed % nodes.length]);
    }

    /// @notice Anybody activates a node.
    function activate(uint256 seed) public {
        address node = pick(seed, INodeRegistry.NodeStatus.Waiting);
        beginEpochIfDue();
        try registry.activate(node) {
            activeSince[node] = vm.getBlockTimestamp();
            epochActivations++;
            uint256 limit = epochNodesAtStart / 10 > 10 ? epochNodesAtStart / 10 : 10;
            if (epochActivations > limit) activationExcess = epochActivations - limit;
        } catch (bytes memory reason) {
            bytes4 error = bytes4(reason);
            if (error == INodeRegistry.NodeRegistry_ActivationsSpent.selector) return;
            if (error == INodeRegistry.NodeRegistry_OperatorCapExceeded.selector) return;
            expectOneOf(
                reason,
                INodeRegistry.NodeRegistry_NodeStatusIs.selector,
                INodeRegistry.NodeRegistry_NotActivatableYet.selector,
                INodeRegistry.NodeRegistry_OperatorIsRevoked.selector
            );
        }
    }

    /// @notice Everybody who may registers a node, and a week later as many are activated as the epoch allows.
    function growAsFastAsAllowed(uint256 seed) external {
        for (uint256 i = 0; i < 4; i++) {
            registerNew(uint256(keccak256(abi.encode(seed, i))));
        }
        passTime(seed);
        for (uint256 i = 0; i < 12; i++) {
            activate(uint256(keccak256(abi.encode(seed, i))));
        }
    }

    /// @notice An operator takes a node out, more seldom than nodes come in.
    function leave(uint256 seed) external {
        address node = nodes[seed % nodes.length].addr;
        if (seed % 3 != 0 || statusOf(node) == INodeRegistry.NodeStatus.Left) return;
        beginEpochIfDue();
        vm.prank(operatorOfNode[node]);
        registry.leave(node);
        activeSince[node] = 0;
    }

    // ---------------------------------------------------------- suspensions

    /// @notice A contract with the right suspends a node.
    function suspend(uint256 seed, uint64 duration) external {
        beginEpochIfDue();
        address node = pick(seed, INodeRegistry.NodeStatus.Active);
        try registry.suspend(node, untilIn(duration)) {
            activeSince[node] = 0;
            noteSuspension();
        } catch (bytes memory reason) {
            expectSuspensionError(reason);
        }
    }

    /// @notice A contract with the right quarantines a node.
    function quarantine(uint256 seed) external {
        beginEpochIfDue();
        address node = pick(seed, INodeRegistry.NodeStatus.Active);
        try registry.quarantine(node) {
            activeSince[node] = 0;
            noteSuspension();
        } catch (bytes memory reason) {
            expectSuspensionError(reason);
        }
    }

    /// @notice A ballot suspends a node.
    function suspendByBallot(uint256 seed, uint64 duration) external {
        beginEpochIfDue();
        address node = pick(seed, INodeRegistry.NodeStatus.Active);
        try registry.suspendByBallot(node, untilIn(duration)) {
            activeSince[node] = 0;
        } catch (bytes memory reason) {
            expectSuspensionError(reason);
        }
    }

    /// @notice Anybody ends a suspension.
    function reinstate(uint256 seed) external {
        beginEpochIfDue();
        address node = pick(seed, INodeRegistry.NodeStatus.Suspended);
        try registry.reinstate(node) {
            activeSince[node] = vm.getBlockTimestamp();
        } catch (bytes memory reason) {
            expectOneOf(
                reason,
                INodeRegistry.NodeRegistry_NodeStatusIs.selector,
                INodeRegistry.NodeRegistry_SuspensionNotOver.selector,
                INodeRegistry.NodeRegistry_OperatorIsRevoked.selector
            );
        }
    }

    /// @notice A ballot restores a node.
    function restore(uint256 seed) external {
        beginEpochIfDue();
        address node = pick(seed, INodeRegistry.NodeStatus.Quarantined);
        try registry.restore(node) {
            activeSince[node] = vm.getBlockTimestamp();
        } catch (bytes memory reason) {
            expectOneOf(
                reason,
                INodeRegistry.NodeRegistry_NodeStatusIs.selector,
                INodeRegistry.NodeRegistry_OperatorIsRevoked.selector,
                INodeRegistry.NodeRegistry_OperatorIsRevoked.selector
            );
        }
    }

    /// @notice Time passes, a block ends, and one operator's power at it is written down.
    function passTime(uint256 seed) public {
        skip(1 + uint256(keccak256(abi.encode(seed))) % 12 days);
        rollForward(1);
        if (samples.length == SAMPLES_MAX) return;
        uint256 blockNumber = vm.getBlockNumber() - 1;
        address account = operators[seed % operators.length].addr;
        samples.push(
            Sample(
                account,
                blockNumber,
                registry.getPastVotes(account, blockNumber),
                registry.getPastTotalSupply(blockNumber)
            )
        );
    }

    // ---------------------------------------------------------------- views

    function theRegistry() external view returns (INodeRegistry) {
        return registry;
    }

    function operatorCount() external view returns (uint256) {
        return operators.length;
    }

    function operatorAddress(uint256 i) external view returns (address) {
        return operators[i].addr;
    }

    function nodeCount() external view returns (uint256) {
        return nodes.length;
    }

    function nodeAddress(uint256 i) external view returns (address) {
        return nodes[i].addr;
    }

    function sampleCount() external view returns (uint256) {
        return samples.length;
    }

    function sampleAt(uint256 i) external view returns (Sample memory) {
        return samples[i];
    }

    // -------------------------------------------------------------- helpers

    function addOperator(Account memory operator) private {
        indexOfOperator[operator.addr] = operators.length;
        operators.push(operator);
    }

    /// @dev The first node from a drawn one on that has a status; the drawn one when none has.
    function pick(uint256 seed, INodeRegistry.NodeStatus wanted) private view returns (address) {
        uint256 drawn = uint256(keccak256(abi.encode(seed))) % nodes.length;
        // One pick in eight is blind, so that wrong statuses are tried too.
        if (seed % 8 == 0) return nodes[drawn].addr;
        for (uint256 i = 0; i < nodes.length; i++) {
            address node = nodes[(drawn + i) % nodes.length].addr;
            if (statusOf(node) == wanted) return node;
        }
        return nodes[drawn].addr;
    }

    function newcomer() private returns (Account memory) {
        return makeAccount(string.concat("newcomer ", vm.toString(operators.length)));
    }

    function tryRegister(address operator, Account memory node) private returns (bool) {
        address telemetryKey = telemetryOf(node.addr);
        uint256 deadline = vm.getBlockTimestamp();
        bytes memory signed = signature(node.key, registerDigest(operator, node.addr, telemetryKey, deadline));
        vm.prank(operator);
        try registry.register(node.addr, telemetryKey, deadline, signed) {
            registrations[node.addr]++;
            return true;
        } catch (bytes memory reason) {
            expectOneOf(
                reason,
                INodeRegistry.NodeRegistry_NodeKeyUsed.selector,
                INodeRegistry.NodeRegistry_OperatorCapExceeded.selector,
                INodeRegistry.NodeRegistry_OperatorIsRevoked.selector
            );
            return false;
        }
    }

    function untilIn(uint64 duration) private view returns (uint64) {
        return uint64(vm.getBlockTimestamp() + 1 + duration % 20 days);
    }

    /// @dev By its own list, after the fact: the nodes are the active, suspended and quarantined ones.
    function noteSuspension() private {
        uint256 present = vm.getBlockTimestamp();
        suspensionTimes.push(present);
        uint256 inPeriod = 0;
        for (uint256 i = 0; i < suspensionTimes.length; i++) {
            if (suspensionTimes[i] + 7 days > present) inPeriod++;
        }
        uint256 limit = standingNodes() / 10;
        if (inPeriod > limit) suspensionExcess = inPeriod - limit;
    }

    function standingNodes() private view returns (uint256 number) {
        for (uint256 i = 0; i < nodes.length; i++) {
            INodeRegistry.NodeStatus status = statusOf(nodes[i].addr);
            bool stands = status == INodeRegistry.NodeStatus.Active || status == INodeRegistry.NodeStatus.Suspended
                || status == INodeRegistry.NodeStatus.Quarantined;
            if (stands && !registry.operatorOf(operatorOfNode[nodes[i].addr]).revoked) number++;
        }
    }

    /// @dev Before anything that may change the total: what the epoch starts with is what the last one left.
    function beginEpochIfDue() private {
        uint256 index = (vm.getBlockTimestamp() - START) / 30 days;
        if (index == epochIndex) return;
        epochIndex = index;
        epochActivations = 0;
        epochNodesAtStart = activeNodes();
    }

    function activeNodes() private view returns (uint256 number) {
        for (uint256 i = 0; i < operators.length; i++) {
            number += registry.operatorOf(operators[i].addr).activeNodes;
        }
    }

    function expectSuspensionError(bytes memory reason) private pure {
        expectOneOf(
            reason,
            INodeRegistry.NodeRegistry_NodeStatusIs.selector,
            INodeRegistry.NodeRegistry_SuspensionsSpent.selector,
            INodeRegistry.NodeRegistry_OperatorIsRevoked.selector
        );
    }

    function expectOneOf(bytes memory reason, bytes4 first, bytes4 second, bytes4 third) private pure {
        bytes4 error = bytes4(reason);
        assertTrue(error == first || error == second || error == third, vm.toString(reason));
    }
}
