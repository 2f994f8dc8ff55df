// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ICanary} from "../../../src/interfaces/ICanary.sol";
import {CanaryFixture} from "../../support/CanaryFixture.sol";

/// @notice `breach` of Canary.tree by attestors: 3 of 5.
contract CanaryBreachTest is CanaryFixture {
    bytes32 private id;
    uint64 private startedAt;

    function setUp() public {
        deployCanary(24);
        id = started();
        startedAt = present(id).startedAt;
        skip(400);
    }

    // --------------------------------------------------------------- checks

    function test_RevertWhen_NothingRollsOut() public {
        ICanary.BreachReport[] memory none = new ICanary.BreachReport[](0);
        expectPhaseError(SPEC, ICanary.Phase.None);
        canary.breach(SPEC, none);
        canary.rollBackByBallot(id);
        expectPhaseError(id, ICanary.Phase.RolledBack);
        canary.breach(id, none);
    }

    function test_RevertWhen_TheRolloutIsCompleted() public {
        id = awaitingBallot();
        canary.approveFinalWave(id, canary.rollout(id).wavesHash);
        startWave(id);
        passWave(id);
        ICanary.BreachReport[] memory reports = attestorBreaches(id, 0, 3);
        expectPhaseError(id, ICanary.Phase.Completed);
        canary.breach(id, reports);
    }

    function test_RevertWhen_NothingIsBreached() public {
        expectNothingBreached(id);
        canary.breach(id, new ICanary.BreachReport[](0));
    }

    // ---------------------------------------------------------------- limits

    function test_TakesLatencyAboveTwoSeconds() public {
        assertSkipped(measured(0, 2_000_000));
        assertTaken(measured(0, 2_000_001));
    }

    function test_TakesRiskAboveFivePercent() public {
        assertSkipped(measured(3, 50_000));
        assertTaken(measured(3, 50_001));
    }

    function test_SkipsOtherMetrics() public {
        uint8[6] memory metrics = [uint8(1), 2, 4, 5, 6, 255];
        for (uint256 i = 0; i < metrics.length; i++) {
            assertSkipped(measured(metrics[i], type(uint64).max));
            assertSkipped(measured(metrics[i], 0));
        }
    }

    // --------------------------------------------------------------- windows

    function test_SkipsEmptyAndInvertedWindows() public {
        uint64 time = uint64(vm.getBlockTimestamp());
        assertSkipped(window(time, time));
        assertSkipped(window(time, time - 1));
        assertSkipped(window(type(uint64).max, time));
        assertTaken(window(time - 1, time));
    }

    function test_SkipsWindowsFromTheFuture() public {
        uint64 time = uint64(vm.getBlockTimestamp());
        assertSkipped(window(time, time + 1));
        assertSkipped(window(time - 1, type(uint64).max));
        assertSkipped(window(time - 1, type(uint64).max - 200));
    }

    function test_SkipsWindowsThatEndedMoreThanFiveMinutesAgo() public {
        uint64 time = uint64(vm.getBlockTimestamp());
        assertSkipped(window(startedAt, time - 301));
        assertTaken(window(startedAt, time - 300));
    }

    function test_SkipsWindowsThatBeganBeforeTheWave() public {
        uint64 time = uint64(vm.getBlockTimestamp());
        assertSkipped(window(startedAt - 1, time));
        assertTaken(window(startedAt, time));
    }

    function test_SkipsWindowsNoLaterThanTheAttestorsLast() public {
        uint64 time = uint64(vm.getBlockTimestamp());
        bring(window(startedAt, time - 2));
        assertSkipped(window(startedAt, time - 2));
        assertSkipped(window(startedAt, time - 3));
        assertTaken(window(startedAt, time - 1));
    }

    // ------------------------------------------------------------- attestors

    function test_SkipsStrangersAndWrongSignatures() public {
        ICanary.BreachReport memory given = breachNow();
        bring(given, makeAccount("stranger").key, true);
        bring(given, operatorAt(1).key, true);
        given.signature = new bytes(65);
        expectNothingBreached(id);
        canary.breach(id, only(given));
    }

    function test_TheLastAttestorRollsBack() public {
        canary.breach(id, attestorBreaches(id, 0, 1));
        skip(300);
        canary.breach(id, attestorBreaches(id, 4, 1));
        assertPhase(id, ICanary.Phase.Observing);
        ICanary.BreachReport[] memory last = attestorBreaches(id, 2, 1);
        vm.expectEmit();
        emit ICanary.BreachReported(
            id, 1, attestors[2].addr, true, 0, LATENCY_BREACH, last[0].windowStart, last[0].windowEnd
        );
        expectRolledBack(id, 1, ICanary.RollbackReason.AttestorsSawBreach);
        vm.prank(makeAddr("anybody"));
        canary.breach(id, last);
        assertPhase(id, ICanary.Phase.RolledBack);
    }

    function test_ABreachIsOverAfterFiveMinutes() public {
        canary.breach(id, attestorBreaches(id, 0, 1));
        skip(301);
        canary.breach(id, attestorBreaches(id, 1, 2));
        assertPhase(id, ICanary.Phase.Observing);
        canary.breach(id, attestorBreaches(id, 0, 1));
        assertPhase(id, ICanary.Phase.RolledBack);
    }

    function test_OneBadBreachDoesNotStopABatch() public {
        ICanary.BreachReport[] memory good = attestorBreaches(id, 0, 3);
        ICanary.BreachReport[] memory reports = new ICanary.BreachReport[](6);
        reports[0] = breachUntil(type(uint64).max);
        reports[1] = good[0];
        reports[2] = good[1];
        reports[2].position = type(uint32).max;
        reports[3] = nodeBreach(id, 0);
        reports[3].position = type(uint32).max;
        reports[4] = breachNow();
        reports[4].signature = hex"01";
        reports[5] = good[2];
        canary.breach(id, reports);
        assertPhase(id, ICanary.Phase.RolledBack);
    }

    function test_NeedsTheNumberThatAttestsNow() public {
        canary.breach(id, attestorBreaches(id, 0, 2));
        cradle.setAttestors(1, attestorAddresses(), 5);
        canary.breach(id, attestorBreaches(id, 2, 2));
        assertPhase(id, ICanary.Phase.Observing);
        canary.breach(id, attestorBreaches(id, 4, 1));
        assertPhase(id, ICanary.Phase.RolledBack);
    }

    function test_CountsAttestorsInOfficeOnly() public {
        canary.breach(id, attestorBreaches(id, 0, 2));
        address[] memory remaining = new address[](3);
        for (uint256 i = 0; i < 3; i++) {
            remaining[i] = attestors[2 + i].addr;
        }
        cradle.setAttestors(1, remaining, 3);
        canary.breach(id, attestorBreaches(id, 2, 2));
        assertPhase(id, ICanary.Phase.Observing);
        ICanary.BreachReport memory former = attestorBreach(id, 0);
        expectNothingBreached(id);
        canary.breach(id, only(former));
    }

    // ----------------------------------------------------------------- waves

    function test_WaveZeroIsBreachedBeforeTheFirstStarts() public {
        id = approved();
        canary.beginWave(id);
        canary.breach(id, attestorBreaches(id, 0, 2));
        expectRolledBack(id, 1, ICanary.RollbackReason.AttestorsSawBreach);
        canary.breach(id, attestorBreaches(id, 2, 1));
    }

    function test_TheWaveBeforeIsBreachedUntilTheNextStarts() public {
        passWave(id);
        uint256 before = vm.snapshotState();
        canary.breach(id, attestorBreaches(id, 0, 2));
        canary.beginWave(id);
        canary.breach(id, attestorBreaches(id, 2, 1));
        assertPhase(id, ICanary.Phase.RolledBack);
        vm.revertToState(before);
        canary.breach(id, attestorBreaches(id, 0, 2));
        startWave(id);
        skip(1);
        canary.breach(id, attestorBreaches(id, 2, 1));
        assertPhase(id, ICanary.Phase.Observing);
    }

    function test_GoesBackWhileABallotDecides() public {
        id = awaitingBallot();
        canary.breach(id, attestorBreaches(id, 0, 3));
        assertPhase(id, ICanary.Phase.RolledBack);
    }

    // -------------------------------------------------------------- helpers

    function measured(uint8 metric, uint64 value) private view returns (ICanary.BreachReport memory given) {
        given = breachNow();
        (given.metric, given.value) = (metric, value);
    }

    function window(uint64 windowStart, uint64 windowEnd) private pure returns (ICanary.BreachReport memory) {
        return ICanary.BreachReport(0, LATENCY_BREACH, windowStart, windowEnd, 0, "");
    }

    function assertSkipped(ICanary.BreachReport memory given) private {
        bring(given, attestors[0].key, true);
    }

    function bring(ICanary.BreachReport memory given) private {
        bring(given, attestors[0].key, false);
    }

    function bring(ICanary.BreachReport memory given, uint256 key, bool isSkipped) private {
        ICanary.BreachReport[] memory reports = only(signedBreach(key, id, given));
        if (isSkipped) expectNothingBreached(id);
        canary.breach(id, reports);
    }

    function assertTaken(ICanary.BreachReport memory given) private {
        ICanary.BreachReport[] memory reports = only(signedBreach(attestors[0].key, id, given));
        vm.expectEmit();
        emit ICanary.BreachReported(
            id, 1, attestors[0].addr, true, given.metric, given.value, given.windowStart, given.windowEnd
        );
        canary.breach(id, reports);
    }
}
