// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ICradle} from "../interfaces/ICradle.sol";
import {MetricSetLib} from "./MetricSetLib.sol";
import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

/// @title Cradle
/// @notice See ICradle, which documents every function.
contract Cradle is ICradle, AccessManaged, EIP712 {
    using MetricSetLib for MetricSet;
    using MetricSetLib for MetricSet[];

    // ---------------------------------------------------------------- types

    struct Attempts {
        uint32 count;
        uint64 lastAt;
    }

    // ------------------------------------------------------------ constants

    bytes32 private constant ATTESTATION_TYPEHASH =
        keccak256("Attestation(bytes32 experimentId,bytes32 seed,bytes32 resultHash)");

    /// @dev Nobody can vote privacy away: 1 % is the worst risk that any experiment may aim for.
    uint64 private constant DEANONYMISATION_RISK_BOUND_PPM = 10_000;
    uint64 private constant ATTEMPT_GAP_MIN_PRODUCTION = 24 hours;
    uint256 private constant RUNS = 5;
    uint256 private constant ATTESTATIONS_REQUIRED_MIN = 3;
    /// @dev Blocks between the submission and the block whose hash nobody knew when submitting.
    uint256 private constant SEED_BLOCK_DISTANCE = 2;
    /// @dev How many blocks back the EVM's BLOCKHASH reaches.
    uint256 private constant BLOCKHASH_REACH = 256;

    // -------------------------------------------------------------- storage

    Config private _config;
    address[] private _attestors;
    uint32 private _attestorsVersion;
    uint8 private _attestationsRequired;

    mapping(bytes32 changeHash => Attempts) private _attempts;
    mapping(bytes32 id => Experiment) private _experiments;
    mapping(uint32 version => mapping(address account => bool)) private _isAttestor;
    mapping(bytes32 id => mapping(uint32 version => mapping(address attestor => bool))) private _hasAttested;
    /// @dev By result hash, which contains the experiment's id.
    mapping(bytes32 resultHash => mapping(uint32 version => uint256)) private _attestationsFor;

    // ---------------------------------------------------------- constructor

    /// @param config_ values for ever; the deanonymisation bound in it is replaced by the constant
    /// @param attestors_ in ascending order
    /// @param attestationsRequired_ at least 3 and more than half of the attestors
    constructor(Config memory config_, address[] memory attestors_, uint8 attestationsRequired_)
        AccessManaged(config_.authority)
        EIP712("Sweetwater Cradle", "1")
    {
        uint64 gapMin = config_.production ? ATTEMPT_GAP_MIN_PRODUCTION : 0;
        require(config_.attemptGap >= gapMin, Cradle_BelowProductionMinimum("attemptGap", config_.attemptGap, gapMin));
        config_.bounds.present |= uint8(1 << MetricSetLib.DEANONYMISATION_RISK);
        config_.bounds.deanonymisationRiskPpm = DEANONYMISATION_RISK_BOUND_PPM;
        _requireEveryMetric(config_.bounds);
        _config = config_;
        _setAttestors(attestors_, attestationsRequired_);
    }

    // ---------------------------------------------------------- experiments

    /// @inheritdoc ICradle
    function submit(bytes32 changeHash, bytes32 specHash, MetricSet calldata thresholds, uint8 attestationsRequired)
        external
        returns (bytes32 id)
    {
        require(_config.registry.getVotes(msg.sender) > 0, Cradle_SubmitterHasNoNode(msg.sender));
        _requireEveryMetric(thresholds);
        _requireWithinBounds(thresholds);
        uint8 required = _requiredFor(attestationsRequired);
        uint32 attempt = _countAttempt(changeHash);

        id = keccak256(abi.encode(block.chainid, address(this), msg.sender, changeHash, specHash, attempt));
        Experiment storage state = _experiments[id];
        state.status = Status.Submitted;
        state.submitter = msg.sender;
        state.attempt = attempt;
        state.attestationsRequired = required;
        state.submittedAt = Time.timestamp();
        state.submitBlock = Time.blockNumber();
        state.changeHash = changeHash;
        state.specHash = specHash;
        state.thresholds = thresholds;
        emit ExperimentSubmitted(id, msg.sender, changeHash, specHash, attempt, required, thresholds);
    }

    /// @inheritdoc ICradle
    function latchSeed(bytes32 id) external returns (bytes32 seed) {
        Experiment storage state = _requireStatus(id, Status.Submitted);
        uint256 seedBlock = state.submitBlock + SEED_BLOCK_DISTANCE;
        require(block.number > seedBlock, Cradle_SeedNotReady(id, seedBlock));
        require(block.number <= seedBlock + BLOCKHASH_REACH, Cradle_SeedMissed(id, seedBlock + BLOCKHASH_REACH));
        seed = keccak256(abi.encode(id, blockhash(seedBlock)));
        state.seed = seed;
        state.status = Status.Running;
        emit SeedLatched(id, seed);
    }

    /// @inheritdoc ICradle
    function attest(bytes32 id, MetricSet[] calldata runs, bytes32 artefactHash, bytes[] calldata signatures) external {
        Experiment storage state = _requireStatus(id, Status.Running);
        require(runs.length == RUNS, Cradle_RunsMissing(runs.length, RUNS));
        bytes32 resultHash = resultHashOf(id, runs, artefactHash);
        uint256 attestations = _countAttestations(id, state.seed, resultHash, signatures);
        if (attestations >= _required(state.attestationsRequired)) _decide(id, runs, resultHash, artefactHash);
    }

    /// @inheritdoc ICradle
    function approve(bytes32 id, bytes32 specHash, bytes32 resultHash) external restricted {
        Experiment storage state = _requireStatus(id, Status.Passed);
        require(state.specHash == specHash, Cradle_SpecHashIs(id, state.specHash));
        require(state.resultHash == resultHash, Cradle_ResultHashIs(id, state.resultHash));
        state.status = Status.Approved;
        emit ExperimentApproved(id, specHash, resultHash);
    }

    /// @inheritdoc ICradle
    function setAttestors(uint32 expectedVersion, address[] calldata attestors_, uint8 attestationsRequired)
        external
        restricted
    {
        require(_attestorsVersion == expectedVersion, Cradle_AttestorsVersionIs(_attestorsVersion, expectedVersion));
        _setAttestors(attestors_, attestationsRequired);
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc ICradle
    function resultHashOf(bytes32 id, MetricSet[] calldata runs, bytes32 artefactHash) public view returns (bytes32) {
        return keccak256(abi.encode(id, _experiments[id].seed, runs, artefactHash));
    }

    /// @inheritdoc ICradle
    function experiment(bytes32 id) external view returns (Experiment memory) {
        return _experiments[id];
    }

    /// @inheritdoc ICradle
    function attemptsOf(bytes32 changeHash) external view returns (uint32 attempts, uint64 lastAt) {
        Attempts memory attemptsSoFar = _attempts[changeHash];
        return (attemptsSoFar.count, attemptsSoFar.lastAt);
    }

    /// @inheritdoc ICradle
    function attestors() external view returns (uint32 version, address[] memory accounts, uint8 attestationsRequired) {
        return (_attestorsVersion, _attestors, _attestationsRequired);
    }

    /// @inheritdoc ICradle
    function isAttestor(address account) external view returns (bool) {
        return _isAttestor[_attestorsVersion][account];
    }

    /// @inheritdoc ICradle
    function config() external view returns (Config memory) {
        return _config;
    }

    // -------------------------------------------------------------- effects

    function _countAttempt(bytes32 changeHash) private returns (uint32 attempt) {
        Attempts storage attempts = _attempts[changeHash];
        uint64 nextAttemptAt = attempts.count == 0 ? 0 : attempts.lastAt + _config.attemptGap;
        require(block.timestamp >= nextAttemptAt, Cradle_AttemptTooSoon(changeHash, nextAttemptAt));
        attempt = attempts.count + 1;
        attempts.count = attempt;
        attempts.lastAt = Time.timestamp();
    }

    /// @dev Attestations count under one version of the attestor set only, so that members of an old and of a new set
    /// never make up a quorum together; after a change, the same signatures may be brought again.
    function _countAttestations(bytes32 id, bytes32 seed, bytes32 resultHash, bytes[] calldata signatures)
        private
        returns (uint256 attestations)
    {
        uint32 version = _attestorsVersion;
        bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(ATTESTATION_TYPEHASH, id, seed, resultHash)));
        uint256 before = _attestationsFor[resultHash][version];
        attestations = before;
        for (uint256 i = 0; i < signatures.length; ++i) {
            (address signer, ECDSA.RecoverError err,) = ECDSA.tryRecoverCalldata(digest, signatures[i]);
            if (err != ECDSA.RecoverError.NoError || !_isAttestor[version][signer]) continue;
            if (_hasAttested[id][version][signer]) continue;
            _hasAttested[id][version][signer] = true;
            ++attestations;
            emit AttestationPosted(id, signer, resultHash);
        }
        require(attestations > before, Cradle_NothingAttested(id));
        _attestationsFor[resultHash][version] = attestations;
    }

    function _decide(bytes32 id, MetricSet[] calldata runs, bytes32 resultHash, bytes32 artefactHash) private {
        Experiment storage state = _experiments[id];
        MetricSet memory worst = runs.worstOf();
        uint8 failedMetrics = worst.failuresOf(state.thresholds);
        state.status = failedMetrics == 0 ? Status.Passed : Status.Failed;
        state.resultHash = resultHash;
        state.artefactHash = artefactHash;
        state.worst = worst;
        state.failedMetrics = failedMetrics;
        emit ExperimentDecided(id, failedMetrics == 0, resultHash, artefactHash, failedMetrics, worst);
    }

    function _setAttestors(address[] memory accounts, uint8 attestationsRequired) private {
        require(
            attestationsRequired >= ATTESTATIONS_REQUIRED_MIN && attestationsRequired <= accounts.length
                && uint256(attestationsRequired) * 2 > accounts.length,
            Cradle_AttestationsRequiredOutOfRange(attestationsRequired, accounts.length)
        );
        uint32 version = _attestorsVersion + 1;
        address previous = address(0);
        for (uint256 i = 0; i < accounts.length; ++i) {
            require(accounts[i] > previous, Cradle_AttestorsNotAscending(previous, accounts[i]));
            previous = accounts[i];
            _isAttestor[version][previous] = true;
        }
        _attestors = accounts;
        _attestorsVersion = version;
        _attestationsRequired = attestationsRequired;
        emit AttestorsSet(version, accounts, attestationsRequired);
    }

    // --------------------------------------------------------------- checks

    function _requireStatus(bytes32 id, Status expected) private view returns (Experiment storage state) {
        state = _experiments[id];
        require(state.status == expected, Cradle_StatusIs(id, state.status));
    }

    function _requireEveryMetric(MetricSet memory set) private pure {
        for (uint8 metric = 0; metric < MetricSetLib.COUNT; ++metric) {
            require(set.has(metric), Cradle_ThresholdMissing(metric));
        }
    }

    function _requireWithinBounds(MetricSet memory thresholds) private view {
        MetricSet memory bounds = _config.bounds;
        for (uint8 metric = 0; metric < MetricSetLib.COUNT; ++metric) {
            uint64 threshold = thresholds.valueOf(metric);
            uint64 bound = bounds.valueOf(metric);
            require(MetricSetLib.isWithin(metric, threshold, bound), Cradle_ThresholdTooLoose(metric, threshold, bound));
        }
    }

    function _requiredFor(uint8 requested) private view returns (uint8) {
        uint8 common = _attestationsRequired;
        if (requested == 0) return common;
        require(requested >= common, Cradle_AttestationsRequiredTooFew(requested, common));
        require(requested <= _attestors.length, Cradle_AttestationsRequiredOutOfRange(requested, _attestors.length));
        return requested;
    }

    /// @dev A ballot may have raised the common number since the submission: then more than half must still agree.
    function _required(uint8 chosen) private view returns (uint8) {
        return chosen > _attestationsRequired ? chosen : _attestationsRequired;
    }
}
