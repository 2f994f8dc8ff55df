// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC5805} from "@openzeppelin/contracts/interfaces/IERC5805.sol";

/// @title Node registry: who is in the network, and with what voice
/// @notice One registered and active node is one unit of voting power. Power belongs to the node's operator and is capped
/// at a tenth of the network. Nobody holds a registrar's key: members let members in.
/// @dev Power reads follow ERC-5805 on a block-number clock. `delegate` and `delegateBySig` always revert.
/// Functions marked "ballot only" are guarded by the AccessManager, whose only admin is the ballot.
/// @custom:source ERC-5805, ERC-6372, EIP-712; rules "NodeRegistry" in docs/architecture.md
interface INodeRegistry is IERC5805 {
    /// @notice Where a node stands.
    enum NodeStatus {
        Unknown,
        Waiting,
        Active,
        Suspended,
        Quarantined,
        Left
    }

    /// @notice A founding operator with its one node, active from the first block.
    struct GenesisOperator {
        address operator;
        address node;
        address telemetryKey;
    }

    /// @notice The durations (seconds) and floors (counts) of one deployment; on a devnet each is at least 1.
    struct Rules {
        /// Whether the compiled-in minimums apply; a devnet says false and is visible as such.
        bool production;
        /// Least time between `register` and `activate`; production ≥ 7 days.
        uint64 activationDelay;
        /// How long an operator must have had an active node before it may vouch; production ≥ 30 days.
        uint64 voucherAge;
        /// The sliding period in which an operator may vouch twice; production ≥ 30 days.
        uint64 vouchPeriod;
        /// Length of an activation epoch; production ≥ 30 days.
        uint64 epochLength;
        /// The sliding period in which suspensions without a ballot are limited; production ≥ 7 days.
        uint64 suspensionPeriod;
        /// Least number of genesis operators; production ≥ 10.
        uint32 electorateMin;
    }

    /// @notice One operator's EIP-712 signature under `Vouch(address voucher,address candidate,uint256 deadline)`.
    struct Vouch {
        address voucher;
        uint256 deadline;
        bytes signature;
    }

    /// @notice An operator's state. `admittedAt` 0 means never admitted.
    struct Operator {
        uint64 admittedAt;
        /// Start (seconds) of the present unbroken time with at least one active node; 0 when it has none.
        uint64 activeSince;
        /// Nodes that are waiting, active, suspended or quarantined.
        uint32 nodes;
        /// Nodes that are active: the operator's power before the cap.
        uint32 activeNodes;
        bool revoked;
    }

    /// @notice A node's state. The node's name is the address of its node key.
    struct Node {
        address operator;
        NodeStatus status;
        uint64 registeredAt;
        /// End of the suspension, when suspended.
        uint64 suspendedUntil;
        /// Start (seconds) of the present unbroken time as an active node; 0 while its status is another. A canary draws
        /// only nodes that were active before the draw was announced, so that nobody activates, reinstates or restores
        /// nodes once the block hash that draws is known.
        uint64 activeSince;
    }

    event OperatorAdmitted(address indexed operator, address[] vouchers);
    event OperatorRevoked(address indexed operator);
    event NodeRegistered(
        address indexed node, address indexed operator, address telemetryKey, uint64 registeredAt, uint64 activatableAt
    );
    event NodeActivated(address indexed node, address indexed operator);
    event NodeSuspended(address indexed node, address indexed operator, uint64 until, bool byBallot);
    event NodeQuarantined(address indexed node, address indexed operator);
    /// @notice A suspension ended or a ballot lifted a quarantine.
    event NodeReinstated(address indexed node, address indexed operator);
    event NodeLeft(address indexed node, address indexed operator);
    /// @notice From `validFrom` (seconds, inclusive) the node signs telemetry with `telemetryKey`.
    event TelemetryKeySet(address indexed node, address indexed telemetryKey, uint64 validFrom);
    /// @notice The network's active nodes after a change; with IVotes.DelegateVotesChanged (uncapped power per operator) it
    /// rebuilds every power.
    event TotalPowerChanged(uint256 previousTotal, uint256 newTotal);

