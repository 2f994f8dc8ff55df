// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ICradle} from "./ICradle.sol";
import {INodeRegistry} from "./INodeRegistry.sol";
import {INodeTouchLimit} from "./INodeTouchLimit.sol";

/// @title Canary: what may stay
/// @notice An approved change reaches the network in four waves. Each wave's nodes are drawn on-chain, each drawn node gives one
/// verdict, silence counts as failure, and this contract judges the verdicts by itself. From every state of a rollout there
/// is a way back that needs no ballot; from a breach there is no way on.
/// @dev A wave has min(10/50/500/5000, 5/20/50/100 % rounded up) of the network's active nodes, or fewer by its plan. Node i
/// of a wave of n, counted from 0 in drawn order, has its slot in the quarter of the wave that ends at
/// startedAt + duration / 2 + (duration - duration / 2) * (i + 1) / n, rounded up; all times in seconds.
/// @custom:source rules "Cradle" in docs/architecture.md; the statistics are in EProcessLib and docs/canary.md
interface ICanary {
    /// @notice How far a rollout is.
    enum Phase {
        /// Not begun.
        None,
        /// A wave is announced; its nodes are drawn from the hash of a block that nobody knew then.
        Drawing,
        /// The wave's nodes run the change and report.
        Observing,
        /// The wave passed; anybody may begin the next one.
        Waiting,
        /// Wave 3 passed; a ballot decides about wave 4.
        AwaitingBallot,
        /// Wave 4 passed.
        Completed,
        /// For good: the change needs another experiment.
        RolledBack
    }

    /// @notice What a deployment fixes for ever.
    struct Config {
        /// Decides what may be rolled out, and knows the attestors.
        ICradle cradle;
        INodeRegistry registry;
        /// Counts the nodes that waves touch; this contract must be one of its spenders.
        INodeTouchLimit touchLimit;
        /// The AccessManager.
        address authority;
        /// Whether the compiled-in limits apply; a devnet says false and is visible as such.
        bool production;
        /// How long each wave is observed, in seconds; production ≥ 30 min, 1 h, 2 h, 4 h; never under 4 s.
        uint64[4] waveSeconds;
        /// Most seconds between two heartbeats; production ≤ 10 min.
        uint64 heartbeatSeconds;
        /// The same while waiting for the ballot on the last wave; production ≤ 2 h.
        uint64 ballotHeartbeatSeconds;
    }

    /// @notice What a drawn node said about the change.
    enum Verdict {
        None,
        Healthy,
        Failed,
        /// No report in its slot; counts as failed.
        Silent
    }

    /// @notice Why a rollout went back.
    enum RollbackReason {
        None,
        /// The rollout's verdicts are evidence that more than one node in a hundred breaks; or none of the wave's is healthy.
        Evidence,
        AttestorsSawBreach,
        NodesSawBreach,
        /// Three heartbeats were missed.
        HeartbeatMissed,
        /// The block hash that should draw the wave is out of reach.
        DrawMissed,
        /// No node was left to draw.
        NothingDrawn,
        Ballot
    }

    /// @notice How a submitter wants his experiment rolled out: never faster than the rules.
    struct WavePlan {
        /// Most nodes of each wave: no fewer than in the wave before, at most 10, 50, 500, 5000.
        uint32[4] nodes;
        /// How long each wave is observed, in seconds: at least Config.waveSeconds, at most 30 days.
        uint64[4] durations;
        /// Bit i: a node whose metric i is beyond its threshold, and that fails no metric without this bit, is healthy, and
        /// pauses the rollout. A missing metric fails. Deanonymisation risk can never be among them.
        uint8 holdMetrics;
    }

    /// @notice A rollout's whole state.
    struct Rollout {
        Phase phase;
        /// Of the experiment.
        address submitter;
        /// 1 to 4: the wave that is drawn or observed, or the last one that was; 0 before the first.
        uint8 wave;
        /// The submitter holds the next wave back.
        bool paused;
        /// The block whose hash draws the wave.
        uint64 drawBlock;
        /// When (seconds) the last heartbeat arrived, or a wave was announced, whichever is later.
        uint64 heartbeatAt;
        /// The block that the last heartbeat named.
        uint64 heartbeatBlock;
        /// Over the waves that passed: keccak256(abi.encode(previous, wave, seed, size, failures, startedAt)); the first
        /// `previous` is the experiment's id.
        bytes32 wavesHash;
    }

