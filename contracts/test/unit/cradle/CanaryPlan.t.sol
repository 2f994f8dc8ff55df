// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ICanary} from "../../../src/interfaces/ICanary.sol";
import {ICradle} from "../../../src/interfaces/ICradle.sol";
import {CanaryFixture} from "../../support/CanaryFixture.sol";

/// @notice `planWaves` of Canary.tree, and what a plan changes.
contract CanaryPlanTest is CanaryFixture {
    bytes32 private id;

    function setUp() public {
        deployCanary(24);
        id = submitted();
    }

    // --------------------------------------------------------------- checks

    function test_RevertWhen_SomebodyElsePlans() public {
        ICanary.WavePlan memory plan = theRules();
        expectNotSubmitter(id, address(this));
        canary.planWaves(id, plan);
        expectNotSubmitter(SPEC, submitter);
        planWaves(SPEC, plan);
    }

    function test_RevertWhen_ThereIsAPlan() public {
        ICanary.WavePlan memory plan = theRules();
        planWaves(id, plan);
        expectFixed(id);
        planWaves(id, plan);
    }

    function test_RevertWhen_ThereIsAResult() public {
        ICanary.WavePlan memory plan = theRules();
        latch(id);
        cradle.attest(id, passingRuns(), ARTEFACT, signaturesOf(id, passingRuns(), 0, 3));
        expectFixed(id);
        planWaves(id, plan);
        cradle.approve(id, SPEC, cradle.experiment(id).resultHash);
        expectFixed(id);
        planWaves(id, plan);
    }

    function test_RevertWhen_TheExperimentFailed() public {
        latch(id);
        ICradle.MetricSet[] memory runs = passingRuns();
        runs[0].present = 0;
        cradle.attest(id, runs, ARTEFACT, signaturesOf(id, runs, 0, 3));
        ICanary.WavePlan memory plan = theRules();
        expectFixed(id);
        planWaves(id, plan);
    }

    function test_RevertWhen_AWaveHasNoNodes() public {
        for (uint8 wave = 1; wave <= 4; wave++) {
            ICanary.WavePlan memory plan = ICanary.WavePlan([uint32(1), 1, 1, 1], canary.config().waveSeconds, 0);
            plan.nodes[wave - 1] = 0;
            expectOutOfRange(plan, wave);
            planWaves(id, plan);
        }
    }

    function test_RevertWhen_AWaveHasMoreNodesThanTheRule() public {
        for (uint8 wave = 1; wave <= 4; wave++) {
            ICanary.WavePlan memory plan = theRules();
            plan.nodes[wave - 1]++;
            expectOutOfRange(plan, wave);
            planWaves(id, plan);
        }
    }

    function test_RevertWhen_AWaveHasFewerNodesThanTheOneBefore() public {
        for (uint8 wave = 2; wave <= 4; wave++) {
            ICanary.WavePlan memory plan = ICanary.WavePlan([uint32(5), 5, 5, 5], canary.config().waveSeconds, 0);
            plan.nodes[wave - 1] = 4;
            expectOutOfRange(plan, wave);
            planWaves(id, plan);
        }
    }

    function test_RevertWhen_AWaveIsShorterThanTheRuleOrLongerThanThirtyDays() public {
        for (uint8 wave = 1; wave <= 4; wave++) {
            ICanary.WavePlan memory plan = theRules();
            plan.durations[wave - 1]--;
            expectOutOfRange(plan, wave);
            planWaves(id, plan);
            plan.durations[wave - 1] = 30 days + 1;
            expectOutOfRange(plan, wave);
            planWaves(id, plan);
            plan.durations[wave - 1] = type(uint64).max;
            expectOutOfRange(plan, wave);
            planWaves(id, plan);
        }
    }

    function test_RevertWhen_TheRiskWouldBeHeld() public {
        ICanary.WavePlan memory plan = theRules();
        plan.holdMetrics = 1 << 3;
        expectError(ICanary.Canary_RiskCannotBeHeld.selector);
        planWaves(id, plan);
        plan.holdMetrics = 0xff;
        expectError(ICanary.Canary_RiskCannotBeHeld.selector);
        planWaves(id, plan);
    }

    // -------------------------------------------------------------- effects

    function test_WithoutAPlanTheRulesApply() public view {
        assertEq(keccak256(abi.encode(canary.planOf(id))), keccak256(abi.encode(theRules())));
    }

    function test_KeepsAPlanMadeWhileTheExperimentRuns() public {
        latch(id);
        ICanary.WavePlan memory plan =
            ICanary.WavePlan([uint32(1), 1, 50, 5000], [uint64(30 days), 1 hours, 3 hours, 4 hours], 0xf7);
        vm.expectEmit();
        emit ICanary.WavesPlanned(id, plan);
        planWaves(id, plan);
        assertEq(keccak256(abi.encode(canary.planOf(id))), keccak256(abi.encode(plan)));
    }

    function test_APlanMakesWavesSmallerAndLonger() public {
        ICanary.WavePlan memory plan =
            ICanary.WavePlan([uint32(1), 6, 7, 9], [uint64(40 minutes), 2 hours, 3 hours, 5 hours], 0);
        id = approvedWith(plan);
        uint32[4] memory sizes = [uint32(1), 5, 7, 9];
        for (uint8 wave = 1; wave <= 4; wave++) {
            startWave(id);
            assertEq(present(id).size, sizes[wave - 1], "the smaller of plan and rule");
            assertEq(present(id).duration, plan.durations[wave - 1]);
            assertEq(slotEnd(id, sizes[wave - 1] - 1), present(id).startedAt + plan.durations[wave - 1]);
            passWave(id);
            if (wave == 3) canary.approveFinalWave(id, canary.rollout(id).wavesHash);
        }
        assertPhase(id, ICanary.Phase.Completed);
    }

    // -------------------------------------------------------------- holding

    function test_AHeldMetricIsHealthyAndPauses() public {
        startHolding(1 << 1);
        vm.expectEmit();
        emit ICanary.RolloutPaused(id, true);
        vm.expectEmit();
        emit ICanary.NodeReported(
            id, 1, nodeIn(id, 0), 0, ICanary.Verdict.Healthy, 1 << 1, 60, slotEnd(id, 0), failedMetrics()
        );
        reportFailed(id, 0);
        assertTrue(canary.rollout(id).paused);
    }

    function test_AHealthyNodeDoesNotPause() public {
        startHolding(0xf7);
        reportHealthy(id, 0);
        assertFalse(canary.rollout(id).paused);
    }

    function test_OneMetricThatIsNotHeldFails() public {
        startHolding(1 << 1);
        report(id, signedReport(id, 0, slotEnd(id, 0), 60, withMetric(failedMetrics(), 0, 100_001)));
        assertVerdict(id, 0, ICanary.Verdict.Failed);
        assertFalse(canary.rollout(id).paused);
    }

    function test_AHeldMetricThatIsMissingFails() public {
        startHolding(0xf7);
        ICradle.MetricSet memory measured = healthyMetrics();
        measured.present = ALL & ~uint8(1 << 1);
        report(id, signedReport(id, 0, slotEnd(id, 0), 60, measured));
        assertVerdict(id, 0, ICanary.Verdict.Failed);
    }

    function test_AHeldMetricNeedsASampleAndItsSlot() public {
        startHolding(1 << 1);
        ICanary.NodeReport memory early = signedReport(id, 0, slotEnd(id, 0) - 451, 60, failedMetrics());
        expectNothingReported(id);
        this.bring(early);
        report(id, signedReport(id, 0, slotEnd(id, 0), 0, failedMetrics()));
        assertVerdict(id, 0, ICanary.Verdict.Failed);
    }

    // -------------------------------------------------------------- helpers

    function bring(ICanary.NodeReport memory given) external {
        canary.report(id, 1, only(given));
    }

    function planWaves(bytes32 experimentId, ICanary.WavePlan memory wanted) private {
        vm.prank(submitter);
        canary.planWaves(experimentId, wanted);
    }

    /// @dev At the end of the first slot of a wave of two.
    function startHolding(uint8 holdMetrics) private {
        ICanary.WavePlan memory wanted = theRules();
        wanted.holdMetrics = holdMetrics;
        id = approvedWith(wanted);
        startWave(id);
        vm.warp(slotEnd(id, 0));
    }

    function expectNotSubmitter(bytes32 experimentId, address caller) private {
        vm.expectRevert(abi.encodeWithSelector(ICanary.Canary_NotSubmitter.selector, experimentId, caller));
    }

    function expectFixed(bytes32 experimentId) private {
        vm.expectRevert(abi.encodeWithSelector(ICanary.Canary_PlanIsFixed.selector, experimentId));
    }

    function expectOutOfRange(ICanary.WavePlan memory wanted, uint8 wave) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                ICanary.Canary_PlanOutOfRange.selector,
                wave,
                uint256(wanted.nodes[wave - 1]),
                uint256(wanted.durations[wave - 1])
            )
        );
    }
}