    error NodeRegistry_BelowProductionMinimum(string rule, uint256 value, uint256 minimum);
    error NodeRegistry_TooFewGenesisOperators(uint256 given, uint256 minimum);
    error NodeRegistry_DelegationDisabled();
    error NodeRegistry_AlreadyAdmitted(address operator);
    error NodeRegistry_NotAnOperator(address account);
    error NodeRegistry_OperatorIsRevoked(address operator);
    error NodeRegistry_TooFewVouches(uint256 given, uint256 required);
    error NodeRegistry_VouchersNotAscending(address previous, address next);
    error NodeRegistry_VouchExpired(address voucher, uint256 deadline);
    error NodeRegistry_VouchSignatureInvalid(address voucher, address candidate);
    /// @dev `mayVouchAt` is the largest uint64 for an operator without an active node.
    error NodeRegistry_VoucherTooYoung(address voucher, uint64 mayVouchAt);
    error NodeRegistry_VouchesSpent(address voucher, uint64 mayVouchAt);
    error NodeRegistry_ZeroAddress();
    error NodeRegistry_NodeKeyUsed(address node);
    error NodeRegistry_RegistrationExpired(uint256 deadline);
    error NodeRegistry_NodeSignatureInvalid(address node, address operator);
    error NodeRegistry_OperatorCapExceeded(address operator, uint256 nodesAfter, uint256 cap);
    error NodeRegistry_NodeStatusIs(address node, NodeStatus status);
    error NodeRegistry_NotActivatableYet(address node, uint64 activatableAt);
    error NodeRegistry_ActivationsSpent(uint256 limit, uint64 nextEpochAt);
    error NodeRegistry_NotNodeOperator(address node, address caller);
    error NodeRegistry_SuspensionsSpent(uint256 inPeriod, uint256 limit);
    error NodeRegistry_SuspensionNotOver(address node, uint64 until);
    error NodeRegistry_SuspensionInPast(uint64 until);
    error NodeRegistry_FutureLookup(uint256 timepoint, uint48 clock);
    error NodeRegistry_NoTelemetryKey(address node, uint64 time);
    error NodeRegistry_NoNodeAt(uint256 index, uint256 nodes);

    /// @notice Admits an operator on the word of three others.
    /// @dev Anybody may call; vouches come in strictly ascending order of voucher. Requirements:
    /// - the candidate was never admitted (a revoked operator stays out) and is not zero
    /// - at least 3 vouches, none expired, none twice
    /// - each voucher is an operator, not revoked, with an active node for `voucherAge` without a break
    /// - each voucher has vouched at most once in the last `vouchPeriod` (ECDSA or ERC-1271 signature)
    function admit(address candidate, Vouch[] calldata vouches) external;

    /// @notice Ballot only: admits an operator without vouches.
    /// @dev Requirements:
    /// - the candidate was never admitted and is not zero
    function admitByBallot(address candidate) external;

    /// @notice Ballot only: ends an operator's membership for good; its nodes lose their voice at once.
    /// @dev Past snapshots keep their power. The nodes keep the status and `activeSince` that they had, and from now on they
    /// can only leave.
    /// Requirements:
    /// - the account is an operator and not revoked
    function revokeOperator(address operator) external;

    /// @notice Registers a node for the calling operator; it votes only after `activate`.
    /// @dev The node key signs `Register(address operator,address node,address telemetryKey,uint256 deadline)` in this
    /// contract's EIP-712 domain (chain id and address), so a registration cannot be front-run. Requirements:
    /// - the caller is an operator and not revoked
    /// - the node key was never registered; neither key is zero
    /// - `deadline` has not passed; the signature is the node key's (ECDSA)
    /// - the caller's nodes (Operator.nodes), with this one, stay within max(1, a tenth of the active nodes with this one)
    function register(address node, address telemetryKey, uint256 deadline, bytes calldata signature) external;

