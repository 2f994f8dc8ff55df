// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Canary} from "../../src/cradle/Canary.sol";
import {ICanary} from "../../src/interfaces/ICanary.sol";
import {ICradle} from "../../src/interfaces/ICradle.sol";
import {CanaryFixture} from "../support/CanaryFixture.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

/// @notice Each attack on which nodes take part in a rollout and on what it promotes, played to its end. Every test name says
/// what the attacker wants. Waves have 2, 5, 12 and 24 nodes.
contract CanaryAttacksTest is CanaryFixture {
    bytes32 private id;
    uint64 private startedAt;

    function setUp() public {
        deployCanary(24);
        id = started();
        startedAt = present(id).startedAt;
    }

    // -------------------------------------------------------------- drawing

    /// @dev The submitter would rather ask his friends: nodes come from the hash of a later block, whoever draws.
    function test_Attack_FriendlyNodesAreChosen() public {
        id = approved();
        canary.beginWave(id);
        uint256 drawBlock = canary.rollout(id).drawBlock;
        vm.expectRevert(abi.encodeWithSelector(ICanary.Canary_DrawNotReady.selector, id, drawBlock));
        vm.prank(submitter);
        canary.draw(id, EVERY);
        rollForward(3);
        uint256 before = vm.snapshotState();
        vm.prank(submitter);
        canary.draw(id, EVERY);
        (address first, address second) = (nodeIn(id, 0), nodeIn(id, 1));
        vm.revertToState(before);
        rollForward(200);
        vm.prank(operatorAt(7).addr);
        canary.draw(id, 1);
        canary.draw(id, 1);
        assertEq(nodeIn(id, 0), first);
        assertEq(nodeIn(id, 1), second);
    }

    /// @dev Friends wait with their activation until the hash is known, and activate only where they would be drawn.
    function test_Attack_NodesAreActivatedOnceTheHashIsKnown() public {
        Account[] memory friends = new Account[](3);
        for (uint256 i = 0; i < 3; i++) {
            friends[i] = makeAccount(string.concat("friendly node ", vm.toString(i)));
            register(newOperator(string.concat("friend ", vm.toString(i))).addr, friends[i]);
        }
        skip(7 days);
        id = approved();
        canary.beginWave(id);
        rollForward(3);
        skip(1);
        uint256 before = vm.snapshotState();
        canary.draw(id, EVERY);
        bytes32 expected = keccak256(abi.encode(nodeIn(id, 0), nodeIn(id, 1)));
        vm.revertToState(before);
        for (uint256 i = 0; i < 3; i++) {
            registry.activate(friends[i].addr);
        }
        canary.draw(id, EVERY);
        assertEq(keccak256(abi.encode(nodeIn(id, 0), nodeIn(id, 1))), expected);
    }

    /// @dev The draw of the announced block is bad, so another block shall draw.
    function test_Attack_AMissedDrawIsRolledAgain() public {
        id = approved();
        canary.beginWave(id);
        expectPhaseError(id, ICanary.Phase.Drawing);
        canary.beginWave(id);
        vm.roll(canary.rollout(id).drawBlock + 257);
        expectPhaseError(id, ICanary.Phase.Drawing);
        canary.beginWave(id);
        vm.expectRevert(abi.encodeWithSelector(ICanary.Canary_DrawMissed.selector, id, vm.getBlockNumber() - 1));
        canary.draw(id, EVERY);
        canary.rollBack(id);
        expectPhaseError(id, ICanary.Phase.RolledBack);
        canary.beginWave(id);
    }

    /// @dev A revoked operator's nodes would stay silent, or call everything healthy.
    function test_Attack_ARevokedOperatorTakesPart() public {
        for (uint256 i = 0; i < 20; i++) {
            registry.revokeOperator(operatorAt(i).addr);
        }
        vm.prank(operatorAt(21).addr);
        bytes32 fresh = cradle.submit(keccak256("another change"), SPEC, thresholds(), 0);
        approve(fresh);
        startWave(fresh);
        assertFalse(registry.operatorOf(registry.nodeOf(nodeIn(fresh, 0)).operator).revoked);
    }

    /// @dev Arguments as large as they get, to run out of gas or to overflow.
    function test_Attack_HugeArguments() public {
        canary.slotEndOf(id, 1, type(uint32).max);
        canary.slotEndOf(id, type(uint8).max, type(uint32).max);
        bytes32 fresh = approved();
        canary.beginWave(fresh);
        rollForward(3);
        uint256 before = gasleft();
        canary.draw(fresh, type(uint256).max);
        vm.warp(startedAt + 1351);
        canary.judge(id, type(uint256).max);
        assertLt(before - gasleft(), 1_000_000, "gas");
        ICanary.NodeReport memory given = failedReport(id, 1);
        (given.position, given.measuredUntil) = (type(uint32).max, type(uint64).max);
        expectNothingReported(id);
        canary.report(id, 1, only(given));
        ICanary.BreachReport[] memory breaches = only(signedBreach(attestors[0].key, id, breachUntil(type(uint64).max)));
        expectNothingBreached(id);
        canary.breach(id, breaches);
    }

    // -------------------------------------------------------------- reports

    /// @dev A change that bricks its nodes leaves nobody to say so.
    function test_Attack_BrickedNodesStaySilent() public {
        vm.warp(startedAt + 1801);
        expectRolledBack(id, 1, ICanary.RollbackReason.Evidence);
        canary.judge(id, EVERY);
    }

    /// @dev A network of 20 or fewer has a first wave of one node, which alone is no evidence.
    function test_Attack_TheOnlyNodeOfAWaveIsBricked() public {
        ICanary.WavePlan memory plan = theRules();
        plan.nodes = [uint32(1), 50, 500, 5000];
        id = approvedWith(plan);
        startWave(id);
        vm.warp(slotEnd(id, 0) + 1);
        expectRolledBack(id, 1, ICanary.RollbackReason.Evidence);
        canary.judge(id, EVERY);
    }

    /// @dev Its operator was talked to.
    function test_Attack_ANodeTakesItsFailureBack() public {
        vm.warp(startedAt + 1000);
        reportFailed(id, 0);
        expectRefused(healthyReport(id, 0));
        assertVerdict(id, 0, ICanary.Verdict.Failed);
    }

    function test_Attack_ANodeReportsTwice() public {
        vm.warp(startedAt + 1350);
        ICanary.NodeReport[] memory reports = new ICanary.NodeReport[](3);
        reports[0] = healthyReport(id, 0);
        reports[1] = healthyReport(id, 0);
        reports[2] = healthyReport(id, 0);
        canary.report(id, 1, reports);
        canary.judge(id, EVERY);
        assertEq(present(id).judged, 1);
    }

    /// @dev Node 0 says that node 1 is well.
    function test_Attack_ANodeReportsForAnother() public {
        vm.warp(startedAt + 1350);
        ICanary.NodeReport memory given = healthyReport(id, 1);
        bytes32 digest = reportDigest(id, 1, nodeIn(id, 1), given);
        given.signature = signature(keyOf(nodeIn(id, 0)), digest);
        expectRefused(given);
        given = healthyReport(id, 0);
        given.position = 1;
        expectRefused(given);
    }

    /// @dev Signed before anybody could know.
    function test_Attack_AHealthyReportIsSignedBeforeItsSlot() public {
        expectRefused(signedReport(id, 1, startedAt + 1800, 60, healthyMetrics()));
        ICanary.NodeReport memory early = signedReport(id, 1, startedAt + 1349, 60, healthyMetrics());
        vm.warp(startedAt + 1800);
        expectRefused(early);
    }

    function test_Attack_AMeasurementFromTheFuture() public {
        vm.warp(startedAt + 1000);
        expectRefused(signedReport(id, 0, startedAt + 1001, 60, healthyMetrics()));
    }

    /// @dev Nothing measured, or everything but the bad metric: and the plan holds for all but the risk.
    function test_Attack_AnEmptySeriesPromotes() public {
        ICanary.WavePlan memory plan = theRules();
        plan.holdMetrics = 0xf7;
        id = approvedWith(plan);
        startWave(id);
        vm.warp(slotEnd(id, 0));
        report(id, signedReport(id, 0, slotEnd(id, 0), 0, healthyMetrics()));
        ICradle.MetricSet memory none;
        none.present = 1 << 3;
        report(id, signedReport(id, 1, slotEnd(id, 0), 60, none));
        assertVerdict(id, 1, ICanary.Verdict.Failed);
        expectRolledBack(id, 1, ICanary.RollbackReason.Evidence);
        canary.judge(id, EVERY);
    }

    /// @dev The submitter waits until members voted, and then holds for whatever fails.
    function test_Attack_APlanIsMadeAfterTheVote() public {
        ICanary.WavePlan memory plan = theRules();
        plan.holdMetrics = 0xf7;
        bytes32 fresh = submitted();
        latch(fresh);
        cradle.attest(fresh, passingRuns(), ARTEFACT, signaturesOf(fresh, passingRuns(), 0, 3));
        vm.expectRevert(abi.encodeWithSelector(ICanary.Canary_PlanIsFixed.selector, fresh));
        vm.prank(submitter);
        canary.planWaves(fresh, plan);
    }

    // --------------------------------------------------------------- replay

    function test_Attack_AReportIsReplayedInAnotherWave() public {
        id = approvedWith(ICanary.WavePlan([uint32(10), 50, 500, 5000], canary.config().waveSeconds, 0));
        startWave(id);
        passWave(id);
        startWave(id);
        ICanary.NodeReport memory given = failedReport(id, 0);
        given.signature = signature(keyOf(nodeIn(id, 0)), reportDigest(id, 1, nodeIn(id, 0), given));
        expectNothingReported(id);
        canary.report(id, 2, only(given));
    }

    function test_Attack_AReportIsReplayedInAnotherRollout() public {
        bytes32 second = started();
        ICanary.NodeReport memory given = failedReport(second, 0);
        given.signature = signature(keyOf(nodeIn(second, 0)), reportDigest(id, 1, nodeIn(second, 0), given));
        expectNothingReported(second);
        canary.report(second, 1, only(given));
    }

    function test_Attack_MessagesAreReplayedOnAnotherChain() public {
        ICanary.NodeReport memory given = failedReport(id, 0);
        skip(1);
        ICanary.BreachReport[] memory breaches = attestorBreaches(id, 0, 3);
        rollForward(2);
        uint64 blockNumber = uint64(vm.getBlockNumber() - 1);
        bytes memory heartbeat = heartbeatOf(attestors[0].key, id, blockNumber);
        vm.chainId(vm.getChainId() + 1);
        expectRefused(given);
        expectNothingBreached(id);
        canary.breach(id, breaches);
        vm.expectPartialRevert(ICanary.Canary_NotAnAttestor.selector);
        canary.heartbeat(id, blockNumber, heartbeat);
    }

    function test_Attack_MessagesAreReplayedOnAnotherContract() public {
        Canary first = canary;
        ICanary.Config memory config = canaryConfig();
        canary = newCanary(config);
        bytes32 second = started();
        skip(1);
        ICanary.NodeReport memory given = failedReport(second, 0);
        address node = nodeIn(second, 0);
        bytes32 structHash = reportHash(second, 1, node, given);
        given.signature = signature(keyOf(node), typedDataDigest("Sweetwater Canary", address(first), structHash));
        expectNothingReported(second);
        canary.report(second, 1, only(given));
    }

    function test_Attack_AMalleatedReport() public {
        ICanary.NodeReport memory given = failedReport(id, 0);
        given.signature = malleated(given.signature);
        expectRefused(given);
    }

    // -------------------------------------------------------------- couriers

    /// @dev The courier brings healthy verdicts first, so that failures never weigh enough: they are judged in drawn order.
    function test_Attack_ACourierOrdersReports() public {
        passWave(id);
        startWave(id);
        startedAt = present(id).startedAt;
        warpWatched(id, startedAt + 2100);
        uint256 before = vm.snapshotState();
        uint32[5] memory order = [uint32(0), 1, 2, 3, 4];
        for (uint256 i = 0; i < 3; i++) {
            for (uint256 j = 0; j < 5; j++) {
                uint32 position = order[(j * (i + 1) + i) % 5];
                if (position < 2) reportFailed(id, position);
                else if (slotEnd(id, position) >= vm.getBlockTimestamp()) tryHealthy(position);
            }
            canary.judge(id, EVERY);
            assertPhase(id, ICanary.Phase.RolledBack);
            assertEq(present(id).judged, 2, "stopped where the second failure stands");
            vm.revertToState(before);
        }
    }

    /// @dev The courier keeps failures to himself: what does not come is a failure.
    function test_Attack_ACourierWithholdsReports() public {
        vm.warp(startedAt + 1351);
        canary.judge(id, EVERY);
        assertVerdict(id, 0, ICanary.Verdict.Silent);
        assertEq(present(id).failures, 1);
    }

    /// @dev Whoever judges early judges what is there, and nothing that could still come.
    function test_Attack_JudgingIsTimedForAVerdict() public {
        vm.warp(startedAt + 1350);
        vm.expectRevert(abi.encodeWithSelector(ICanary.Canary_NothingToJudge.selector, id, startedAt + 1350));
        canary.judge(id, EVERY);
        reportHealthy(id, 0);
        reportHealthy(id, 1);
        vm.warp(startedAt + 3 hours);
        rollForward(10);
        beat(id);
        canary.judge(id, EVERY);
        assertEq(canary.waveOf(id, 1).failures, 0, "late, and the same");
        assertPhase(id, ICanary.Phase.Waiting);
    }

    // --------------------------------------------------------------- ballots

    function test_Attack_ARolloutWithoutApproval() public {
        bytes32 fresh = submitted();
        latch(fresh);
        ICradle.MetricSet[] memory runs = passingRuns();
        runs[0].present = 0;
        cradle.attest(fresh, runs, ARTEFACT, signaturesOf(fresh, runs, 0, 3));
        vm.expectRevert(abi.encodeWithSelector(ICanary.Canary_NotApproved.selector, fresh, ICradle.Status.Failed));
        canary.beginWave(fresh);
    }

    /// @dev What went back, or is done, begins again from wave 1.
    function test_Attack_ARolloutBeginsTwice() public {
        expectPhaseError(id, ICanary.Phase.Observing);
        canary.beginWave(id);
        canary.rollBackByBallot(id);
        expectPhaseError(id, ICanary.Phase.RolledBack);
        canary.beginWave(id);
    }

    function test_Attack_WaveFourWithoutABallot() public {
        id = awaitingBallot();
        bytes32 wavesHash = canary.rollout(id).wavesHash;
        expectPhaseError(id, ICanary.Phase.AwaitingBallot);
        canary.beginWave(id);
        vm.prank(submitter);
        expectError(IAccessManaged.AccessManagedUnauthorized.selector, submitter);
        canary.approveFinalWave(id, wavesHash);
    }

    /// @dev Members approved good waves; the approval is used for others.
    function test_Attack_AnApprovalOfOtherWavesIsUsed() public {
        bytes32 good = awaitingBallot();
        bytes32 other = awaitingBallot();
        bytes32 wavesHash = canary.rollout(good).wavesHash;
        vm.expectRevert(
            abi.encodeWithSelector(ICanary.Canary_WavesHashIs.selector, other, canary.rollout(other).wavesHash)
        );
        canary.approveFinalWave(other, wavesHash);
    }

    // -------------------------------------------------------------- helpers

    function tryHealthy(uint32 position) private {
        if (slotEnd(id, position) <= vm.getBlockTimestamp() + 900) reportHealthy(id, position);
    }

    function expectRefused(ICanary.NodeReport memory given) private {
        expectNothingReported(id);
        canary.report(id, 1, only(given));
    }

    /// @dev (r, n - s, v') recovers the same key, where nobody refuses it.
    function malleated(bytes memory signed) private pure returns (bytes memory) {
        bytes32 r;
        bytes32 s;
        assembly ("memory-safe") {
            r := mload(add(signed, 32))
            s := mload(add(signed, 64))
        }
        uint256 order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
        return abi.encodePacked(r, order - uint256(s), uint8(signed[64]) == 27 ? 28 : 27);
    }
}
