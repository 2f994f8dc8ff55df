// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {EProcessLib} from "../../../src/cradle/EProcessLib.sol";
import {ICanary} from "../../../src/interfaces/ICanary.sol";
import {CanaryFixture} from "../../support/CanaryFixture.sol";

/// @notice `judge` of Canary.tree. The first wave has two nodes: slots end after minutes 22.5 and 30.
contract CanaryJudgeTest is CanaryFixture {
    bytes32 private id;
    uint64 private startedAt;

    function setUp() public {
        deployCanary(24);
        id = started();
        startedAt = present(id).startedAt;
    }

    // --------------------------------------------------------------- checks

    function test_RevertWhen_NoWaveIsObserved() public {
        bytes32 fresh = approved();
        expectPhaseError(fresh, ICanary.Phase.None);
        canary.judge(fresh, EVERY);
        canary.beginWave(fresh);
        expectPhaseError(fresh, ICanary.Phase.Drawing);
        canary.judge(fresh, EVERY);
        passWave(id);
        expectPhaseError(id, ICanary.Phase.Waiting);
        canary.judge(id, EVERY);
    }

    function test_RevertWhen_NoVerdictIsDue() public {
        expectNothingToJudge(startedAt + 1350);
        canary.judge(id, EVERY);
        vm.warp(startedAt + 1350);
        expectNothingToJudge(startedAt + 1350);
        canary.judge(id, EVERY);
    }

    function test_RevertWhen_NoVerdictIsAskedFor() public {
        reportFailed(id, 0);
        expectNothingToJudge(startedAt + 1350);
        canary.judge(id, 0);
    }

    /// @dev The second verdict waits for the first one.
    function test_RevertWhen_AnEarlierVerdictIsMissing() public {
        reportFailed(id, 1);
        expectNothingToJudge(startedAt + 1350);
        canary.judge(id, EVERY);
    }

    function test_RevertWhen_AllAreJudgedAndTheWaveIsNotOver() public {
        vm.warp(startedAt + 1350);
        reportHealthy(id, 0);
        reportHealthy(id, 1);
        canary.judge(id, EVERY);
        vm.warp(startedAt + 1799);
        expectNothingToJudge(startedAt + 1800);
        canary.judge(id, EVERY);
    }

    function test_RevertWhen_AWaveWouldPassUnwatched() public {
        reachTheEndWith(true, true);
        uint64 silentAfter = canary.silentAfter(id);
        vm.warp(silentAfter + 1);
        vm.expectRevert(abi.encodeWithSelector(ICanary.Canary_Silent.selector, id, silentAfter));
        canary.judge(id, EVERY);
        vm.warp(silentAfter);
        canary.judge(id, EVERY);
        assertPhase(id, ICanary.Phase.Waiting);
    }

    // ------------------------------------------------------------- verdicts

    function test_SilenceFailsWhenTheSlotIsOver() public {
        vm.warp(startedAt + 1351);
        vm.expectEmit();
        emit ICanary.NodeSilent(id, 1, nodeIn(id, 0), 0);
        vm.expectEmit();
        emit ICanary.VerdictsJudged(id, 1, 1, 1, evidenceOf(1, 1));
        canary.judge(id, EVERY);
        assertVerdict(id, 0, ICanary.Verdict.Silent);
        assertVerdict(id, 1, ICanary.Verdict.None);
        assertEq(present(id).judged, 1);
        assertEq(present(id).failures, 1);
        assertEq(present(id).evidence, evidenceOf(1, 1));
    }

    function test_NoReportUndoesSilence() public {
        vm.warp(startedAt + 1351);
        canary.judge(id, EVERY);
        ICanary.NodeReport[] memory reports = only(signedReport(id, 0, startedAt + 1350, 60, healthyMetrics()));
        expectNothingReported(id);
        canary.report(id, 1, reports);
    }

    function test_JudgesAReportAtOnce() public {
        vm.warp(startedAt + 900);
        reportHealthy(id, 0);
        vm.expectEmit();
        emit ICanary.VerdictsJudged(id, 1, 1, 0, evidenceOf(1, 0));
        canary.judge(id, 1);
    }

    /// @dev Two failures of two: 43 > 20.
    function test_GoesBackWhenTheEvidenceSaysSo() public {
        reportFailed(id, 0);
        reportFailed(id, 1);
        vm.expectEmit();
        emit ICanary.VerdictsJudged(id, 1, 2, 2, evidenceOf(2, 2));
        expectRolledBack(id, 1, ICanary.RollbackReason.Evidence);
        canary.judge(id, EVERY);
        assertPhase(id, ICanary.Phase.RolledBack);
    }

    function test_EvidenceGoesThroughAllWaves() public {
        reachTheEndWith(true, false);
        canary.judge(id, EVERY);
        canary.beginWave(id);
        rollForward(3);
        canary.draw(id, EVERY);
        ICanary.Wave memory wave = present(id);
        assertEq(wave.judgedBefore, 2);
        assertEq(wave.failuresBefore, 1);
        assertEq(wave.evidence, canary.waveOf(id, 1).evidence);
        reportFailed(id, 0);
        expectRolledBack(id, 2, ICanary.RollbackReason.Evidence);
        canary.judge(id, EVERY);
        assertEq(present(id).judged, 1);
    }

    function test_NothingIsJudgedAfterTheEvidence() public {
        id = awaitingBallot();
        canary.approveFinalWave(id, canary.rollout(id).wavesHash);
        startWave(id);
        for (uint32 i = 0; i < 24; i++) {
            reportFailed(id, i);
        }
        canary.judge(id, EVERY);
        assertPhase(id, ICanary.Phase.RolledBack);
        assertEq(present(id).judged, present(id).failures);
        assertLt(present(id).judged, 6);
    }

    // --------------------------------------------------------------- passing

    function test_PassesInTheLastSecond() public {
        reachTheEndWith(true, true);
        vm.warp(startedAt + 1799);
        canary.judge(id, EVERY);
        assertPhase(id, ICanary.Phase.Observing);
        vm.warp(startedAt + 1800);
        bytes32 wavesHash = keccak256(abi.encode(id, uint8(1), present(id).seed, uint32(2), uint32(0), startedAt));
        vm.expectEmit();
        emit ICanary.WavePassed(id, 1, 2, 0, EProcessLib.excludedRatePpm(2, 0), wavesHash);
        canary.judge(id, 0);
        assertPhase(id, ICanary.Phase.Waiting);
        assertEq(canary.rollout(id).wavesHash, wavesHash);
        assertEq(canary.excludedRatePpm(2, 0), EProcessLib.excludedRatePpm(2, 0));
    }

    /// @dev One failure of two is no evidence.
    function test_PassesWithAFailure() public {
        reachTheEndWith(true, false);
        vm.expectEmit();
        emit ICanary.VerdictsJudged(id, 1, 2, 1, evidenceOf(2, 1));
        canary.judge(id, EVERY);
        assertPhase(id, ICanary.Phase.Waiting);
    }

    function test_AWaveWithoutAHealthyNodeGoesBack() public {
        ICanary.WavePlan memory plan = theRules();
        plan.nodes = [uint32(1), 1, 1, 1];
        id = approvedWith(plan);
        startWave(id);
        reportFailed(id, 0);
        canary.judge(id, EVERY);
        assertPhase(id, ICanary.Phase.Observing);
        vm.warp(slotEnd(id, 0));
        expectRolledBack(id, 1, ICanary.RollbackReason.Evidence);
        canary.judge(id, EVERY);
    }

    function test_WavesHashCoversEveryWave() public {
        bytes32 wavesHash = id;
        for (uint8 wave = 1; wave <= 4; wave++) {
            if (wave > 1) startWave(id);
            passWave(id);
            ICanary.Wave memory state = canary.waveOf(id, wave);
            wavesHash = keccak256(abi.encode(wavesHash, wave, state.seed, state.size, state.failures, state.startedAt));
            assertEq(canary.rollout(id).wavesHash, wavesHash);
            if (wave == 3) canary.approveFinalWave(id, wavesHash);
        }
        assertPhase(id, ICanary.Phase.Completed);
    }

    function test_WaveThreeWaitsForTheBallotAndWaveFourCompletes() public {
        id = awaitingBallot();
        assertPhase(id, ICanary.Phase.AwaitingBallot);
        canary.approveFinalWave(id, canary.rollout(id).wavesHash);
        startWave(id);
        warpWatched(id, present(id).startedAt + 2 hours);
        reportAll(id);
        warpWatched(id, present(id).startedAt + 3 hours);
        reportAll(id);
        warpWatched(id, present(id).startedAt + 4 hours);
        vm.expectEmit();
        emit ICanary.RolloutCompleted(id);
        canary.judge(id, EVERY);
        assertPhase(id, ICanary.Phase.Completed);
    }

    // -------------------------------------------------------------- helpers

    /// @dev Both report; the last second of the wave is left.
    function reachTheEndWith(bool firstIsHealthy, bool secondIsHealthy) private {
        warpWatched(id, startedAt + 1350);
        if (firstIsHealthy) reportHealthy(id, 0);
        else reportFailed(id, 0);
        if (secondIsHealthy) reportHealthy(id, 1);
        else reportFailed(id, 1);
        warpWatched(id, startedAt + 1800);
    }

    /// @dev B(1 + f, 20 + n - f) / B(1, 20) over the likelihood, verdict by verdict: healthy ones first.
    function evidenceOf(uint256 judged, uint256 failures) private pure returns (uint256 evidence) {
        evidence = 1 << 64;
        for (uint256 n = 0; n < judged; n++) {
            uint256 healthy = judged - failures;
            bool isFailed = n >= healthy;
            evidence = EProcessLib.afterVerdict(evidence, n, isFailed ? n - healthy : 0, isFailed);
        }
    }

    function expectNothingToJudge(uint64 nextSlotEnd) private {
        vm.expectRevert(abi.encodeWithSelector(ICanary.Canary_NothingToJudge.selector, id, nextSlotEnd));
    }
}
