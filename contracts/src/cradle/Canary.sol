// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ICanary} from "../interfaces/ICanary.sol";
import {ICradle} from "../interfaces/ICradle.sol";
import {INodeRegistry} from "../interfaces/INodeRegistry.sol";
import {EProcessLib} from "./EProcessLib.sol";
import {MetricSetLib} from "./MetricSetLib.sol";
import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

/// @title Canary
/// @notice See ICanary, which documents every function.
contract Canary is ICanary, AccessManaged, EIP712 {
    using MetricSetLib for ICradle.MetricSet;

    // ---------------------------------------------------------------- types

    struct DrawnNode {
        address node;
        Verdict verdict;
    }

    // ------------------------------------------------------------ constants

    bytes32 private constant METRIC_SET_TYPEHASH = keccak256(
        "MetricSet(uint8 present,uint64 latencyP99Micros,uint64 packetLossPpm,uint64 mttrMillis,uint64 deanonymisationRiskPpm,uint64 policyConsistencyPpm,uint64 routeStabilityPpm)"
    );
    bytes32 private constant NODE_REPORT_TYPEHASH = keccak256(
        "NodeReport(bytes32 experimentId,uint8 wave,address node,uint64 measuredUntil,uint32 samples,MetricSet metrics)MetricSet(uint8 present,uint64 latencyP99Micros,uint64 packetLossPpm,uint64 mttrMillis,uint64 deanonymisationRiskPpm,uint64 policyConsistencyPpm,uint64 routeStabilityPpm)"
    );
    bytes32 private constant BREACH_TYPEHASH = keccak256(
        "Breach(bytes32 experimentId,uint8 wave,uint8 metric,uint64 value,uint64 windowStart,uint64 windowEnd)"
    );
    bytes32 private constant HEARTBEAT_TYPEHASH =
        keccak256("Heartbeat(bytes32 experimentId,uint8 wave,bytes32 blockHash)");

    uint8 private constant LAST_WAVE = 4;
    /// @dev The wave after which a second ballot decides.
    uint8 private constant BALLOT_WAVE = 3;

    uint64 private constant LATENCY_P99_BREACH_MICROS = 2_000_000;
    uint64 private constant DEANONYMISATION_RISK_BREACH_PPM = 50_000;
    uint64 private constant BREACH_AGE_MAX = 5 minutes;
    uint256 private constant BREACH_NODES_MIN = 3;
    /// @dev One in so many of the wave's nodes.
    uint256 private constant BREACH_NODES_SHARE = 10;

    uint256 private constant HEARTBEAT_BLOCKS_MAX = 50;
    uint64 private constant HEARTBEATS_MISSED = 3;
    uint64 private constant HEARTBEAT_MAX_PRODUCTION = 10 minutes;
    uint64 private constant BALLOT_HEARTBEAT_MAX_PRODUCTION = 2 hours;
    /// @dev A quarter of a wave is a node's slot, and must be a second at least.
    uint64 private constant WAVE_MIN = 4 seconds;
    uint64 private constant WAVE_MAX = 30 days;

    /// @dev Blocks between the announcement and the block whose hash nobody knew then.
    uint256 private constant DRAW_BLOCK_DISTANCE = 2;
    /// @dev How many blocks back the EVM's BLOCKHASH reaches.
    uint256 private constant BLOCKHASH_REACH = 256;

    // -------------------------------------------------------------- storage

    Config private _config;

    mapping(bytes32 id => Rollout) private _rollouts;
    mapping(bytes32 id => ICradle.MetricSet) private _thresholds;
    /// @dev The first wave has no nodes where there is no plan.
    mapping(bytes32 id => WavePlan) private _plans;
    mapping(bytes32 id => mapping(uint8 wave => Wave)) private _waves;
    mapping(bytes32 id => mapping(uint8 wave => DrawnNode[])) private _drawn;
    /// @dev The shuffle: what stands at an index of the pool, plus one; 0 where nothing was moved yet.
    mapping(bytes32 id => mapping(uint8 wave => mapping(uint256 index => uint256))) private _moved;

    /// @dev End of the latest breach that each attestor, and each operator's nodes, signed.
    mapping(bytes32 id => mapping(uint8 wave => mapping(address attestor => uint64))) private _attestorBreachAt;
    mapping(bytes32 id => mapping(uint8 wave => mapping(address operator => uint64))) private _operatorBreachAt;
    mapping(bytes32 id => mapping(uint8 wave => address[])) private _breachOperators;

    // ---------------------------------------------------------- constructor

    /// @param config_ values for ever
    constructor(Config memory config_) AccessManaged(config_.authority) EIP712("Sweetwater Canary", "1") {
        _requireTimes(config_);
        _config = config_;
    }

    // ---------------------------------------------------------------- waves

    /// @inheritdoc ICanary
    function planWaves(bytes32 id, WavePlan calldata plan) external {
        ICradle.Experiment memory experiment = _config.cradle.experiment(id);
        require(experiment.submitter == msg.sender, Canary_NotSubmitter(id, msg.sender));
        bool isOpen = experiment.status == ICradle.Status.Submitted || experiment.status == ICradle.Status.Running;
        require(isOpen && _plans[id].nodes[0] == 0, Canary_PlanIsFixed(id));
        _requirePlan(plan);
        _plans[id] = plan;
        emit WavesPlanned(id, plan);
    }

    /// @inheritdoc ICanary
    function beginWave(bytes32 id) external {
        Rollout storage state = _rollouts[id];
        if (state.phase == Phase.None) _begin(id, state);
        else _requireWatched(id, _requirePhase(id, Phase.Waiting));
        require(!state.paused, Canary_Paused(id));
        uint8 wave = state.wave + 1;
        state.wave = wave;
        state.phase = Phase.Drawing;
        state.drawBlock = uint64(block.number + DRAW_BLOCK_DISTANCE);
        state.heartbeatAt = Time.timestamp();
        uint32 pool = uint32(_config.registry.nodeCount());
        _waves[id][wave].announcedAt = Time.timestamp();
        _waves[id][wave].pool = pool;
        _waves[id][wave].duration = planOf(id).durations[wave - 1];
        emit WaveAnnounced(id, wave, state.drawBlock, pool);
    }

    /// @inheritdoc ICanary
    function draw(bytes32 id, uint256 looks) external {
        uint8 wave = _requirePhase(id, Phase.Drawing).wave;
        Wave storage state = _waves[id][wave];
        if (state.seed == 0) _latchDraw(id, wave, state);
        uint32 first = state.drawn;
        address[] memory nodes = _drawNodes(id, wave, state, looks);
        if (nodes.length > 0) {
            _config.touchLimit.touchByBallot(_rollouts[id].submitter, nodes);
            emit NodesDrawn(id, wave, first, nodes);
        }
        if (state.drawn == state.pool) state.size = state.drawn;
        if (state.drawn < state.size) return;
        if (state.size == 0) _rollBack(id, RollbackReason.NothingDrawn);
        else _startWave(id, wave, state);
    }

    /// @inheritdoc ICanary
    function report(bytes32 id, uint8 wave, NodeReport[] calldata reports) external {
        _requireWave(id, wave, _requirePhase(id, Phase.Observing).wave);
        uint256 accepted = 0;
        for (uint256 i = 0; i < reports.length; ++i) {
            if (_accept(id, wave, reports[i])) ++accepted;
        }
        require(accepted > 0, Canary_NothingReported(id));
    }

    /// @inheritdoc ICanary
    function judge(bytes32 id, uint256 verdicts) external {
        uint8 wave = _requirePhase(id, Phase.Observing).wave;
        Wave storage state = _waves[id][wave];
        uint32 before = state.judged;
        bool isStopped = _judge(id, wave, state, verdicts);
        bool isOver = state.judged == state.size && block.timestamp >= _slotEnd(state, state.size);
        uint64 nextSlotEnd = _slotEnd(state, Math.min(before + 1, state.size));
        require(isOver || state.judged > before, Canary_NothingToJudge(id, nextSlotEnd));
        // One node alone is never evidence enough for the e-process, and nobody saw the change work.
        bool isHopeless = isOver && state.failures == state.size;
        if (isStopped || isHopeless) _rollBack(id, RollbackReason.Evidence);
        else if (isOver) _pass(id, wave, state);
    }

    /// @inheritdoc ICanary
    function approveFinalWave(bytes32 id, bytes32 wavesHash) external restricted {
        Rollout storage state = _requirePhase(id, Phase.AwaitingBallot);
        require(state.wavesHash == wavesHash, Canary_WavesHashIs(id, state.wavesHash));
        state.phase = Phase.Waiting;
        // The interval between heartbeats is the short one again: the watchers get a whole one to notice.
        state.heartbeatAt = Time.timestamp();
        emit FinalWaveApproved(id, wavesHash);
    }

    /// @inheritdoc ICanary
    function setPaused(bytes32 id, bool paused) external {
        Rollout storage state = _requireRollingOut(id);
        require(state.submitter == msg.sender, Canary_NotSubmitter(id, msg.sender));
        _setPaused(id, paused);
    }

    // ------------------------------------------------------------- way back

    /// @inheritdoc ICanary
    function breach(bytes32 id, BreachReport[] calldata reports) external {
        uint8 wave = _startedWave(_requireRollingOut(id));
        uint256 accepted = 0;
        for (uint256 i = 0; i < reports.length; ++i) {
            if (_acceptBreach(id, wave, reports[i])) ++accepted;
        }
        require(accepted > 0, Canary_NothingBreached(id));
        (, address[] memory attestors, uint8 attestationsRequired) = _config.cradle.attestors();
        if (_attestorsInBreach(attestors, _attestorBreachAt[id][wave]) >= attestationsRequired) {
            _rollBack(id, RollbackReason.AttestorsSawBreach);
        } else if (
            _operatorsInBreach(_breachOperators[id][wave], _operatorBreachAt[id][wave])
                >= _breachNodesRequired(_waves[id][wave].size)
        ) {
            _rollBack(id, RollbackReason.NodesSawBreach);
        }
    }

    /// @inheritdoc ICanary
    function heartbeat(bytes32 id, uint64 blockNumber, bytes calldata signature) external {
        Rollout storage state = _requireRollingOut(id);
        uint256 oldest = Math.max(state.heartbeatBlock + 1, Math.saturatingSub(block.number, HEARTBEAT_BLOCKS_MAX));
        require(
            blockNumber >= oldest && blockNumber < block.number,
            Canary_HeartbeatOutOfReach(id, blockNumber, oldest, block.number - 1)
        );
        bytes32 structHash = keccak256(abi.encode(HEARTBEAT_TYPEHASH, id, state.wave, blockhash(blockNumber)));
        address signer = _signerOf(structHash, signature);
        require(_config.cradle.isAttestor(signer), Canary_NotAnAttestor(signer));
        state.heartbeatAt = Time.timestamp();
        state.heartbeatBlock = blockNumber;
        emit HeartbeatReceived(id, signer, state.wave, blockNumber);
    }

    /// @inheritdoc ICanary
    function rollBack(bytes32 id) external {
        Rollout storage state = _requireRollingOut(id);
        if (block.timestamp > _silentAfter(state)) {
            _rollBack(id, RollbackReason.HeartbeatMissed);
        } else {
            bool isDrawMissed = state.phase == Phase.Drawing && _waves[id][state.wave].seed == 0
                && block.number > state.drawBlock + BLOCKHASH_REACH;
            require(isDrawMissed, Canary_StillAlive(id, _silentAfter(state)));
            _rollBack(id, RollbackReason.DrawMissed);
        }
    }

    /// @inheritdoc ICanary
    function rollBackByBallot(bytes32 id) external restricted {
        _requireRollingOut(id);
        _rollBack(id, RollbackReason.Ballot);
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc ICanary
    function config() external view returns (Config memory) {
        return _config;
    }

    /// @inheritdoc ICanary
    function rollout(bytes32 id) external view returns (Rollout memory) {
        return _rollouts[id];
    }

    /// @inheritdoc ICanary
    function waveOf(bytes32 id, uint8 wave) external view returns (Wave memory) {
        return _waves[id][wave];
    }

    /// @inheritdoc ICanary
    function drawnNode(bytes32 id, uint8 wave, uint32 position) external view returns (address node, Verdict verdict) {
        if (position >= _drawn[id][wave].length) return (address(0), Verdict.None);
        DrawnNode memory drawn = _drawn[id][wave][position];
        return (drawn.node, drawn.verdict);
    }

    /// @inheritdoc ICanary
    function slotEndOf(bytes32 id, uint8 wave, uint32 position) external view returns (uint64) {
        Wave storage state = _waves[id][wave];
        return state.startedAt == 0 ? 0 : _slotEnd(state, uint256(position) + 1);
    }

    /// @inheritdoc ICanary
    function silentAfter(bytes32 id) external view returns (uint64) {
        return _silentAfter(_rollouts[id]);
    }

    /// @inheritdoc ICanary
    function planOf(bytes32 id) public view returns (WavePlan memory plan) {
        plan = _plans[id];
        if (plan.nodes[0] == 0) plan = WavePlan({nodes: _nodesMax(), durations: _config.waveSeconds, holdMetrics: 0});
    }

    /// @inheritdoc ICanary
    function waveSizeOf(uint8 wave, uint32 networkNodes) public pure returns (uint32) {
        uint32 nodesMax = _nodesMax()[wave - 1];
        uint256 percent = [uint256(5), 20, 50, 100][wave - 1];
        // Cannot truncate: at most nodesMax.
        return uint32(Math.min(nodesMax, Math.ceilDiv(networkNodes * percent, 100)));
    }

    /// @inheritdoc ICanary
    function excludedRatePpm(uint32 judged, uint32 failures) external pure returns (uint32) {
        return EProcessLib.excludedRatePpm(judged, failures);
    }

    // -------------------------------------------------------------- drawing

    function _latchDraw(bytes32 id, uint8 wave, Wave storage state) private {
        uint256 drawBlock = _rollouts[id].drawBlock;
        require(block.number > drawBlock, Canary_DrawNotReady(id, drawBlock));
        require(block.number <= drawBlock + BLOCKHASH_REACH, Canary_DrawMissed(id, drawBlock + BLOCKHASH_REACH));
        state.seed = keccak256(abi.encode(id, wave, blockhash(drawBlock)));
        state.networkNodes = uint32(_config.registry.activeNodes());
        uint256 planned = planOf(id).nodes[wave - 1];
        // Cannot truncate: the smaller of two numbers of 32 bits.
        state.size = uint32(Math.min(planned, waveSizeOf(wave, state.networkNodes)));
    }

    /// @dev Positions before `drawn` are settled; each look picks one of the other candidates, and settles or drops it, so no
    /// two looks hash the same.
    function _drawNodes(bytes32 id, uint8 wave, Wave storage state, uint256 looks)
        private
        returns (address[] memory nodes)
    {
        mapping(uint256 => uint256) storage moved = _moved[id][wave];
        (uint256 drawn, uint256 pool, uint256 size) = (state.drawn, state.pool, state.size);
        uint256 first = drawn;
        nodes = new address[](Math.min(looks, size - drawn));
        for (; looks > 0 && drawn < size && drawn < pool; --looks) {
            uint256 pick = drawn + uint256(keccak256(abi.encode(state.seed, drawn, pool))) % (pool - drawn);
            address node = _config.registry.nodeAt(_at(moved, pick));
            if (_isEligible(node, state.announcedAt)) {
                moved[pick] = _at(moved, drawn) + 1;
                _drawn[id][wave].push(DrawnNode({node: node, verdict: Verdict.None}));
                nodes[drawn - first] = node;
                ++drawn;
            } else {
                --pool;
                moved[pick] = _at(moved, pool) + 1;
            }
        }
        (state.drawn, state.pool) = (uint32(drawn), uint32(pool));
        // Those that were passed over leave the end empty.
        uint256 found = drawn - first;
        assembly ("memory-safe") {
            mstore(nodes, found)
        }
    }

    function _at(mapping(uint256 => uint256) storage moved, uint256 index) private view returns (uint256) {
        uint256 entry = moved[index];
        return entry == 0 ? index : entry - 1;
    }

    function _isEligible(address node, uint64 announcedAt) private view returns (bool) {
        INodeRegistry.Node memory state = _config.registry.nodeOf(node);
        if (state.status != INodeRegistry.NodeStatus.Active || state.activeSince > announcedAt) return false;
        // The nodes of a revoked operator keep their status.
        return !_config.registry.operatorOf(state.operator).revoked;
    }

    function _startWave(bytes32 id, uint8 wave, Wave storage state) private {
        state.startedAt = Time.timestamp();
        if (wave == 1) {
            state.evidence = EProcessLib.ONE;
        } else {
            Wave storage previous = _waves[id][wave - 1];
            state.evidence = previous.evidence;
            state.judgedBefore = previous.judgedBefore + previous.judged;
            state.failuresBefore = previous.failuresBefore + previous.failures;
        }
        _rollouts[id].phase = Phase.Observing;
        uint64 endsAt = _slotEnd(state, state.size);
        emit WaveStarted(id, wave, state.seed, state.networkNodes, state.size, state.startedAt, endsAt);
    }

    // ------------------------------------------------------------- verdicts

    function _accept(bytes32 id, uint8 wave, NodeReport calldata given) private returns (bool) {
        if (given.position >= _drawn[id][wave].length) return false;
        DrawnNode storage drawn = _drawn[id][wave][given.position];
        if (drawn.verdict != Verdict.None) return false;
        Wave storage state = _waves[id][wave];
        uint64 slotEnd = _slotEnd(state, uint256(given.position) + 1);
        if (block.timestamp > slotEnd || given.measuredUntil > block.timestamp) return false;

        uint8 failedMetrics = _failedMetrics(given.metrics, _thresholds[id]);
        // A metric that is missing is no measurement to hold for.
        uint8 heldMetrics = _plans[id].holdMetrics & given.metrics.present;
        bool isHealthy = failedMetrics & ~heldMetrics == 0 && given.samples > 0;
        uint64 measuredFrom = isHealthy ? slotEnd - state.duration / 4 : state.startedAt;
        if (given.measuredUntil < measuredFrom) return false;
        if (_signerOf(_hashOf(id, wave, drawn.node, given), given.signature) != drawn.node) return false;

        drawn.verdict = isHealthy ? Verdict.Healthy : Verdict.Failed;
        if (isHealthy && failedMetrics != 0) _setPaused(id, true);
        _emitReported(id, wave, drawn, failedMetrics, given);
        return true;
    }

    function _emitReported(bytes32 id, uint8 wave, DrawnNode memory drawn, uint8 failed, NodeReport calldata given)
        private
    {
        emit NodeReported(
            id,
            wave,
            drawn.node,
            given.position,
            drawn.verdict,
            failed,
            given.samples,
            given.measuredUntil,
            given.metrics
        );
    }

    /// @dev A node that met no outage has no time of repair to report.
    function _failedMetrics(ICradle.MetricSet memory measured, ICradle.MetricSet memory thresholds)
        private
        pure
        returns (uint8 failed)
    {
        failed = measured.failuresOf(thresholds);
        if (!measured.has(MetricSetLib.MTTR)) failed &= ~uint8(1 << MetricSetLib.MTTR);
    }

    /// @dev In drawn order, whatever the order in which reports arrived: who carries them must not choose at which moment the
    /// e-process is looked at.
    function _judge(bytes32 id, uint8 wave, Wave storage state, uint256 verdicts) private returns (bool isStopped) {
        (uint256 judged, uint256 failures, uint256 evidence) = (state.judged, state.failures, state.evidence);
        (uint256 judgedBefore, uint256 failuresBefore) = (state.judgedBefore, state.failuresBefore);
        uint256 end = Math.min(state.size, judged + Math.min(verdicts, state.size));
        while (judged < end && !isStopped) {
            DrawnNode storage drawn = _drawn[id][wave][judged];
            if (drawn.verdict == Verdict.None) {
                if (block.timestamp <= _slotEnd(state, judged + 1)) break;
                drawn.verdict = Verdict.Silent;
                emit NodeSilent(id, wave, drawn.node, uint32(judged));
            }
            bool isFailed = drawn.verdict != Verdict.Healthy;
            evidence = EProcessLib.afterVerdict(evidence, judgedBefore + judged, failuresBefore + failures, isFailed);
            ++judged;
            if (isFailed) ++failures;
            isStopped = EProcessLib.isStopped(evidence, judgedBefore + judged, failuresBefore + failures);
        }
        if (judged == state.judged) return false;
        (state.judged, state.failures, state.evidence) = (uint32(judged), uint32(failures), evidence);
        emit VerdictsJudged(id, wave, uint32(judged), uint32(failures), evidence);
    }

    function _pass(bytes32 id, uint8 wave, Wave storage passed) private {
        Rollout storage state = _rollouts[id];
        _requireWatched(id, state);
        bytes32 wavesHash =
            keccak256(abi.encode(state.wavesHash, wave, passed.seed, passed.size, passed.failures, passed.startedAt));
        state.wavesHash = wavesHash;
        uint32 excludedPpm = EProcessLib.excludedRatePpm(passed.judged, passed.failures);
        emit WavePassed(id, wave, passed.size, passed.failures, excludedPpm, wavesHash);
        if (wave == LAST_WAVE) {
            state.phase = Phase.Completed;
            emit RolloutCompleted(id);
        } else {
            state.phase = wave == BALLOT_WAVE ? Phase.AwaitingBallot : Phase.Waiting;
        }
    }

    // ------------------------------------------------------------- breaches

    function _acceptBreach(bytes32 id, uint8 wave, BreachReport calldata given) private returns (bool) {
        if (!_isBeyondLimit(given.metric, given.value)) return false;
        if (given.windowStart >= given.windowEnd || given.windowStart < _waves[id][wave].startedAt) return false;
        if (given.windowEnd > block.timestamp || !_isRecent(given.windowEnd)) return false;

        address signer = _signerOf(
            keccak256(
                abi.encode(BREACH_TYPEHASH, id, wave, given.metric, given.value, given.windowStart, given.windowEnd)
            ),
            given.signature
        );
        bool isByAttestor = _config.cradle.isAttestor(signer);
        bool isAccepted = isByAttestor
            ? _isLater(_attestorBreachAt[id][wave], signer, given.windowEnd)
            : _acceptNodeBreach(id, wave, signer, given);
        if (!isAccepted) return false;
        if (isByAttestor) _attestorBreachAt[id][wave][signer] = given.windowEnd;
        emit BreachReported(
            id, wave, signer, isByAttestor, given.metric, given.value, given.windowStart, given.windowEnd
        );
        return true;
    }

    function _acceptNodeBreach(bytes32 id, uint8 wave, address signer, BreachReport calldata given)
        private
        returns (bool)
    {
        if (given.position >= _drawn[id][wave].length || _drawn[id][wave][given.position].node != signer) {
            return false;
        }
        address operator = _config.registry.nodeOf(signer).operator;
        if (!_isLater(_operatorBreachAt[id][wave], operator, given.windowEnd)) return false;
        if (_operatorBreachAt[id][wave][operator] == 0) _breachOperators[id][wave].push(operator);
        _operatorBreachAt[id][wave][operator] = given.windowEnd;
        return true;
    }

    function _isLater(mapping(address => uint64) storage breachAt, address account, uint64 windowEnd)
        private
        view
        returns (bool)
    {
        return windowEnd > breachAt[account];
    }

    function _attestorsInBreach(address[] memory attestors, mapping(address => uint64) storage breachAt)
        private
        view
        returns (uint256 count)
    {
        for (uint256 i = 0; i < attestors.length; ++i) {
            if (_isRecent(breachAt[attestors[i]])) ++count;
        }
    }

    /// @dev Forgets the breaches that are too old to count: the list must not outgrow what one transaction can read.
    function _operatorsInBreach(address[] storage operators, mapping(address => uint64) storage breachAt)
        private
        returns (uint256)
    {
        for (uint256 i = operators.length; i > 0; --i) {
            address operator = operators[i - 1];
            if (_isRecent(breachAt[operator])) continue;
            breachAt[operator] = 0;
            operators[i - 1] = operators[operators.length - 1];
            operators.pop();
        }
        return operators.length;
    }

    function _isRecent(uint64 windowEnd) private view returns (bool) {
        return windowEnd + BREACH_AGE_MAX >= block.timestamp;
    }

    function _isBeyondLimit(uint8 metric, uint64 value) private pure returns (bool) {
        if (metric == MetricSetLib.LATENCY_P99) return value > LATENCY_P99_BREACH_MICROS;
        return metric == MetricSetLib.DEANONYMISATION_RISK && value > DEANONYMISATION_RISK_BREACH_PPM;
    }

    function _breachNodesRequired(uint32 size) private pure returns (uint256) {
        return Math.max(BREACH_NODES_MIN, Math.ceilDiv(size, BREACH_NODES_SHARE));
    }

    // -------------------------------------------------------------- effects

    /// @dev The terms are copied: what voters approved must not depend on anything that happens later.
    function _begin(bytes32 id, Rollout storage state) private {
        ICradle.Experiment memory experiment = _config.cradle.experiment(id);
        require(experiment.status == ICradle.Status.Approved, Canary_NotApproved(id, experiment.status));
        state.submitter = experiment.submitter;
        state.wavesHash = id;
        _thresholds[id] = experiment.thresholds;
        emit RolloutBegun(id, experiment.submitter);
    }

    function _setPaused(bytes32 id, bool paused) private {
        _rollouts[id].paused = paused;
        emit RolloutPaused(id, paused);
    }

    function _rollBack(bytes32 id, RollbackReason reason) private {
        Rollout storage state = _rollouts[id];
        state.phase = Phase.RolledBack;
        emit RolledBack(id, state.wave, reason);
    }

    // --------------------------------------------------------------- checks

    function _requireRollingOut(bytes32 id) private view returns (Rollout storage state) {
        state = _rollouts[id];
        Phase phase = state.phase;
        require(phase != Phase.None && phase != Phase.Completed && phase != Phase.RolledBack, Canary_PhaseIs(id, phase));
    }

    function _requirePhase(bytes32 id, Phase expected) private view returns (Rollout storage state) {
        state = _rollouts[id];
        require(state.phase == expected, Canary_PhaseIs(id, state.phase));
    }

    /// @dev Whoever promotes must not be faster than whoever rolls back: announcing a wave counts as a sign of life.
    function _requireWatched(bytes32 id, Rollout storage state) private view {
        uint64 silentAfter_ = _silentAfter(state);
        require(block.timestamp <= silentAfter_, Canary_Silent(id, silentAfter_));
    }

    function _requireWave(bytes32 id, uint8 given, uint8 wave) private pure {
        require(given == wave, Canary_WaveIs(id, wave));
    }

    /// @dev While a wave is drawn, the nodes of the one before it are still the ones that run the change.
    function _startedWave(Rollout storage state) private view returns (uint8) {
        return state.phase == Phase.Drawing ? state.wave - 1 : state.wave;
    }

    function _silentAfter(Rollout storage state) private view returns (uint64) {
        uint64 interval =
            state.phase == Phase.AwaitingBallot ? _config.ballotHeartbeatSeconds : _config.heartbeatSeconds;
        return state.heartbeatAt + HEARTBEATS_MISSED * interval;
    }

    /// @param number the node's position plus one; the wave's size gives the wave's end
    function _slotEnd(Wave storage state, uint256 number) private view returns (uint64) {
        uint256 duration = state.duration;
        uint256 lead = duration / 2;
        return state.startedAt + uint64(lead + Math.ceilDiv((duration - lead) * number, state.size));
    }

    function _signerOf(bytes32 structHash, bytes calldata signature) private view returns (address) {
        (address signer, ECDSA.RecoverError err,) = ECDSA.tryRecoverCalldata(_hashTypedDataV4(structHash), signature);
        return err == ECDSA.RecoverError.NoError ? signer : address(0);
    }

    function _hashOf(bytes32 id, uint8 wave, address node, NodeReport calldata given) private pure returns (bytes32) {
        bytes32 metricsHash = keccak256(abi.encode(METRIC_SET_TYPEHASH, given.metrics));
        return
            keccak256(abi.encode(NODE_REPORT_TYPEHASH, id, wave, node, given.measuredUntil, given.samples, metricsHash));
    }

    function _nodesMax() private pure returns (uint32[4] memory) {
        return [uint32(10), 50, 500, 5000];
    }

    function _requirePlan(WavePlan calldata plan) private view {
        require(plan.holdMetrics & (1 << MetricSetLib.DEANONYMISATION_RISK) == 0, Canary_RiskCannotBeHeld());
        uint32[4] memory nodesMax = _nodesMax();
        uint32 nodesMin = 1;
        for (uint8 i = 0; i < LAST_WAVE; ++i) {
            (uint32 nodes, uint64 duration) = (plan.nodes[i], plan.durations[i]);
            require(
                nodes >= nodesMin && nodes <= nodesMax[i] && duration >= _config.waveSeconds[i] && duration <= WAVE_MAX,
                Canary_PlanOutOfRange(i + 1, nodes, duration)
            );
            nodesMin = nodes;
        }
    }

    /// @dev Waves may be longer than the rule, and heartbeats more frequent, never the other way round.
    function _requireTimes(Config memory config_) private pure {
        bool production = config_.production;
        uint64[4] memory wavesMin =
            production ? [uint64(30 minutes), 1 hours, 2 hours, 4 hours] : [WAVE_MIN, WAVE_MIN, WAVE_MIN, WAVE_MIN];
        for (uint256 i = 0; i < wavesMin.length; ++i) {
            uint64 given = config_.waveSeconds[i];
            require(given >= wavesMin[i], Canary_BelowMinimum("waveSeconds", given, wavesMin[i]));
        }
        uint64 heartbeatMax = production ? HEARTBEAT_MAX_PRODUCTION : type(uint32).max;
        uint64 ballotMax = production ? BALLOT_HEARTBEAT_MAX_PRODUCTION : type(uint32).max;
        _requireFromOneTo(heartbeatMax, "heartbeatSeconds", config_.heartbeatSeconds);
        _requireFromOneTo(ballotMax, "ballotHeartbeatSeconds", config_.ballotHeartbeatSeconds);
    }

    function _requireFromOneTo(uint64 maximum, string memory rule, uint64 value) private pure {
        require(value >= 1, Canary_BelowMinimum(rule, value, 1));
        require(value <= maximum, Canary_AboveMaximum(rule, value, maximum));
    }
}