    /// @notice Gives a waiting node its voice. Anybody may call.
    /// @dev Requirements:
    /// - the node is waiting and was registered `activationDelay` ago or earlier; its operator is not revoked
    /// - fewer than max(10, a tenth of the nodes at the epoch's start) activations in this epoch
    /// - the operator's nodes (Operator.nodes) stay within max(1, a tenth of the active nodes with this one)
    function activate(address node) external;

    /// @notice The operator takes its node out for ever.
    /// @dev Requirements:
    /// - the caller is the node's operator (revoked or not), and the node has not left
    function leave(address node) external;

    /// @notice The operator sets a new telemetry key from now on; earlier ranges stay on record.
    /// @dev Requirements:
    /// - the caller is the node's operator and not revoked, and the node has not left
    /// - the key is not zero
    function rotateTelemetryKey(address node, address telemetryKey) external;

    /// @notice Suspends an active node until a time. For contracts that were given this right by a ballot.
    /// @dev Acts on later snapshots only. Requirements:
    /// - the caller has the right; the node is active; `until` is in the future; its operator is not revoked
    /// - with this one, the suspensions of the last `suspensionPeriod` are at most a tenth of the nodes, rounded down; the
    ///   nodes are the active, suspended and quarantined ones of operators that are not revoked
    function suspend(address node, uint64 until) external;

    /// @notice Ballot only: suspends without the common limit, and does not count in it.
    /// @dev Requirements:
    /// - the node is active; `until` is in the future; its operator is not revoked
    function suspendByBallot(address node, uint64 until) external;

    /// @notice Suspends an active node until a ballot restores it; shares the limit of `suspend`.
    /// @dev Requirements:
    /// - as for `suspend`, without a time
    function quarantine(address node) external;

    /// @notice Ends a suspension whose time is over. Anybody may call.
    /// @dev Requirements:
    /// - the node is suspended and its time has come; its operator is not revoked
    function reinstate(address node) external;

    /// @notice Ballot only: ends a quarantine or a suspension at once.
    /// @dev Requirements:
    /// - the node is suspended or quarantined; its operator is not revoked
    function restore(address node) external;

    /// @notice The rules given at deployment.
    function rules() external view returns (Rules memory);

    /// @notice An operator's state.
    function operatorOf(address account) external view returns (Operator memory);

    /// @notice A node's state.
    function nodeOf(address node) external view returns (Node memory);

    /// @notice How many nodes were ever registered; those that left are among them.
    /// @dev With `nodeAt` a contract can draw nodes by number: the list only grows, and no entry ever changes its place.
    function nodeCount() external view returns (uint256);

    /// @notice The node that was registered at a place in the order of registration.
    /// @param index from 0 to `nodeCount()` − 1
    /// @dev Requirements:
    /// - `index` is below `nodeCount()`
    function nodeAt(uint256 index) external view returns (address);

    /// @notice The network's active nodes now, uncapped.
    function activeNodes() external view returns (uint256);

    /// @notice The telemetry key of a node at a time (seconds); reverts before the first one.
    function telemetryKeyAt(address node, uint64 time) external view returns (address);

    /// @notice The most power one operator can have while the network has `totalPower` active nodes: max(1, a tenth).
    function powerCap(uint256 totalPower) external pure returns (uint256);

    /// @notice Present capped power: min(active nodes, powerCap(total)).
    function getVotes(address account) external view override returns (uint256);

    /// @notice Capped power at the end of a past block.
    /// @dev Reverts with NodeRegistry_FutureLookup unless `timepoint` < clock().
    function getPastVotes(address account, uint256 timepoint) external view override returns (uint256);

    /// @notice Active nodes at the end of a past block, uncapped.
    /// @dev Reverts with NodeRegistry_FutureLookup unless `timepoint` < clock().
    function getPastTotalSupply(uint256 timepoint) external view override returns (uint256);
}