    /// @notice One wave's whole state.
    struct Wave {
        /// keccak256(abi.encode(id, wave, blockhash(drawBlock))); 0 until latched.
        bytes32 seed;
        /// The e-process of all verdicts of the rollout so far, those of earlier waves included, Q64.64.
        uint256 evidence;
        /// When (seconds) the wave was announced: only nodes that were active then are drawn.
        uint64 announcedAt;
        /// When the last node was drawn: the wave is observed from here on.
        uint64 startedAt;
        /// Registered nodes at the announcement that are still candidates.
        uint32 pool;
        /// The network's active nodes when the seed was latched.
        uint32 networkNodes;
        /// Nodes to draw.
        uint32 size;
        uint32 drawn;
        /// Verdicts of this wave that the e-process has seen: those of the first nodes in drawn order.
        uint32 judged;
        /// Of them, failed or silent.
        uint32 failures;
        /// How long the wave is observed, in seconds.
        uint64 duration;
        /// Verdicts, and failures among them, of the waves before this one.
        uint32 judgedBefore;
        uint32 failuresBefore;
    }

    /// @notice A node's own measurement, signed by its node key: EIP-712
    /// `NodeReport(bytes32 experimentId,uint8 wave,address node,uint64 measuredUntil,uint32 samples,MetricSet metrics)`.
    struct NodeReport {
        /// Where the node stands in drawn order, from 0.
        uint32 position;
        /// End of the measurement (seconds).
        uint64 measuredUntil;
        /// Samples behind the metrics; none is a failure.
        uint32 samples;
        ICradle.MetricSet metrics;
        /// 65 bytes, the node key's.
        bytes signature;
    }

    /// @notice A measurement that is too bad to go on, signed by an attestor or by one of the wave's node keys: EIP-712
    /// `Breach(bytes32 experimentId,uint8 wave,uint8 metric,uint64 value,uint64 windowStart,uint64 windowEnd)`.
    struct BreachReport {
        /// 0 (p99 latency, µs, above 2 s) or 3 (deanonymisation risk, ppm, above 5 %).
        uint8 metric;
        uint64 value;
        /// Begin and end of the measurement (seconds).
        uint64 windowStart;
        uint64 windowEnd;
        /// Where the signing node stands in drawn order; ignored for attestors.
        uint32 position;
        /// 65 bytes.
        bytes signature;
    }

    event WavesPlanned(bytes32 indexed id, WavePlan plan);
    event RolloutBegun(bytes32 indexed id, address indexed submitter);
    event WaveAnnounced(bytes32 indexed id, uint8 indexed wave, uint64 drawBlock, uint32 pool);
    /// @notice Nodes in drawn order; the first stands at `firstPosition`.
    event NodesDrawn(bytes32 indexed id, uint8 indexed wave, uint32 firstPosition, address[] nodes);
    event WaveStarted(
        bytes32 indexed id,
        uint8 indexed wave,
        bytes32 seed,
        uint32 networkNodes,
        uint32 size,
        uint64 startedAt,
        uint64 endsAt
    );
    /// @param failedMetrics bit i: metric i is missing or beyond the experiment's threshold
    event NodeReported(
        bytes32 indexed id,
        uint8 indexed wave,
        address indexed node,
        uint32 position,
        Verdict verdict,
        uint8 failedMetrics,
        uint32 samples,
        uint64 measuredUntil,
        ICradle.MetricSet metrics
    );
    event NodeSilent(bytes32 indexed id, uint8 indexed wave, address indexed node, uint32 position);
    /// @notice Where the wave, and the rollout's e-process, stand. `evidence` is Q64.64; 20 or more, with more than 1 % failures
    /// in the whole rollout, goes back.
    event VerdictsJudged(bytes32 indexed id, uint8 indexed wave, uint32 judged, uint32 failures, uint256 evidence);
    /// @notice `excludedPpm`: the wave excludes, at 95 %, that this share of the nodes or more breaks.
    event WavePassed(
        bytes32 indexed id, uint8 indexed wave, uint32 size, uint32 failures, uint32 excludedPpm, bytes32 wavesHash
    );
    event FinalWaveApproved(bytes32 indexed id, bytes32 wavesHash);
    /// @notice The submitter paused the rollout or let it go on; or a node failed a metric that the plan holds for.
    event RolloutPaused(bytes32 indexed id, bool paused);
    event HeartbeatReceived(bytes32 indexed id, address indexed attestor, uint8 wave, uint64 blockNumber);
    event BreachReported(
        bytes32 indexed id,
        uint8 indexed wave,
        address indexed signer,
        bool byAttestor,
        uint8 metric,
        uint64 value,
        uint64 windowStart,
        uint64 windowEnd
    );
    event RolloutCompleted(bytes32 indexed id);
    event RolledBack(bytes32 indexed id, uint8 indexed wave, RollbackReason reason);

