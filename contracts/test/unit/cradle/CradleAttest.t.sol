// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ICradle} from "../../../src/interfaces/ICradle.sol";
import {CradleFixture} from "../../support/CradleFixture.sol";

/// @notice `attest` of Cradle.tree.
contract CradleAttestTest is CradleFixture {
    bytes32 private id;

    function setUp() public {
        deployCradle();
        id = submitAndLatch();
    }

    // --------------------------------------------------------------- checks

    function test_RevertWhen_ExperimentIsUnknown() public {
        expectExperimentError(SPEC, ICradle.Status.Unknown);
        cradle.attest(SPEC, passingRuns(), ARTEFACT, new bytes[](0));
    }

    function test_RevertWhen_SeedIsNotLatched() public {
        skip(24 hours);
        bytes32 fresh = submit();
        expectExperimentError(fresh, ICradle.Status.Submitted);
        cradle.attest(fresh, passingRuns(), ARTEFACT, new bytes[](0));
    }

    function test_RevertWhen_ThereAreFourOrSixRuns() public {
        for (uint256 number = 4; number <= 6; number += 2) {
            bytes[] memory signatures = signaturesOf(id, new ICradle.MetricSet[](number), 0, 3);
            vm.expectRevert(abi.encodeWithSelector(ICradle.Cradle_RunsMissing.selector, number, uint256(5)));
            cradle.attest(id, new ICradle.MetricSet[](number), ARTEFACT, signatures);
        }
    }

    function test_RevertWhen_NobodySigned() public {
        expectNothingAttested();
        cradle.attest(id, passingRuns(), ARTEFACT, new bytes[](0));
    }

    function test_RevertWhen_OnlyStrangersSigned() public {
        bytes[] memory signatures = new bytes[](2);
        signatures[0] = attestationOf(makeAccount("stranger"), id, passingRuns());
        signatures[1] = hex"deadbeef";
        expectNothingAttested();
        cradle.attest(id, passingRuns(), ARTEFACT, signatures);
    }

    function test_RevertWhen_TheSameAttestorComesAgain() public {
        attest(passingRuns(), 0, 1);
        bytes[] memory signatures = signaturesOf(id, passingRuns(), 0, 1);
        expectNothingAttested();
        cradle.attest(id, passingRuns(), ARTEFACT, signatures);
    }

    function test_RevertWhen_AnAttestorChangesHisMind() public {
        attest(passingRuns(), 0, 1);
        bytes[] memory signatures = signaturesOf(id, otherRuns(), 0, 1);
        expectNothingAttested();
        cradle.attest(id, otherRuns(), ARTEFACT, signatures);
    }

    function test_RevertWhen_RunsAreNotTheSignedOnes() public {
        bytes[] memory signatures = signaturesOf(id, passingRuns(), 0, 3);
        expectNothingAttested();
        cradle.attest(id, otherRuns(), ARTEFACT, signatures);
    }

    function test_RevertWhen_ArtefactIsNotTheSignedOne() public {
        bytes[] memory signatures = signaturesOf(id, passingRuns(), 0, 3);
        expectNothingAttested();
        cradle.attest(id, passingRuns(), keccak256("another artefact"), signatures);
    }

    // ------------------------------------------------------------- counting

    function test_SkipsStrangersAndDoubles() public {
        bytes[] memory signatures = new bytes[](5);
        signatures[0] = attestationOf(makeAccount("stranger"), id, passingRuns());
        signatures[1] = attestationOf(attestors[4], id, passingRuns());
        signatures[2] = attestationOf(attestors[4], id, passingRuns());
        signatures[3] = hex"00";
        signatures[4] = attestationOf(attestors[2], id, passingRuns());
        cradle.attest(id, passingRuns(), ARTEFACT, signatures);
        assertExperiment(id, ICradle.Status.Running);
        attest(passingRuns(), 0, 1);
        assertExperiment(id, ICradle.Status.Passed);
    }

    function test_NamesEveryNewAttestor() public {
        bytes32 seed = cradle.experiment(id).seed;
        bytes32 resultHash = cradle.resultHashOf(id, passingRuns(), ARTEFACT);
        assertEq(resultHash, keccak256(abi.encode(id, seed, passingRuns(), ARTEFACT)));
        bytes[] memory signatures = signaturesOf(id, passingRuns(), 0, 2);
        vm.expectEmit();
        emit ICradle.AttestationPosted(id, attestors[0].addr, resultHash);
        vm.expectEmit();
        emit ICradle.AttestationPosted(id, attestors[1].addr, resultHash);
        cradle.attest(id, passingRuns(), ARTEFACT, signatures);
    }

    function test_CountsEachResultApart() public {
        attest(passingRuns(), 0, 2);
        attest(otherRuns(), 2, 2);
        assertExperiment(id, ICradle.Status.Running);
        attest(otherRuns(), 4, 1);
        assertExperiment(id, ICradle.Status.Passed);
        assertEq(cradle.experiment(id).resultHash, cradle.resultHashOf(id, otherRuns(), ARTEFACT));
    }

    function test_NeedsTheNumberThatTheExperimentChose() public {
        skip(24 hours);
        vm.prank(submitter);
        id = cradle.submit(CHANGE, SPEC, thresholds(), 5);
        latch(id);
        attest(passingRuns(), 0, 4);
        assertExperiment(id, ICradle.Status.Running);
        attest(passingRuns(), 4, 1);
        assertExperiment(id, ICradle.Status.Passed);
    }

    function test_NeedsTheCommonNumberThatWasRaisedMeanwhile() public {
        cradle.setAttestors(1, attestorAddresses(), 4);
        attest(passingRuns(), 0, 3);
        assertExperiment(id, ICradle.Status.Running);
        attest(passingRuns(), 3, 1);
        assertExperiment(id, ICradle.Status.Passed);
    }

    function test_OldAndNewAttestorsNeverDecideTogether() public {
        attest(passingRuns(), 0, 2);
        address[] memory remaining = new address[](3);
        for (uint256 i = 0; i < 3; i++) {
            remaining[i] = attestors[2 + i].addr;
        }
        cradle.setAttestors(1, remaining, 3);
        attest(passingRuns(), 2, 1);
        assertExperiment(id, ICradle.Status.Running);
        bytes[] memory signatures = signaturesOf(id, passingRuns(), 0, 2);
        expectNothingAttested();
        cradle.attest(id, passingRuns(), ARTEFACT, signatures);
    }

    function test_TheSameSignaturesCountAgainUnderANewSet() public {
        attest(passingRuns(), 0, 2);
        cradle.setAttestors(1, attestorAddresses(), 3);
        attest(passingRuns(), 0, 3);
        assertExperiment(id, ICradle.Status.Passed);
    }

    // ------------------------------------------------------------- deciding

    function test_PassesWithTheWorstOfFive() public {
        ICradle.MetricSet memory worst = ICradle.MetricSet(ALL, 90_004, 9000, 4004, 8000, 995_000, 979_996);
        bytes32 resultHash = cradle.resultHashOf(id, passingRuns(), ARTEFACT);
        bytes[] memory signatures = signaturesOf(id, passingRuns(), 0, 3);
        vm.expectEmit();
        emit ICradle.ExperimentDecided(id, true, resultHash, ARTEFACT, 0, worst);
        cradle.attest(id, passingRuns(), ARTEFACT, signatures);

        ICradle.Experiment memory experiment = cradle.experiment(id);
        assertExperiment(id, ICradle.Status.Passed);
        assertEq(experiment.resultHash, resultHash);
        assertEq(experiment.artefactHash, ARTEFACT);
        assertEq(experiment.failedMetrics, 0);
        assertEq(keccak256(abi.encode(experiment.worst)), keccak256(abi.encode(worst)), "worst");
    }

    function test_PassesAtTheThresholds() public {
        ICradle.MetricSet[] memory runs = new ICradle.MetricSet[](5);
        for (uint256 i = 0; i < 5; i++) {
            runs[i] = thresholds();
        }
        attest(runs, 0, 3);
        assertExperiment(id, ICradle.Status.Passed);
    }

    function test_FailsWhenOneRunIsBeyondAThreshold() public {
        for (uint8 metric = 0; metric < 6; metric++) {
            ICradle.MetricSet[] memory runs = passingRuns();
            uint64 threshold = metricOf(thresholds(), metric);
            runs[metric % 5] = withMetric(runs[metric % 5], metric, metric < 4 ? threshold + 1 : threshold - 1);
            assertFails(runs, uint8(1 << metric), ALL);
        }
    }

    function test_FailsWhenAMetricIsMissingInOneRun() public {
        for (uint8 metric = 0; metric < 6; metric++) {
            ICradle.MetricSet[] memory runs = passingRuns();
            uint8 others = ALL & ~uint8(1 << metric);
            runs[4 - (metric % 5)].present = others;
            assertFails(runs, uint8(1 << metric), others);
        }
    }

    function test_RevertWhen_ResultIsFinal() public {
        attest(passingRuns(), 0, 3);
        bytes[] memory signatures = signaturesOf(id, passingRuns(), 3, 2);
        expectExperimentError(id, ICradle.Status.Passed);
        cradle.attest(id, passingRuns(), ARTEFACT, signatures);
    }

    // -------------------------------------------------------------- helpers

    /// @dev Each failing result needs an experiment of its own: the first one is final.
    function assertFails(ICradle.MetricSet[] memory runs, uint8 failedMetrics, uint8 present) private {
        skip(24 hours);
        id = submitAndLatch();
        attest(runs, 0, 3);
        assertExperiment(id, ICradle.Status.Failed);
        assertEq(cradle.experiment(id).failedMetrics, failedMetrics, "failedMetrics");
        assertEq(cradle.experiment(id).worst.present, present, "present");
    }

    function attest(ICradle.MetricSet[] memory runs, uint256 first, uint256 number) private {
        cradle.attest(id, runs, ARTEFACT, signaturesOf(id, runs, first, number));
    }

    function otherRuns() private pure returns (ICradle.MetricSet[] memory runs) {
        runs = passingRuns();
        runs[2].latencyP99Micros -= 1;
    }

    function expectNothingAttested() private {
        vm.expectRevert(abi.encodeWithSelector(ICradle.Cradle_NothingAttested.selector, id));
    }
}
