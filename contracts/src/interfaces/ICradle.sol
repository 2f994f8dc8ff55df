// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {INodeRegistry} from "./INodeRegistry.sol";

/// @title Cradle: what may reach a vote
/// @notice Experiments with thresholds fixed before the run; k of n attestors sign the result; this contract compares every
/// metric with its threshold. A failed experiment can never be approved.
/// @dev Metrics in order: 0 p99 latency (µs), 1 packet loss (ppm), 2 MTTR (ms), 3 deanonymisation risk (ppm),
/// 4 policy consistency (ppm), 5 route stability (ppm). 0–3 pass at or below the threshold, 4–5 at or above it.
/// ppm = parts per million of the ratio 0..1.
/// @custom:source rules "Cradle" in docs/architecture.md
interface ICradle {
    enum Status {
        Unknown,
        Submitted,
        Running,
        Passed,
        Failed,
        Approved
    }

    /// @notice A value for each metric that `present` names (bit i = metric i).
    struct MetricSet {
        uint8 present;
        uint64 latencyP99Micros;
        uint64 packetLossPpm;
        uint64 mttrMillis;
        uint64 deanonymisationRiskPpm;
        uint64 policyConsistencyPpm;
        uint64 routeStabilityPpm;
    }

    /// @notice What a deployment fixes for ever.
    struct Config {
        INodeRegistry registry;
        /// The AccessManager.
        address authority;
        /// Whether the compiled-in minimums apply; a devnet says false and is visible as such.
        bool production;
        /// Least seconds between two attempts at the same change; production ≥ 24 h.
        uint64 attemptGap;
        /// The loosest thresholds that an experiment may choose; deanonymisation risk is a constant and ignored here.
        MetricSet bounds;
    }

    /// @notice An experiment's whole state.
    struct Experiment {
        Status status;
        address submitter;
        uint32 attempt;
        uint8 attestationsRequired;
        uint64 submittedAt;
        uint64 submitBlock;
        bytes32 changeHash;
        bytes32 specHash;
        bytes32 seed;
        bytes32 resultHash;
        bytes32 artefactHash;
        MetricSet thresholds;
        MetricSet worst;
        /// Bit i: metric i was missing or beyond its threshold.
        uint8 failedMetrics;
    }

    event AttestorsSet(uint32 indexed version, address[] attestors, uint8 attestationsRequired);
    event ExperimentSubmitted(
        bytes32 indexed id,
        address indexed submitter,
        bytes32 indexed changeHash,
        bytes32 specHash,
        uint32 attempt,
        uint8 attestationsRequired,
        MetricSet thresholds
    );
    event SeedLatched(bytes32 indexed id, bytes32 seed);
    event AttestationPosted(bytes32 indexed id, address indexed attestor, bytes32 resultHash);
    /// @notice k attestors agreed; `worst` is the worst value of each metric over the five runs.
    event ExperimentDecided(
        bytes32 indexed id, bool passed, bytes32 resultHash, bytes32 artefactHash, uint8 failedMetrics, MetricSet worst
    );
    event ExperimentApproved(bytes32 indexed id, bytes32 specHash, bytes32 resultHash);

    error Cradle_BelowProductionMinimum(string rule, uint256 value, uint256 minimum);
    error Cradle_AttestorsNotAscending(address previous, address next);
    error Cradle_AttestationsRequiredOutOfRange(uint256 required, uint256 attestors);
    error Cradle_AttestorsVersionIs(uint32 version, uint32 expected);
    error Cradle_SubmitterHasNoNode(address submitter);
    error Cradle_ThresholdMissing(uint8 metric);
    error Cradle_ThresholdTooLoose(uint8 metric, uint64 threshold, uint64 bound);
    error Cradle_AttestationsRequiredTooFew(uint8 requested, uint8 minimum);
    error Cradle_AttemptTooSoon(bytes32 changeHash, uint64 nextAttemptAt);
    error Cradle_StatusIs(bytes32 id, Status status);
    error Cradle_SeedNotReady(bytes32 id, uint256 readyAfterBlock);
    error Cradle_SeedMissed(bytes32 id, uint256 lastBlock);
    error Cradle_RunsMissing(uint256 given, uint256 required);
    error Cradle_NothingAttested(bytes32 id);
    error Cradle_SpecHashIs(bytes32 id, bytes32 specHash);
    error Cradle_ResultHashIs(bytes32 id, bytes32 resultHash);

