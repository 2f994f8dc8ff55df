// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {INodeRegistry} from "../interfaces/INodeRegistry.sol";
import {PowerLib} from "../libraries/PowerLib.sol";
import {CappedVotes} from "./CappedVotes.sol";
import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

/// @title Node registry
/// @notice See INodeRegistry, which documents every function.
contract NodeRegistry is CappedVotes, AccessManaged, EIP712 {
    using Checkpoints for Checkpoints.Trace160;
    using Checkpoints for Checkpoints.Trace208;

    // ---------------------------------------------------------------- types

    /// @notice A node as it is stored: all but a suspension's end in one slot, so that becoming active costs no second one.
    /// @dev 40 bits hold seconds until the year 36,812.
    struct NodeRecord {
        address operator;
        NodeStatus status;
        uint40 registeredAt;
        uint40 activeSince;
        uint64 suspendedUntil;
    }

    /// @notice When an operator last vouched: enough for a sliding window of two. 0 means never.
    struct VouchTimes {
        uint64 older;
        uint64 newer;
    }

    /// @notice The activation epoch of the last power change.
    struct Epoch {
        uint64 index;
        uint64 nodesAtStart;
        uint64 activations;
    }

    // ------------------------------------------------------------ constants

    bytes32 private constant VOUCH_TYPEHASH = keccak256("Vouch(address voucher,address candidate,uint256 deadline)");
    bytes32 private constant REGISTER_TYPEHASH =
        keccak256("Register(address operator,address node,address telemetryKey,uint256 deadline)");

    /// @dev Members who must vouch for a new one.
    uint256 private constant VOUCHES_REQUIRED = 3;
    /// @dev A small network may grow by this many nodes an epoch even where a tenth is less.
    uint256 private constant ACTIVATIONS_FLOOR = 10;

    // -------------------------------------------------------------- storage

    uint64 private immutable _deployedAt;

    Rules private _rules;
    Epoch private _epoch;
    /// @dev Nodes suspended or quarantined, of operators that are not revoked: with the active ones, "the nodes".
    uint64 private _pausedNodes;

    mapping(address account => Operator) private _operators;
    mapping(address account => VouchTimes) private _vouchTimes;
    mapping(address account => uint32) private _pausedNodesOf;
    mapping(address node => NodeRecord) private _nodes;
    /// @dev In order of registration.
    address[] private _nodesEver;
    /// @dev Telemetry keys by the second from which each is valid.
    mapping(address node => Checkpoints.Trace160) private _telemetryKeys;

    /// @dev Suspensions without a ballot, all together so far, by time in seconds.
    Checkpoints.Trace208 private _suspensions;

    // ---------------------------------------------------------- constructor

    /// @param authority_ the AccessManager
    /// @param rules_ durations and floors, for ever
    /// @param genesis the first operators, each with one active node; at least `rules_.electorateMin`
    constructor(address authority_, Rules memory rules_, GenesisOperator[] memory genesis)
        AccessManaged(authority_)
        EIP712("Sweetwater NodeRegistry", "1")
    {
        _requireMinimums(rules_);
        require(
            genesis.length >= rules_.electorateMin,
            NodeRegistry_TooFewGenesisOperators(genesis.length, rules_.electorateMin)
        );
        _rules = rules_;
        _deployedAt = Time.timestamp();
        _epoch.nodesAtStart = uint64(genesis.length);
        for (uint256 i = 0; i < genesis.length; ++i) {
            _admit(genesis[i].operator, new address[](0));
            _requireUnusedKey(genesis[i].node);
            _register(genesis[i].node, genesis[i].operator, genesis[i].telemetryKey, 0);
            _activate(genesis[i].node, genesis[i].operator);
        }
    }

    // ------------------------------------------------------------ operators

    /// @inheritdoc INodeRegistry
    function admit(address candidate, Vouch[] calldata vouches) external {
        require(vouches.length >= VOUCHES_REQUIRED, NodeRegistry_TooFewVouches(vouches.length, VOUCHES_REQUIRED));
        address[] memory vouchers = new address[](vouches.length);
        address previous = address(0);
        for (uint256 i = 0; i < vouches.length; ++i) {
            address voucher = vouches[i].voucher;
            require(voucher > previous, NodeRegistry_VouchersNotAscending(previous, voucher));
            _spendVouch(voucher);
            _requireVouchSignature(candidate, vouches[i]);
            vouchers[i] = voucher;
            previous = voucher;
        }
        _admit(candidate, vouchers);
    }

    /// @inheritdoc INodeRegistry
    function admitByBallot(address candidate) external restricted {
        _admit(candidate, new address[](0));
    }

    /// @inheritdoc INodeRegistry
    function revokeOperator(address operator) external restricted {
        _requireMember(operator);
        _setPower(operator, 0);
        _pausedNodes -= _pausedNodesOf[operator];
        _pausedNodesOf[operator] = 0;
        _operators[operator].revoked = true;
        emit OperatorRevoked(operator);
    }

    // ---------------------------------------------------------------- nodes

    /// @inheritdoc INodeRegistry
    function register(address node, address telemetryKey, uint256 deadline, bytes calldata signature) external {
        _requireMember(msg.sender);
        _requireUnusedKey(node);
        require(block.timestamp <= deadline, NodeRegistry_RegistrationExpired(deadline));
        bytes32 digest =
            _hashTypedDataV4(keccak256(abi.encode(REGISTER_TYPEHASH, msg.sender, node, telemetryKey, deadline)));
        require(_isSignedBy(node, digest, signature), NodeRegistry_NodeSignatureInvalid(node, msg.sender));
        _requireWithinCap(msg.sender, uint256(_operators[msg.sender].nodes) + 1);
        _register(node, msg.sender, telemetryKey, _rules.activationDelay);
    }

    /// @inheritdoc INodeRegistry
    function activate(address node) external {
        address operator = _requireStatus(node, NodeStatus.Waiting);
        _requireMember(operator);
        uint64 activatableAt = _nodes[node].registeredAt + _rules.activationDelay;
        require(block.timestamp >= activatableAt, NodeRegistry_NotActivatableYet(node, activatableAt));
        _requireWithinCap(operator, _operators[operator].nodes);
        _spendActivation();
        _activate(node, operator);
    }

    /// @inheritdoc INodeRegistry
    function leave(address node) external {
        NodeRecord storage state = _requireOwnNode(node);
        if (!_operators[msg.sender].revoked) {
            if (state.status == NodeStatus.Active) _setPower(msg.sender, _operators[msg.sender].activeNodes - 1);
            else if (state.status != NodeStatus.Waiting) _countPaused(msg.sender, false);
        }
        state.status = NodeStatus.Left;
        state.suspendedUntil = 0;
        state.activeSince = 0;
        _operators[msg.sender].nodes -= 1;
        emit NodeLeft(node, msg.sender);
    }

    /// @inheritdoc INodeRegistry
    function rotateTelemetryKey(address node, address telemetryKey) external {
        _requireOwnNode(node);
        _requireMember(msg.sender);
        _setTelemetryKey(node, telemetryKey);
    }

    // ---------------------------------------------------------- suspensions

    /// @inheritdoc INodeRegistry
    function suspend(address node, uint64 until) external restricted {
        _spendSuspension();
        _suspend(node, until, false);
    }

    /// @inheritdoc INodeRegistry
    function suspendByBallot(address node, uint64 until) external restricted {
        _suspend(node, until, true);
    }

    /// @inheritdoc INodeRegistry
    function quarantine(address node) external restricted {
        _spendSuspension();
        address operator = _pause(node, NodeStatus.Quarantined);
        emit NodeQuarantined(node, operator);
    }

    /// @inheritdoc INodeRegistry
    function reinstate(address node) external {
        _requireStatus(node, NodeStatus.Suspended);
        uint64 until = _nodes[node].suspendedUntil;
        require(block.timestamp >= until, NodeRegistry_SuspensionNotOver(node, until));
        _resume(node);
    }

    /// @inheritdoc INodeRegistry
    function restore(address node) external restricted {
        NodeStatus status = _nodes[node].status;
        require(
            status == NodeStatus.Suspended || status == NodeStatus.Quarantined, NodeRegistry_NodeStatusIs(node, status)
        );
        _resume(node);
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc INodeRegistry
    function rules() external view returns (Rules memory) {
        return _rules;
    }

    /// @inheritdoc INodeRegistry
    function operatorOf(address account) external view returns (Operator memory) {
        return _operators[account];
    }

    /// @inheritdoc INodeRegistry
    function nodeOf(address node) external view returns (Node memory) {
        NodeRecord storage state = _nodes[node];
        NodeStatus status = state.status;
        return Node({
            operator: state.operator,
            status: status,
            registeredAt: state.registeredAt,
            // Zero in every other status: who asks about an active node does not pay for a second slot.
            suspendedUntil: status == NodeStatus.Suspended ? state.suspendedUntil : 0,
            activeSince: state.activeSince
        });
    }

    /// @inheritdoc INodeRegistry
    function nodeCount() external view returns (uint256) {
        return _nodesEver.length;
    }

    /// @inheritdoc INodeRegistry
    function nodeAt(uint256 index) external view returns (address) {
        require(index < _nodesEver.length, NodeRegistry_NoNodeAt(index, _nodesEver.length));
        return _nodesEver[index];
    }

    /// @inheritdoc INodeRegistry
    function telemetryKeyAt(address node, uint64 time) external view returns (address) {
        uint160 telemetryKey = _telemetryKeys[node].upperLookup(time);
        require(telemetryKey != 0, NodeRegistry_NoTelemetryKey(node, time));
        return address(telemetryKey);
    }

    // ------------------------------------------------------ effects, shared

    function _admit(address candidate, address[] memory vouchers) private {
        require(candidate != address(0), NodeRegistry_ZeroAddress());
        require(_operators[candidate].admittedAt == 0, NodeRegistry_AlreadyAdmitted(candidate));
        _operators[candidate].admittedAt = Time.timestamp();
        emit OperatorAdmitted(candidate, vouchers);
    }

    function _register(address node, address operator, address telemetryKey, uint64 delay) private {
        uint40 registeredAt = _timestamp40();
        _nodes[node] = NodeRecord({
            operator: operator,
            status: NodeStatus.Waiting,
            registeredAt: registeredAt,
            activeSince: 0,
            suspendedUntil: 0
        });
        _nodesEver.push(node);
        _operators[operator].nodes += 1;
        emit NodeRegistered(node, operator, telemetryKey, registeredAt, registeredAt + delay);
        _setTelemetryKey(node, telemetryKey);
    }

    function _activate(address node, address operator) private {
        _nodes[node].status = NodeStatus.Active;
        _nodes[node].activeSince = _timestamp40();
        _setPower(operator, _operators[operator].activeNodes + 1);
        emit NodeActivated(node, operator);
    }

    function _suspend(address node, uint64 until, bool byBallot) private {
        require(until > block.timestamp, NodeRegistry_SuspensionInPast(until));
        address operator = _pause(node, NodeStatus.Suspended);
        _nodes[node].suspendedUntil = until;
        emit NodeSuspended(node, operator, until, byBallot);
    }

    function _pause(address node, NodeStatus next) private returns (address operator) {
        operator = _requireStatus(node, NodeStatus.Active);
        _requireMember(operator);
        _nodes[node].status = next;
        _nodes[node].activeSince = 0;
        _countPaused(operator, true);
        _setPower(operator, _operators[operator].activeNodes - 1);
    }

    function _resume(address node) private {
        NodeRecord storage state = _nodes[node];
        address operator = state.operator;
        _requireMember(operator);
        state.status = NodeStatus.Active;
        state.suspendedUntil = 0;
        state.activeSince = _timestamp40();
        _countPaused(operator, false);
        _setPower(operator, _operators[operator].activeNodes + 1);
        emit NodeReinstated(node, operator);
    }

    function _countPaused(address operator, bool isPaused) private {
        if (isPaused) {
            _pausedNodes += 1;
            _pausedNodesOf[operator] += 1;
        } else {
            _pausedNodes -= 1;
            _pausedNodesOf[operator] -= 1;
        }
    }

    function _setTelemetryKey(address node, address telemetryKey) private {
        require(telemetryKey != address(0), NodeRegistry_ZeroAddress());
        uint48 validFrom = Time.timestamp();
        _telemetryKeys[node].push(validFrom, uint160(telemetryKey));
        emit TelemetryKeySet(node, telemetryKey, validFrom);
    }

    /// @dev The only place where power changes.
    function _setPower(address operator, uint32 next) private {
        Operator storage state = _operators[operator];
        uint32 previous = state.activeNodes;
        if (previous == next) return;
        _beginEpochIfDue();
        if (previous == 0) state.activeSince = Time.timestamp();
        if (next == 0) state.activeSince = 0;
        state.activeNodes = next;
        _pushPower(operator, previous, next);
    }

    // --------------------------------------------------------------- limits

    /// @dev Runs before the first change of the total in an epoch, so the total is still the one at the epoch's start.
    function _beginEpochIfDue() private {
        uint64 index = (Time.timestamp() - _deployedAt) / _rules.epochLength;
        if (index == _epoch.index) return;
        _epoch = Epoch({index: index, nodesAtStart: uint64(_totalPower()), activations: 0});
    }

    function _spendActivation() private {
        _beginEpochIfDue();
        Epoch memory epoch = _epoch;
        uint256 limit = Math.max(ACTIVATIONS_FLOOR, epoch.nodesAtStart / PowerLib.TENTH);
        require(
            epoch.activations < limit,
            NodeRegistry_ActivationsSpent(limit, _deployedAt + (epoch.index + 1) * _rules.epochLength)
        );
        _epoch.activations += 1;
    }

    function _spendSuspension() private {
        uint48 time = Time.timestamp();
        uint208 before = _suspensions.latest();
        uint256 periodStart = Math.saturatingSub(time, _rules.suspensionPeriod);
        // Cannot truncate: periodStart ≤ time, which has 48 bits.
        uint256 inPeriod = before - _suspensions.upperLookupRecent(uint48(periodStart));
        uint256 limit = (_totalPower() + _pausedNodes) / PowerLib.TENTH;
        require(inPeriod < limit, NodeRegistry_SuspensionsSpent(inPeriod, limit));
        _suspensions.push(time, before + 1);
    }

    function _spendVouch(address voucher) private {
        _requireMember(voucher);
        uint64 activeSince = _operators[voucher].activeSince;
        uint64 oldEnoughAt = activeSince == 0 ? type(uint64).max : activeSince + _rules.voucherAge;
        require(block.timestamp >= oldEnoughAt, NodeRegistry_VoucherTooYoung(voucher, oldEnoughAt));

        VouchTimes memory times = _vouchTimes[voucher];
        uint64 mayVouchAt = times.older == 0 ? 0 : times.older + _rules.vouchPeriod;
        require(block.timestamp >= mayVouchAt, NodeRegistry_VouchesSpent(voucher, mayVouchAt));
        _vouchTimes[voucher] = VouchTimes({older: times.newer, newer: Time.timestamp()});
    }

    // --------------------------------------------------------------- checks

    function _requireMember(address account) private view {
        Operator storage state = _operators[account];
        require(state.admittedAt != 0, NodeRegistry_NotAnOperator(account));
        require(!state.revoked, NodeRegistry_OperatorIsRevoked(account));
    }

    function _requireUnusedKey(address node) private view {
        require(node != address(0), NodeRegistry_ZeroAddress());
        require(_nodes[node].status == NodeStatus.Unknown, NodeRegistry_NodeKeyUsed(node));
    }

    function _requireStatus(address node, NodeStatus expected) private view returns (address operator) {
        NodeRecord storage state = _nodes[node];
        require(state.status == expected, NodeRegistry_NodeStatusIs(node, state.status));
        return state.operator;
    }

    function _requireOwnNode(address node) private view returns (NodeRecord storage state) {
        state = _nodes[node];
        require(state.operator == msg.sender, NodeRegistry_NotNodeOperator(node, msg.sender));
        require(state.status != NodeStatus.Left, NodeRegistry_NodeStatusIs(node, NodeStatus.Left));
    }

    /// @dev The node in question is not active yet and counts in the tenth.
    function _requireWithinCap(address operator, uint256 nodesAfter) private view {
        uint256 cap = powerCap(uint256(_totalPower()) + 1);
        require(nodesAfter <= cap, NodeRegistry_OperatorCapExceeded(operator, nodesAfter, cap));
    }

    /// @dev ecrecover first: an EIP-7702 account has code and may still sign with its key.
    function _requireVouchSignature(address candidate, Vouch calldata vouch) private view {
        require(block.timestamp <= vouch.deadline, NodeRegistry_VouchExpired(vouch.voucher, vouch.deadline));
        bytes32 digest =
            _hashTypedDataV4(keccak256(abi.encode(VOUCH_TYPEHASH, vouch.voucher, candidate, vouch.deadline)));
        require(
            _isSignedBy(vouch.voucher, digest, vouch.signature)
                || SignatureChecker.isValidERC1271SignatureNowCalldata(vouch.voucher, digest, vouch.signature),
            NodeRegistry_VouchSignatureInvalid(vouch.voucher, candidate)
        );
    }

    function _isSignedBy(address signer, bytes32 digest, bytes calldata signature) private pure returns (bool) {
        (address recovered, ECDSA.RecoverError err,) = ECDSA.tryRecoverCalldata(digest, signature);
        return err == ECDSA.RecoverError.NoError && recovered == signer;
    }

    function _timestamp40() private view returns (uint40) {
        // Cannot truncate before the year 36,812.
        return uint40(block.timestamp);
    }

    function _requireMinimums(Rules memory rules_) private pure {
        bool production = rules_.production;
        _requireAtLeast("activationDelay", rules_.activationDelay, production ? 7 days : 1);
        _requireAtLeast("voucherAge", rules_.voucherAge, production ? 30 days : 1);
        _requireAtLeast("vouchPeriod", rules_.vouchPeriod, production ? 30 days : 1);
        _requireAtLeast("epochLength", rules_.epochLength, production ? 30 days : 1);
        _requireAtLeast("suspensionPeriod", rules_.suspensionPeriod, production ? 7 days : 1);
        _requireAtLeast("electorateMin", rules_.electorateMin, production ? 10 : 1);
    }

    function _requireAtLeast(string memory rule, uint256 value, uint256 minimum) private pure {
        require(value >= minimum, NodeRegistry_BelowProductionMinimum(rule, value, minimum));
    }
}
