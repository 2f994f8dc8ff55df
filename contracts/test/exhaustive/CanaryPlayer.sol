// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ICanary} from "../../src/interfaces/ICanary.sol";
import {CanaryFixture} from "../support/CanaryFixture.sol";
import {CanaryModel} from "./CanaryModel.sol";

/// @notice Plays one event of CanaryModel on the real contracts, and reads the state that they are in.
abstract contract CanaryPlayer is CanaryFixture {
    using CanaryModel for CanaryModel.State;

    bytes32 internal id;

    function deployPlayer() internal {
        deployCradle(12);
        for (uint256 i = 0; i < 12; i++) {
            keepKey(nodeAt(i));
        }
        ICanary.Config memory config = canaryConfig();
        config.production = false;
        config.waveSeconds = [uint64(60), 60, 60, 60];
        // So rare that no wave and no breach outlasts three of them.
        (config.heartbeatSeconds, config.ballotHeartbeatSeconds) = (1_000_000, 4_000_000);
        canary = newCanary(config);
        id = submitted();
        vm.prank(submitter);
        canary.planWaves(id, ICanary.WavePlan([uint32(1), 1, 3, 3], config.waveSeconds, 0));
        latch(id);
        cradle.attest(id, passingRuns(), ARTEFACT, signaturesOf(id, passingRuns(), 0, 3));
    }

    /// @dev One step, in a frame of its own: what it allocates is gone afterwards. Returns the state after it.
    function step(uint256 packed, CanaryModel.Event e) external returns (uint256 next, bytes4 failure) {
        CanaryModel.State memory before = CanaryModel.unpack(packed);
        (CanaryModel.State memory expected, bytes4 expectedFailure) =
            CanaryModel.afterEvent(CanaryModel.unpack(packed), e);
        failure = play(before, e);
        if (failure != expectedFailure) mismatch(before, e, failure, expectedFailure);
        // A call that reverts changes nothing.
        if (failure != 0) return (packed, failure);
        next = observed(expected).pack();
        if (next != expected.pack()) mismatch(before, e, bytes32(next), bytes32(expected.pack()));
    }

    function mismatch(CanaryModel.State memory before, CanaryModel.Event e, bytes32 found, bytes32 expected)
        private
        pure
    {
        string memory where = string.concat(vm.toString(bytes32(before.pack())), " event ", vm.toString(uint256(e)));
        fail(string.concat(where, ": found ", vm.toString(found), ", expected ", vm.toString(expected)));
    }

    // --------------------------------------------------------------- events

    function play(CanaryModel.State memory s, CanaryModel.Event e) private returns (bytes4) {
        if (e >= CanaryModel.Event.TimePasses) {
            pass(s, e);
            return 0;
        }
        address target = e == CanaryModel.Event.Approve ? address(cradle) : address(canary);
        bytes memory data = callOf(s, e);
        if (e == CanaryModel.Event.Pause || e == CanaryModel.Event.LetGo) vm.prank(submitter);
        (bool success, bytes memory result) = target.call(data);
        if (!success) return bytes4(result);
        // The first moment of a wave is its first second, in which a breach can have been measured.
        if (e <= CanaryModel.Event.DrawAll && canary.rollout(id).phase == ICanary.Phase.Observing) skip(1);
        return 0;
    }

    function callOf(CanaryModel.State memory s, CanaryModel.Event e) private returns (bytes memory) {
        if (e == CanaryModel.Event.Approve) {
            return abi.encodeCall(cradle.approve, (id, SPEC, cradle.experiment(id).resultHash));
        }
        if (e == CanaryModel.Event.BeginWave) {
            // A last block without a heartbeat.
            if (s.phase != ICanary.Phase.Drawing) rollForward(1);
            return abi.encodeCall(canary.beginWave, (id));
        }
        if (e == CanaryModel.Event.Latch) return abi.encodeCall(canary.draw, (id, 0));
        if (e == CanaryModel.Event.DrawOne) return abi.encodeCall(canary.draw, (id, 1));
        if (e == CanaryModel.Event.DrawAll) return abi.encodeCall(canary.draw, (id, EVERY));
        if (e <= CanaryModel.Event.ReportWithoutSamples) return reportOf(s, e);
        if (e == CanaryModel.Event.Judge) return abi.encodeCall(canary.judge, (id, EVERY));
        if (e <= CanaryModel.Event.StrangerBreaches) return breachOf(s, e);
        if (e <= CanaryModel.Event.StrangersHeartbeat) return heartbeatCall(s, e);
        if (e == CanaryModel.Event.RollBack) return abi.encodeCall(canary.rollBack, (id));
        if (e == CanaryModel.Event.RollBackByBallot) return abi.encodeCall(canary.rollBackByBallot, (id));
        if (e <= CanaryModel.Event.ApproveOtherWaves) {
            bytes32 wavesHash = canary.rollout(id).wavesHash;
            bool isRight = e == CanaryModel.Event.ApproveFinalWave;
            return abi.encodeCall(canary.approveFinalWave, (id, isRight ? wavesHash : keccak256(abi.encode(wavesHash))));
        }
        return abi.encodeCall(canary.setPaused, (id, e != CanaryModel.Event.LetGo));
    }

    /// @dev Healthy: of all, and the contract takes those whose slot it is. Failed: of the first or the last one that may.
    function reportOf(CanaryModel.State memory s, CanaryModel.Event e) private view returns (bytes memory) {
        uint32 size = present(id).drawn;
        if (s.phase != ICanary.Phase.Observing) size = 0;
        ICanary.NodeReport[] memory reports = new ICanary.NodeReport[](size);
        uint256 found = 0;
        for (uint32 i = 0; i < size; i++) {
            uint32 position = e == CanaryModel.Event.FailLast ? size - 1 - i : i;
            if (e == CanaryModel.Event.ReportHealthy) {
                reports[found++] = healthyReport(id, position);
            } else if (
                verdictOf(id, position) == ICanary.Verdict.None && vm.getBlockTimestamp() <= slotEnd(id, position)
            ) {
                bool isEmpty = e == CanaryModel.Event.ReportWithoutSamples;
                uint64 time = uint64(vm.getBlockTimestamp());
                reports[found++] =
                    isEmpty ? signedReport(id, position, time, 0, healthyMetrics()) : failedReport(id, position);
                break;
            }
        }
        assembly ("memory-safe") {
            mstore(reports, found)
        }
        return abi.encodeCall(canary.report, (id, canary.rollout(id).wave, reports));
    }

    function breachOf(CanaryModel.State memory s, CanaryModel.Event e) private returns (bytes memory) {
        ICanary.BreachReport[] memory reports;
        if (!s.isRollingOut()) return abi.encodeCall(canary.breach, (id, reports));
        if (e == CanaryModel.Event.AttestorBreaches) {
            reports = attestorBreaches(id, s.attestorsInBreach, 1);
        } else if (e == CanaryModel.Event.AttestorsBreach) {
            reports = attestorBreaches(id, 0, 3);
        } else if (e == CanaryModel.Event.StrangerBreaches) {
            reports = only(signedBreach(makeAccount("stranger").key, id, breachNow()));
        } else {
            (address node,) = canary.drawnNode(id, startedWave(id), s.nodesInBreach);
            ICanary.BreachReport memory given = breachNow();
            given.position = s.nodesInBreach;
            // Where no node stands, one that is not in the wave signs.
            reports = only(signedBreach(node == address(0) ? nodeAt(11).key : keyOf(node), id, given));
        }
        return abi.encodeCall(canary.breach, (id, reports));
    }

    function heartbeatCall(CanaryModel.State memory s, CanaryModel.Event e) private returns (bytes memory) {
        // Blocks must not carry an announced draw over its block.
        if (s.phase != ICanary.Phase.Drawing || s.reach != 0) rollForward(1);
        uint256 blockNumber = vm.getBlockNumber() - 1;
        uint256 key = e == CanaryModel.Event.Heartbeat ? attestors[0].key : makeAccount("stranger").key;
        return abi.encodeCall(canary.heartbeat, (id, uint64(blockNumber), heartbeatOf(key, id, blockNumber)));
    }

    function pass(CanaryModel.State memory s, CanaryModel.Event e) private {
        ICanary.Rollout memory rollout = canary.rollout(id);
        if (e == CanaryModel.Event.TimePasses) {
            uint8[5] memory seconds_ = [1, 37, 47, 61, 61];
            uint256 next = present(id).startedAt + seconds_[s.moment + 1];
            bool isObserving = rollout.phase == ICanary.Phase.Observing && s.moment < 3;
            vm.warp(isObserving ? next : vm.getBlockTimestamp() + 1);
        } else if (e == CanaryModel.Event.FiveMinutesPass) {
            skip(301);
        } else if (e == CanaryModel.Event.NobodyBeats) {
            skip(301);
            uint64 silentAfter = canary.silentAfter(id);
            if (vm.getBlockTimestamp() <= silentAfter) vm.warp(silentAfter + 1);
        } else {
            bool isUnlatched = rollout.phase == ICanary.Phase.Drawing && present(id).seed == 0;
            if (!isUnlatched || s.reach == 2) rollForward(1);
            else vm.roll(rollout.drawBlock + (s.reach == 0 ? 1 : 257));
        }
    }

    // ------------------------------------------------------------ the state

    /// @dev All but the numbers of those in breach, which nobody can read: what the next breach does shows them.
    function observed(CanaryModel.State memory expected) private view returns (CanaryModel.State memory s) {
        ICanary.Rollout memory rollout = canary.rollout(id);
        (s.phase, s.wave) = (rollout.phase, rollout.wave);
        s.approved = uint256(cradle.experiment(id).status) == 5;
        if (!s.isRollingOut()) return s;
        s.paused = rollout.paused;
        s.silent = vm.getBlockTimestamp() > canary.silentAfter(id);
        ICanary.Wave memory wave = present(id);
        if (s.phase == ICanary.Phase.Drawing) {
            (s.latched, s.drawn) = (wave.seed != 0, uint8(wave.drawn));
            uint256 past = vm.getBlockNumber()
                - (vm.getBlockNumber() < rollout.drawBlock ? vm.getBlockNumber() : rollout.drawBlock);
            s.reach = s.latched ? 1 : past == 0 ? 0 : past <= 256 ? 1 : 2;
            s.beaten = s.reach == 0 && rollout.heartbeatBlock == vm.getBlockNumber() - 1;
            (s.failuresBefore) = failuresUntil(s.wave - 1);
        } else if (s.phase == ICanary.Phase.Observing) {
            uint256 time = vm.getBlockTimestamp() - wave.startedAt;
            s.moment = time < 37 ? 0 : time < 47 ? 1 : time < 61 ? 2 : 3;
            for (uint32 i = 0; i < wave.size; i++) {
                s.verdicts[i] = verdictOf(id, i);
            }
            (s.judged, s.failuresBefore) = (uint8(wave.judged), uint8(wave.failuresBefore));
        } else {
            s.failuresBefore = failuresUntil(s.wave);
        }
        (s.attestorsInBreach, s.nodesInBreach) = (expected.attestorsInBreach, expected.nodesInBreach);
    }

    function failuresUntil(uint8 wave) private view returns (uint8 failures) {
        for (uint8 i = 1; i <= wave; i++) {
            failures += uint8(canary.waveOf(id, i).failures);
        }
    }
}