    /// @notice Registers an experiment before it is run.
    /// @dev Requirements:
    /// - the caller has an active node
    /// - a threshold for each of the six metrics, none looser than the bound
    /// - `attestationsRequired` 0 (the common number), or at least the common number and at most the attestors
    /// - `attemptGap` since the last attempt at the same `changeHash`
    /// @param changeHash keccak256 of the canonical change under test: counts attempts
    /// @param specHash keccak256 of the whole experiment specification
    /// @return id keccak256(abi.encode(chainid, this, submitter, changeHash, specHash, attempt))
    function submit(bytes32 changeHash, bytes32 specHash, MetricSet calldata thresholds, uint8 attestationsRequired)
        external
        returns (bytes32 id);

    /// @notice Fixes the seed: keccak256(abi.encode(id, blockhash(submitBlock + 2))). Anybody may call within 256 blocks.
    /// @dev A missed seed costs the attempt: a second chance would be a second seed to choose from. Requirements:
    /// - the experiment is submitted, and nothing more
    /// - submitBlock + 2 < block number ≤ submitBlock + 258
    function latchSeed(bytes32 id) external returns (bytes32 seed);

    /// @notice Brings attestors' signatures over one result. The first result with enough of them is final.
    /// @dev `runs` are the five runs from the seeds keccak256(abi.encode(seed, i)), i = 0..4. Each signature is EIP-712
    /// `Attestation(bytes32 experimentId,bytes32 seed,bytes32 resultHash)` in this contract's domain. Signatures of
    /// strangers, and of attestors who attested before (to whatever result), are skipped. Enough is the larger of the
    /// experiment's own number and the common number now. A new attestor set starts every open count again; the same
    /// signatures may be brought a second time. Requirements:
    /// - the seed is latched and the result not final; exactly five runs
    /// - at least one new attestation
    function attest(bytes32 id, MetricSet[] calldata runs, bytes32 artefactHash, bytes[] calldata signatures) external;

    /// @notice Ballot only: approves a passed experiment, bound to what voters saw.
    /// @dev Requirements:
    /// - the experiment passed and is not approved yet
    /// - its spec and its result are the given ones
    function approve(bytes32 id, bytes32 specHash, bytes32 resultHash) external;

    /// @notice Ballot only (constitutional track): replaces the attestors.
    /// @dev Requirements:
    /// - the present version is `expectedVersion`
    /// - accounts in strictly ascending order, none zero
    /// - `attestationsRequired` ≥ 3, more than half of the attestors, and at most all of them
    function setAttestors(uint32 expectedVersion, address[] calldata attestors, uint8 attestationsRequired) external;

    /// @notice keccak256(abi.encode(id, seed, runs, artefactHash)): what attestors sign and voters approve.
    function resultHashOf(bytes32 id, MetricSet[] calldata runs, bytes32 artefactHash) external view returns (bytes32);

    function experiment(bytes32 id) external view returns (Experiment memory);

    /// @notice How often a change was tried, and when last.
    function attemptsOf(bytes32 changeHash) external view returns (uint32 attempts, uint64 lastAt);

    function attestors() external view returns (uint32 version, address[] memory accounts, uint8 attestationsRequired);

    /// @notice Whether an account is one of the attestors in office.
    function isAttestor(address account) external view returns (bool);

    function config() external view returns (Config memory);
}
