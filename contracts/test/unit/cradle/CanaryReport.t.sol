// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ICanary} from "../../../src/interfaces/ICanary.sol";
import {ICradle} from "../../../src/interfaces/ICradle.sol";
import {CanaryFixture} from "../../support/CanaryFixture.sol";

/// @notice `report` of Canary.tree. The wave has two nodes and 30 minutes: slots are minutes 15 to 22.5 and 22.5 to 30.
contract CanaryReportTest is CanaryFixture {
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
        ICanary.NodeReport[] memory none = new ICanary.NodeReport[](0);
        expectPhaseError(fresh, ICanary.Phase.None);
        canary.report(fresh, 0, none);
        canary.beginWave(fresh);
        expectPhaseError(fresh, ICanary.Phase.Drawing);
        canary.report(fresh, 1, none);
        passWave(id);
        expectPhaseError(id, ICanary.Phase.Waiting);
        canary.report(id, 1, none);
    }

    function test_RevertWhen_TheWaveIsAnotherOne() public {
        ICanary.NodeReport[] memory reports = only(failedReport(id, 0));
        for (uint8 wave = 0; wave < 4; wave++) {
            if (wave == 1) continue;
            vm.expectRevert(abi.encodeWithSelector(ICanary.Canary_WaveIs.selector, id, uint8(1)));
            canary.report(id, wave, reports);
        }
    }

    function test_RevertWhen_NothingIsReported() public {
        expectNothingReported(id);
        canary.report(id, 1, new ICanary.NodeReport[](0));
    }

    // ------------------------------------------------------------- the slot

    function test_SlotsEndWithTheSecondHalfOfTheWave() public view {
        assertEq(slotEnd(id, 0), startedAt + 1350);
        assertEq(slotEnd(id, 1), startedAt + 1800);
        assertEq(canary.slotEndOf(id, 2, 0), 0, "not started");
        assertGt(slotEnd(id, type(uint32).max), startedAt, "no overflow");
    }

    /// @dev 1801 s: half is 900, and half of the other 901 is 450.5.
    function test_SlotsAreRoundedUp() public {
        ICanary.WavePlan memory plan = theRules();
        plan.durations[0] = 1801;
        id = approvedWith(plan);
        startWave(id);
        assertEq(slotEnd(id, 0), present(id).startedAt + 1351);
        assertEq(slotEnd(id, 1), present(id).startedAt + 1801);
        vm.warp(slotEnd(id, 0));
        assertSkipped(signedReport(id, 0, slotEnd(id, 0) - 451, 60, healthyMetrics()));
        report(id, signedReport(id, 0, slotEnd(id, 0) - 450, 60, healthyMetrics()));
    }

    function test_TakesAReportInTheLastSecondOfItsSlotOnly() public {
        vm.warp(startedAt + 1351);
        assertSkipped(healthyReport(id, 0));
        assertSkipped(failedReport(id, 0));
        vm.warp(startedAt + 1350);
        reportHealthy(id, 0);
        assertVerdict(id, 0, ICanary.Verdict.Healthy);
    }

    function test_TakesAHealthyReportThatWasMeasuredUntilItsSlotBeganOrLater() public {
        vm.warp(startedAt + 1350);
        assertSkipped(signedReport(id, 0, startedAt + 899, 60, healthyMetrics()));
        report(id, signedReport(id, 0, startedAt + 900, 60, healthyMetrics()));
        assertVerdict(id, 0, ICanary.Verdict.Healthy);
    }

    function test_SkipsAHealthyReportBeforeTheSlot() public {
        vm.warp(startedAt + 899);
        assertSkipped(healthyReport(id, 0));
        skip(1);
        reportHealthy(id, 0);
    }

    function test_SkipsMeasurementsFromTheFuture() public {
        vm.warp(startedAt + 1000);
        assertSkipped(signedReport(id, 0, startedAt + 1001, 60, healthyMetrics()));
        assertSkipped(signedReport(id, 0, startedAt + 1001, 60, failedMetrics()));
        assertSkipped(signedReport(id, 0, type(uint64).max, 60, failedMetrics()));
    }

    function test_TakesAFailureFromTheStartOfTheWaveOn() public {
        assertSkipped(signedReport(id, 1, startedAt - 1, 60, failedMetrics()));
        report(id, signedReport(id, 1, startedAt, 60, failedMetrics()));
        assertVerdict(id, 1, ICanary.Verdict.Failed);
    }

    // ---------------------------------------------------------- the verdict

    function test_ANodeAtItsThresholdsIsHealthy() public {
        vm.warp(slotEnd(id, 0));
        expectReported(0, thresholds(), 0, ICanary.Verdict.Healthy);
        report(id, signedReport(id, 0, slotEnd(id, 0), 1, thresholds()));
    }

    function test_EachMetricBeyondItsThresholdFails() public {
        vm.warp(slotEnd(id, 0));
        uint256 before = vm.snapshotState();
        for (uint8 metric = 0; metric < 6; metric++) {
            uint64 threshold = metricOf(thresholds(), metric);
            ICradle.MetricSet memory measured =
                withMetric(thresholds(), metric, metric < 4 ? threshold + 1 : threshold - 1);
            expectReported(0, measured, uint8(1 << metric), ICanary.Verdict.Failed);
            report(id, signedReport(id, 0, slotEnd(id, 0), 1, measured));
            vm.revertToState(before);
        }
    }

    function test_EachMissingMetricFailsButTheTimeOfRepair() public {
        vm.warp(slotEnd(id, 0));
        uint256 before = vm.snapshotState();
        for (uint8 metric = 0; metric < 6; metric++) {
            ICradle.MetricSet memory measured = healthyMetrics();
            measured.present = ALL & ~uint8(1 << metric);
            bool isHealthy = metric == 2;
            expectReported(
                0,
                measured,
                isHealthy ? 0 : uint8(1 << metric),
                isHealthy ? ICanary.Verdict.Healthy : ICanary.Verdict.Failed
            );
            report(id, signedReport(id, 0, slotEnd(id, 0), 1, measured));
            vm.revertToState(before);
        }
    }

    function test_NoSampleIsAFailure() public {
        vm.warp(slotEnd(id, 0));
        report(id, signedReport(id, 0, slotEnd(id, 0), 0, healthyMetrics()));
        assertVerdict(id, 0, ICanary.Verdict.Failed);
    }

    function test_TheFirstReportIsTheVerdict() public {
        vm.warp(slotEnd(id, 0));
        reportFailed(id, 0);
        assertSkipped(healthyReport(id, 0));
        vm.warp(slotEnd(id, 1));
        reportHealthy(id, 1);
        assertSkipped(failedReport(id, 1));
        assertVerdict(id, 0, ICanary.Verdict.Failed);
        assertVerdict(id, 1, ICanary.Verdict.Healthy);
    }

    function test_VerdictsOfNodesThatLeftMeanwhileCount() public {
        address node = nodeIn(id, 0);
        vm.prank(registry.nodeOf(node).operator);
        registry.leave(node);
        reportFailed(id, 0);
        assertVerdict(id, 0, ICanary.Verdict.Failed);
    }

    /// @dev Thresholds are those of the approval, whatever Cradle would say later.
    function test_NamesEverythingThatWasReported() public {
        vm.warp(startedAt + 7);
        ICradle.MetricSet memory measured = failedMetrics();
        measured.present = 0xfe;
        vm.expectEmit();
        emit ICanary.NodeReported(
            id, 1, nodeIn(id, 1), 1, ICanary.Verdict.Failed, 3, 60, uint64(startedAt + 5), measured
        );
        report(id, signedReport(id, 1, uint64(startedAt + 5), 60, measured));
    }

    // ------------------------------------------------------------ the batch

    function test_SkipsUnknownPositions() public {
        ICanary.NodeReport memory given = failedReport(id, 0);
        given.position = 2;
        assertSkipped(given);
        given.position = type(uint32).max;
        assertSkipped(given);
    }

    function test_SkipsSignaturesThatAreNotTheNodes() public {
        ICanary.NodeReport memory given = failedReport(id, 0);
        given.position = 1;
        assertSkipped(given);
        given = failedReport(id, 0);
        given.samples++;
        assertSkipped(given);
        given = failedReport(id, 0);
        given.metrics.mttrMillis--;
        assertSkipped(given);
        given.signature = "";
        assertSkipped(given);
        given.signature = new bytes(65);
        assertSkipped(given);
    }

    function test_OneBadReportDoesNotStopABatch() public {
        vm.warp(startedAt + 1350);
        ICanary.NodeReport[] memory reports = new ICanary.NodeReport[](5);
        reports[0] = failedReport(id, 0);
        reports[0].position = type(uint32).max;
        reports[1] = signedReport(id, 1, type(uint64).max, 60, failedMetrics());
        reports[2] = healthyReport(id, 1);
        reports[3] = healthyReport(id, 0);
        reports[4] = healthyReport(id, 1);
        reports[4].signature = hex"00";
        canary.report(id, 1, reports);
        assertVerdict(id, 0, ICanary.Verdict.Healthy);
        assertVerdict(id, 1, ICanary.Verdict.Healthy);
    }

    // -------------------------------------------------------------- helpers

    function assertSkipped(ICanary.NodeReport memory given) private {
        uint8 wave = canary.rollout(id).wave;
        expectNothingReported(id);
        canary.report(id, wave, only(given));
    }

    function expectReported(uint32 position, ICradle.MetricSet memory measured, uint8 failed, ICanary.Verdict verdict)
        private
    {
        vm.expectEmit();
        emit ICanary.NodeReported(
            id, 1, nodeIn(id, position), position, verdict, failed, 1, slotEnd(id, position), measured
        );
    }
}
