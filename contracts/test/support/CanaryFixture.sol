// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Canary} from "../../src/cradle/Canary.sol";
import {ICanary} from "../../src/interfaces/ICanary.sol";
import {ICradle} from "../../src/interfaces/ICradle.sol";
import {INodeTouchLimit} from "../../src/interfaces/INodeTouchLimit.sol";
import {NodeTouchLimit} from "../../src/limit/NodeTouchLimit.sol";
import {CradleFixture} from "./CradleFixture.sol";

/// @notice A Canary under production rules on a network of 12 or more: 3 of 5 attestors. The test contract stands for the
/// ballot.
abstract contract CanaryFixture is CradleFixture {
    /// @dev More candidates, or verdicts, than any wave has.
    uint256 internal constant EVERY = type(uint256).max;
    uint64 internal constant LATENCY_BREACH = 2_000_001;

    Canary internal canary;

    mapping(address node => uint256) private _nodeKeys;
    uint256 private _changes;

    function deployCanary(uint256 nodes) internal {
        deployCradle(nodes);
        for (uint256 i = 0; i < nodes; i++) {
            keepKey(nodeAt(i));
        }
        ICanary.Config memory config = canaryConfig();
        canary = newCanary(config);
    }

    /// @dev The only place where the tests of Canary deploy the limit: the Canary must be one of its spenders.
    function newCanary(ICanary.Config memory config) internal returns (Canary) {
        address[] memory spenders = new address[](1);
        spenders[0] = vm.computeCreateAddress(address(this), uint256(vm.getNonce(address(this))) + 1);
        config.touchLimit = new NodeTouchLimit(address(authority), registry, spenders);
        return new Canary(config);
    }

    function canaryConfig() internal view returns (ICanary.Config memory) {
        return ICanary.Config({
            cradle: cradle,
            registry: registry,
            touchLimit: INodeTouchLimit(address(0)),
            authority: address(authority),
            production: true,
            waveSeconds: [uint64(30 minutes), 1 hours, 2 hours, 4 hours],
            heartbeatSeconds: 10 minutes,
            ballotHeartbeatSeconds: 2 hours
        });
    }

    function keepKey(Account memory node) internal {
        _nodeKeys[node.addr] = node.key;
    }

    function keyOf(address node) internal view returns (uint256) {
        return _nodeKeys[node];
    }

    // -------------------------------------------------------------- rollout

    function approved() internal returns (bytes32 id) {
        id = submitted();
        approve(id);
    }

    function approvedWith(ICanary.WavePlan memory plan) internal returns (bytes32 id) {
        id = submitted();
        vm.prank(submitter);
        canary.planWaves(id, plan);
        approve(id);
    }

    function theRules() internal view returns (ICanary.WavePlan memory) {
        return ICanary.WavePlan([uint32(10), 50, 500, 5000], canary.config().waveSeconds, 0);
    }

    /// @dev Of a change of its own, so that a test can have several.
    function submitted() internal returns (bytes32) {
        vm.prank(submitter);
        return cradle.submit(keccak256(abi.encode("change", _changes++)), SPEC, thresholds(), 0);
    }

    function approve(bytes32 id) internal {
        latch(id);
        cradle.attest(id, passingRuns(), ARTEFACT, signaturesOf(id, passingRuns(), 0, 3));
        cradle.approve(id, SPEC, cradle.experiment(id).resultHash);
    }

    /// @dev Announces, draws and starts the next wave.
    function startWave(bytes32 id) internal {
        canary.beginWave(id);
        rollForward(3);
        skip(6);
        canary.draw(id, EVERY);
    }

    function started() internal returns (bytes32 id) {
        id = approved();
        startWave(id);
    }

    /// @dev The present wave passes with healthy reports of all, watched.
    function passWave(bytes32 id) internal {
        uint64 startedAt = present(id).startedAt;
        uint64 duration = present(id).duration;
        warpWatched(id, startedAt + duration / 2);
        reportAll(id);
        warpWatched(id, startedAt + duration - duration / 4);
        reportAll(id);
        warpWatched(id, startedAt + duration);
        canary.judge(id, EVERY);
    }

    /// @dev Up to the ballot: wave 3 has passed.
    function awaitingBallot() internal returns (bytes32 id) {
        id = approved();
        for (uint256 wave = 1; wave <= 3; wave++) {
            startWave(id);
            passWave(id);
        }
    }

    function present(bytes32 id) internal view returns (ICanary.Wave memory) {
        return canary.waveOf(id, canary.rollout(id).wave);
    }

    function nodeIn(bytes32 id, uint32 position) internal view returns (address node) {
        (node,) = canary.drawnNode(id, canary.rollout(id).wave, position);
    }

    function verdictOf(bytes32 id, uint32 position) internal view returns (ICanary.Verdict verdict) {
        (, verdict) = canary.drawnNode(id, canary.rollout(id).wave, position);
    }

    function slotEnd(bytes32 id, uint32 position) internal view returns (uint64) {
        return canary.slotEndOf(id, canary.rollout(id).wave, position);
    }

    // -------------------------------------------------------------- reports

    function healthyMetrics() internal pure returns (ICradle.MetricSet memory) {
        return ICradle.MetricSet(ALL, 90_000, 9000, 4000, 8000, 995_000, 980_000);
    }

    function failedMetrics() internal pure returns (ICradle.MetricSet memory) {
        return withMetric(healthyMetrics(), 1, 10_001);
    }

    function healthyReport(bytes32 id, uint32 position) internal view returns (ICanary.NodeReport memory) {
        return signedReport(id, position, uint64(vm.getBlockTimestamp()), 60, healthyMetrics());
    }

    function failedReport(bytes32 id, uint32 position) internal view returns (ICanary.NodeReport memory) {
        return signedReport(id, position, uint64(vm.getBlockTimestamp()), 60, failedMetrics());
    }

    /// @dev By the node at the position of the present wave.
    function signedReport(
        bytes32 id,
        uint32 position,
        uint64 measuredUntil,
        uint32 samples,
        ICradle.MetricSet memory metrics
    ) internal view returns (ICanary.NodeReport memory given) {
        given = ICanary.NodeReport(position, measuredUntil, samples, metrics, "");
        address node = nodeIn(id, position);
        given.signature = signature(_nodeKeys[node], reportDigest(id, canary.rollout(id).wave, node, given));
    }

    function reportDigest(bytes32 id, uint8 wave, address node, ICanary.NodeReport memory given)
        internal
        view
        returns (bytes32)
    {
        return typedDataDigest("Sweetwater Canary", address(canary), reportHash(id, wave, node, given));
    }

    /// @dev Written out from EIP-712.
    function reportHash(bytes32 id, uint8 wave, address node, ICanary.NodeReport memory given)
        internal
        pure
        returns (bytes32)
    {
        string memory metricSet =
            "MetricSet(uint8 present,uint64 latencyP99Micros,uint64 packetLossPpm,uint64 mttrMillis,uint64 deanonymisationRiskPpm,uint64 policyConsistencyPpm,uint64 routeStabilityPpm)";
        string memory nodeReport =
            "NodeReport(bytes32 experimentId,uint8 wave,address node,uint64 measuredUntil,uint32 samples,MetricSet metrics)";
        bytes32 metricsHash = keccak256(abi.encode(keccak256(bytes(metricSet)), given.metrics));
        bytes32 typeHash = keccak256(abi.encodePacked(nodeReport, metricSet));
        return keccak256(abi.encode(typeHash, id, wave, node, given.measuredUntil, given.samples, metricsHash));
    }

    function only(ICanary.NodeReport memory given) internal pure returns (ICanary.NodeReport[] memory reports) {
        reports = new ICanary.NodeReport[](1);
        reports[0] = given;
    }

    function report(bytes32 id, ICanary.NodeReport memory given) internal {
        canary.report(id, canary.rollout(id).wave, only(given));
    }

    function reportHealthy(bytes32 id, uint32 position) internal {
        report(id, healthyReport(id, position));
    }

    function reportFailed(bytes32 id, uint32 position) internal {
        report(id, failedReport(id, position));
    }

    /// @dev Healthy, of every node without a verdict whose slot it is.
    function reportAll(bytes32 id) internal {
        ICanary.NodeReport[] memory reports = healthyReports(id);
        if (reports.length > 0) canary.report(id, canary.rollout(id).wave, reports);
    }

    function healthyReports(bytes32 id) internal view returns (ICanary.NodeReport[] memory reports) {
        uint32 size = present(id).size;
        uint64 quarter = present(id).duration / 4;
        reports = new ICanary.NodeReport[](size);
        uint256 found = 0;
        for (uint32 i = 0; i < size; i++) {
            uint64 end = slotEnd(id, i);
            bool isItsSlot = vm.getBlockTimestamp() <= end && vm.getBlockTimestamp() + quarter >= end;
            if (!isItsSlot || verdictOf(id, i) != ICanary.Verdict.None) continue;
            reports[found++] = healthyReport(id, i);
        }
        assembly ("memory-safe") {
            mstore(reports, found)
        }
    }

    // ------------------------------------------------------------- breaches

    /// @dev A breach of the limit on latency, measured in the second that ends now.
    function breachNow() internal view returns (ICanary.BreachReport memory) {
        return breachUntil(vm.getBlockTimestamp());
    }

    function breachUntil(uint256 windowEnd) internal pure returns (ICanary.BreachReport memory) {
        return ICanary.BreachReport(0, LATENCY_BREACH, uint64(windowEnd - 1), uint64(windowEnd), 0, "");
    }

    function breachDigest(bytes32 id, uint8 wave, ICanary.BreachReport memory given) internal view returns (bytes32) {
        bytes32 typeHash = keccak256(
            "Breach(bytes32 experimentId,uint8 wave,uint8 metric,uint64 value,uint64 windowStart,uint64 windowEnd)"
        );
        bytes32 structHash =
            keccak256(abi.encode(typeHash, id, wave, given.metric, given.value, given.windowStart, given.windowEnd));
        return typedDataDigest("Sweetwater Canary", address(canary), structHash);
    }

    /// @dev Of the last wave that started.
    function signedBreach(uint256 key, bytes32 id, ICanary.BreachReport memory given)
        internal
        view
        returns (ICanary.BreachReport memory)
    {
        given.signature = signature(key, breachDigest(id, startedWave(id), given));
        return given;
    }

    function startedWave(bytes32 id) internal view returns (uint8) {
        ICanary.Rollout memory rollout = canary.rollout(id);
        return rollout.phase == ICanary.Phase.Drawing ? rollout.wave - 1 : rollout.wave;
    }

    function attestorBreach(bytes32 id, uint256 attestor) internal view returns (ICanary.BreachReport memory) {
        return signedBreach(attestors[attestor].key, id, breachNow());
    }

    function nodeBreach(bytes32 id, uint32 position) internal view returns (ICanary.BreachReport memory given) {
        (address node,) = canary.drawnNode(id, startedWave(id), position);
        given = breachNow();
        given.position = position;
        return signedBreach(_nodeKeys[node], id, given);
    }

    function only(ICanary.BreachReport memory given) internal pure returns (ICanary.BreachReport[] memory reports) {
        reports = new ICanary.BreachReport[](1);
        reports[0] = given;
    }

    function attestorBreaches(bytes32 id, uint256 first, uint256 count)
        internal
        view
        returns (ICanary.BreachReport[] memory reports)
    {
        reports = new ICanary.BreachReport[](count);
        for (uint256 i = 0; i < count; i++) {
            reports[i] = attestorBreach(id, first + i);
        }
    }

    function nodeBreaches(bytes32 id, uint32 first, uint32 count)
        internal
        view
        returns (ICanary.BreachReport[] memory reports)
    {
        reports = new ICanary.BreachReport[](count);
        for (uint32 i = 0; i < count; i++) {
            reports[i] = nodeBreach(id, first + i);
        }
    }

    // ----------------------------------------------------------- heartbeats

    /// @dev Of attestor 0 over the last block, in a new one.
    function beat(bytes32 id) internal {
        rollForward(1);
        uint256 blockNumber = vm.getBlockNumber() - 1;
        canary.heartbeat(id, uint64(blockNumber), heartbeatOf(attestors[0].key, id, blockNumber));
    }

    function heartbeatOf(uint256 key, bytes32 id, uint256 blockNumber) internal view returns (bytes memory) {
        return heartbeatOf(key, id, canary.rollout(id).wave, blockNumber);
    }

    function heartbeatOf(uint256 key, bytes32 id, uint8 wave, uint256 blockNumber)
        internal
        view
        returns (bytes memory)
    {
        bytes32 typeHash = keccak256("Heartbeat(bytes32 experimentId,uint8 wave,bytes32 blockHash)");
        bytes32 structHash = keccak256(abi.encode(typeHash, id, wave, blockhash(blockNumber)));
        return signature(key, typedDataDigest("Sweetwater Canary", address(canary), structHash));
    }

    /// @dev Time passes with a heartbeat at every interval, and one at the end.
    function warpWatched(bytes32 id, uint256 until) internal {
        uint256 interval = canary.config().heartbeatSeconds;
        while (vm.getBlockTimestamp() + interval < until) {
            skip(interval);
            beat(id);
        }
        vm.warp(until);
        beat(id);
    }

    // ------------------------------------------------------------- outcomes

    function assertPhase(bytes32 id, ICanary.Phase expected) internal view {
        assertEq(uint256(canary.rollout(id).phase), uint256(expected), "phase");
    }

    function assertVerdict(bytes32 id, uint32 position, ICanary.Verdict expected) internal view {
        assertEq(uint256(verdictOf(id, position)), uint256(expected), "verdict");
    }

    function expectPhaseError(bytes32 id, ICanary.Phase found) internal {
        vm.expectRevert(abi.encodeWithSelector(ICanary.Canary_PhaseIs.selector, id, found));
    }

    function expectNothingReported(bytes32 id) internal {
        vm.expectRevert(abi.encodeWithSelector(ICanary.Canary_NothingReported.selector, id));
    }

    function expectNothingBreached(bytes32 id) internal {
        vm.expectRevert(abi.encodeWithSelector(ICanary.Canary_NothingBreached.selector, id));
    }

    function expectRolledBack(bytes32 id, uint8 wave, ICanary.RollbackReason reason) internal {
        vm.expectEmit();
        emit ICanary.RolledBack(id, wave, reason);
    }
}
