// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {EProcessLib} from "../../src/cradle/EProcessLib.sol";
import {ICanary} from "../../src/interfaces/ICanary.sol";
import {CanaryFixture} from "../support/CanaryFixture.sol";

/// @notice Whole rollouts at random: which nodes fail or stay silent, in which order and batches reports, looks and verdicts
/// come, when the submitter pauses. The outcome is recomputed from the verdicts alone, in drawn order.
contract CanaryFuzzTest is CanaryFixture {
    /// @dev What the recomputation says of the rollout so far.
    struct Expected {
        uint256 evidence;
        uint256 judged;
        uint256 failures;
        bytes32 wavesHash;
    }

    uint256 private random;
    bytes32 private id;

    function setUp() public {
        deployCanary(24);
        id = approved();
    }

    /// forge-config: default.fuzz.runs = 24
    /// forge-config: deep.fuzz.runs = 2000
    function testFuzz_WholeRollouts(uint256 seed, uint8 breakage) public {
        random = seed;
        Expected memory expected = Expected(EProcessLib.ONE, 0, 0, id);
        for (uint8 wave = 1; wave <= 4; wave++) {
            startRandomly();
            assertEq(present(id).size, [uint256(2), 5, 12, 24][wave - 1]);
            ICanary.Verdict[] memory verdicts = playRandomly(breakage % 32);
            (bool isStopped, uint256 judged, uint256 failures) = recompute(expected, verdicts);
            ICanary.Wave memory state = present(id);
            assertEq(state.judged, judged, "judged");
            assertEq(state.failures, failures, "failures");
            assertEq(state.evidence, expected.evidence, "evidence");
            if (isStopped || failures == state.size) {
                assertPhase(id, ICanary.Phase.RolledBack);
                return;
            }
            expected.wavesHash = keccak256(
                abi.encode(expected.wavesHash, wave, state.seed, state.size, state.failures, state.startedAt)
            );
            assertEq(canary.rollout(id).wavesHash, expected.wavesHash, "wavesHash");
            assertPhase(id, afterWave(wave));
            if (wave == 3) canary.approveFinalWave(id, expected.wavesHash);
        }
    }

    // --------------------------------------------------------------- playing

    function startRandomly() private {
        if (canary.rollout(id).paused) setPaused(false);
        canary.beginWave(id);
        rollForward(3 + next(200));
        while (canary.rollout(id).phase == ICanary.Phase.Drawing) {
            canary.draw(id, next(7));
            skip(next(5));
        }
    }

    /// @dev Decides each node's fate, then walks through the wave in random steps. Returns the verdicts that must result.
    function playRandomly(uint256 breakage) private returns (ICanary.Verdict[] memory verdicts) {
        ICanary.Wave memory wave = present(id);
        verdicts = new ICanary.Verdict[](wave.size);
        for (uint256 i = 0; i < verdicts.length; i++) {
            uint256 fate = next(256);
            verdicts[i] = fate < breakage
                ? ICanary.Verdict.Failed
                : fate < breakage + breakage / 2 ? ICanary.Verdict.Silent : ICanary.Verdict.Healthy;
        }
        uint256 end = wave.startedAt + wave.duration;
        uint256 step = wave.duration / 8;
        while (vm.getBlockTimestamp() < end) {
            uint256 time = vm.getBlockTimestamp() + 1 + next(step);
            warpWatched(id, time < end ? time : end);
            bring(verdicts);
            if (next(4) == 0) setPaused(next(2) == 0);
            if (!judgeUpTo(next(9))) return verdicts;
        }
        skip(1);
        beat(id);
        while (judgeUpTo(1 + next(9))) {}
    }

    /// @dev Reports of nodes whose fate is to report, in a random order and batch, among reports that do not count.
    function bring(ICanary.Verdict[] memory verdicts) private {
        uint256 size = verdicts.length;
        uint256 first = next(size);
        ICanary.NodeReport[] memory reports = new ICanary.NodeReport[](size + 1);
        uint256 found = 0;
        uint256 good = 0;
        for (uint256 i = 0; i < size; i++) {
            uint32 position = uint32((first + i) % size);
            if (verdicts[position] == ICanary.Verdict.Silent) continue;
            bool isDue = isDueNow(position, verdicts[position]);
            // In its last steps a node does not wait any longer.
            if (isDue && !isUrgent(position) && next(3) == 0) continue;
            if (isDue) good++;
            reports[found++] =
                verdicts[position] == ICanary.Verdict.Failed ? failedReport(id, position) : healthyReport(id, position);
        }
        assembly ("memory-safe") {
            mstore(reports, found)
        }
        uint8 wave = canary.rollout(id).wave;
        if (good == 0) expectNothingReported(id);
        canary.report(id, wave, reports);
    }

    function isDueNow(uint32 position, ICanary.Verdict verdict) private view returns (bool) {
        if (verdictOf(id, position) != ICanary.Verdict.None) return false;
        uint256 end = slotEnd(id, position);
        uint256 time = vm.getBlockTimestamp();
        return time <= end && (verdict == ICanary.Verdict.Failed || time + present(id).duration / 4 >= end);
    }

    function isUrgent(uint32 position) private view returns (bool) {
        return vm.getBlockTimestamp() + present(id).duration / 8 + 1 >= slotEnd(id, position);
    }

    /// @dev Whether the wave is still observed.
    function judgeUpTo(uint256 verdicts) private returns (bool) {
        try canary.judge(id, verdicts) {}
        catch (bytes memory reason) {
            assertEq(bytes32(bytes4(reason)), bytes32(ICanary.Canary_NothingToJudge.selector));
        }
        return canary.rollout(id).phase == ICanary.Phase.Observing;
    }

    function setPaused(bool paused) private {
        vm.prank(submitter);
        canary.setPaused(id, paused);
    }

    /// @dev Steps are short enough that every node that wants to report comes to it.
    function next(uint256 count) private returns (uint256) {
        random = uint256(keccak256(abi.encode(random)));
        return random % count;
    }

    // ---------------------------------------------------------- recomputing

    function recompute(Expected memory expected, ICanary.Verdict[] memory verdicts)
        private
        pure
        returns (bool isStopped, uint256 judged_, uint256 failures)
    {
        for (; judged_ < verdicts.length && !isStopped; judged_++) {
            bool isFailed = verdicts[judged_] != ICanary.Verdict.Healthy;
            expected.evidence =
                EProcessLib.afterVerdict(expected.evidence, expected.judged++, expected.failures, isFailed);
            if (isFailed) (expected.failures, failures) = (expected.failures + 1, failures + 1);
            isStopped = expected.evidence >= 20 << 64 && expected.failures * 100 > expected.judged;
        }
    }

    function afterWave(uint8 wave) private pure returns (ICanary.Phase) {
        if (wave == 4) return ICanary.Phase.Completed;
        return wave == 3 ? ICanary.Phase.AwaitingBallot : ICanary.Phase.Waiting;
    }
}