    error Canary_BelowMinimum(string rule, uint256 value, uint256 minimum);
    error Canary_AboveMaximum(string rule, uint256 value, uint256 maximum);
    error Canary_PlanIsFixed(bytes32 id);
    error Canary_PlanOutOfRange(uint8 wave, uint256 nodes, uint256 duration);
    error Canary_RiskCannotBeHeld();
    error Canary_NotApproved(bytes32 id, ICradle.Status status);
    error Canary_PhaseIs(bytes32 id, Phase phase);
    error Canary_Paused(bytes32 id);
    error Canary_NotSubmitter(bytes32 id, address caller);
    error Canary_WaveIs(bytes32 id, uint8 wave);
    error Canary_DrawNotReady(bytes32 id, uint256 readyAfterBlock);
    error Canary_DrawMissed(bytes32 id, uint256 lastBlock);
    error Canary_NothingReported(bytes32 id);
    error Canary_NothingToJudge(bytes32 id, uint64 nextSlotEnd);
    error Canary_NothingBreached(bytes32 id);
    error Canary_NotAnAttestor(address signer);
    error Canary_HeartbeatOutOfReach(bytes32 id, uint256 blockNumber, uint256 firstBlock, uint256 lastBlock);
    error Canary_WavesHashIs(bytes32 id, bytes32 wavesHash);
    error Canary_StillAlive(bytes32 id, uint64 silentAfter);
    error Canary_Silent(bytes32 id, uint64 silentAfter);

    /// @notice Plans smaller or longer waves than the rules, before members vote. Without a plan the rules apply.
    /// @dev A plan cannot be changed: what voters see is what happens. Requirements:
    /// - the caller submitted the experiment, and it has no result yet: members vote on results
    /// - there is no plan yet
    /// - the plan is within the ranges of WavePlan
    function planWaves(bytes32 id, WavePlan calldata plan) external;

    /// @notice Announces the next wave. Anybody may call.
    /// @dev Requirements:
    /// - the rollout was not begun and Cradle says approved; or a wave passed and, before wave 4, the ballot approved it
    /// - the submitter has not paused the rollout
    /// - since the last wave, three heartbeats were not missed
    function beginWave(bytes32 id) external;

    /// @notice Draws nodes, at most `looks` candidates a call, until the wave has its size; then the wave starts. Anybody may
    /// call, again and again.
    /// @dev A Fisher–Yates shuffle of the nodes that were registered at the announcement, from keccak256(abi.encode(id, wave,
    /// blockhash(drawBlock))). Nodes that are not active, became active after the announcement, or belong to a revoked operator
    /// are passed over, so nobody chooses which of his nodes take part once the hash is known. Each drawn node is counted in
    /// NodeTouchLimit. A wave without any node goes back. Requirements:
    /// - a wave is being drawn
    /// - drawBlock < block number, and at the first call ≤ drawBlock + 256
    function draw(bytes32 id, uint256 looks) external;

    /// @notice Brings nodes' reports. A node's first acceptable report is its verdict.
    /// @dev Healthy: at least one sample; every metric but MTTR present; each present one within the experiment's threshold,
    /// or held for by the plan.
    /// Skipped: unknown positions, nodes with a verdict, wrong signatures, measurements from the future, reports after the
    /// node's slot, healthy ones measured until a time before its slot, and failures from before the wave. Requirements:
    /// - `wave` is observed
    /// - at least one report is accepted
    function report(bytes32 id, uint8 wave, NodeReport[] calldata reports) external;

    /// @notice Judges the verdicts that are due, at most `verdicts` a call, in drawn order: one that is not there when its slot
    /// is over is a failure. Rolls back when the evidence says so; when all are judged and the wave's time is over, the
    /// wave has passed, unless none of its nodes is healthy: then it goes back. Anybody may call.
    /// @dev Requirements:
    /// - a wave is observed
    /// - a verdict is due, or the wave is over
    /// - for the wave to pass, three heartbeats were not missed
    function judge(bytes32 id, uint256 verdicts) external;

    /// @notice Ballot only (ordinary track): lets wave 4 begin, bound to what voters saw of waves 1 to 3.
    /// @dev Requirements:
    /// - wave 3 passed, and nothing later happened
    /// - the waves' hash is the given one
    function approveFinalWave(bytes32 id, bytes32 wavesHash) external;

    /// @notice Holds the next wave back, or lets it go again. Verdicts, breaches and heartbeats go on: a pause hides nothing.
    /// @dev Requirements:
    /// - the caller submitted the experiment, which is rolling out
    function setPaused(bytes32 id, bool paused) external;

    /// @notice Brings breaches. Whoever brings the last one that is needed rolls back.
    /// @dev Needed, with windows that ended in the last 5 minutes: as many attestors in office as attest results; or the nodes
    /// of the larger of 3 and a tenth (rounded up) of the wave's nodes, counting one node of each operator. `wave` in the
    /// signed message is the last wave that started (0 before the first). Skipped: strangers, metrics without a limit, values
    /// within it, windows that are empty, older, from the future, or begun before the wave started, and windows no
    /// later than the last of the attestor, or of the node's operator. Requirements:
    /// - the experiment is rolling out: every phase but None, Completed and RolledBack
    /// - at least one breach is accepted
    function breach(bytes32 id, BreachReport[] calldata reports) external;

    /// @notice An attestor's sign of life, carried by anybody: EIP-712
    /// `Heartbeat(bytes32 experimentId,uint8 wave,bytes32 blockHash)`.
    /// @dev Requirements:
    /// - the experiment is rolling out; the signed wave is the present one
    /// - the signer is an attestor in office
    /// - the block is one of the last 50, and newer than the last heartbeat's
    function heartbeat(bytes32 id, uint64 blockNumber, bytes calldata signature) external;

    /// @notice Rolls back a rollout that nobody watches, or whose draw was missed. Anybody may call.
    /// @dev Requirements:
    /// - the experiment is rolling out
    /// - three heartbeats were missed, or the draw's block hash is out of reach and was not latched
    function rollBack(bytes32 id) external;

    /// @notice Ballot only (emergency track): rolls back from any phase.
    /// @dev Requirements:
    /// - the experiment is rolling out
    function rollBackByBallot(bytes32 id) external;

    /// @notice The values given at deployment.
    function config() external view returns (Config memory);

    /// @notice A rollout's state.
    function rollout(bytes32 id) external view returns (Rollout memory);

    /// @notice A wave's state.
    /// @param wave 1 to 4
    function waveOf(bytes32 id, uint8 wave) external view returns (Wave memory);

    /// @notice The node at a position of a wave, and its verdict; zero when none is drawn there.
    function drawnNode(bytes32 id, uint8 wave, uint32 position) external view returns (address node, Verdict verdict);

    /// @notice The last second at which a node's report is accepted; 0 before the wave started.
    function slotEndOf(bytes32 id, uint8 wave, uint32 position) external view returns (uint64);

    /// @notice The last second at which the missing heartbeats do not let anybody roll back.
    function silentAfter(bytes32 id) external view returns (uint64);

    /// @notice How an experiment is or would be rolled out: its plan, or the rules.
    function planOf(bytes32 id) external view returns (WavePlan memory);

    /// @notice How many nodes a wave has by the rules in a network of so many active nodes.
    /// @param wave 1 to 4
    function waveSizeOf(uint8 wave, uint32 networkNodes) external pure returns (uint32);

    /// @notice The share of breaking nodes (ppm, rounded up) that so many failures in so many verdicts exclude at 95 %, at
    /// whatever time one looks.
    function excludedRatePpm(uint32 judged, uint32 failures) external pure returns (uint32);
}
