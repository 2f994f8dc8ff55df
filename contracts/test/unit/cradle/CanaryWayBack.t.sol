// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ICanary} from "../../../src/interfaces/ICanary.sol";
import {CanaryFixture} from "../../support/CanaryFixture.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

/// @notice `heartbeat`, `rollBack` and what submitters and ballots do, of Canary.tree.
contract CanaryWayBackTest is CanaryFixture {
    bytes32 private id;

    function setUp() public {
        deployCanary(12);
        id = started();
        rollForward(100);
    }

    // ------------------------------------------------------------ heartbeat

    function test_RevertWhen_NothingRollsOutThatCouldBeWatched() public {
        expectPhaseError(SPEC, ICanary.Phase.None);
        canary.heartbeat(SPEC, uint64(vm.getBlockNumber() - 1), "");
        canary.rollBackByBallot(id);
        expectPhaseError(id, ICanary.Phase.RolledBack);
        canary.heartbeat(id, uint64(vm.getBlockNumber() - 1), "");
    }

    function test_TakesHeartbeatsOverTheLastFiftyBlocks() public {
        uint64 present = uint64(vm.getBlockNumber());
        assertRefused(present - 51, present - 50, present - 1);
        assertRefused(present, present - 50, present - 1);
        assertRefused(type(uint64).max, present - 50, present - 1);
        assertRefused(0, present - 50, present - 1);
        assertBeats(present - 50);
        assertRefused(present - 50, present - 49, present - 1);
        assertBeats(present - 1);
        assertRefused(present - 1, present, present - 1);
    }

    function test_RevertWhen_SignerIsNoAttestorInOffice() public {
        uint64 blockNumber = uint64(vm.getBlockNumber() - 1);
        bytes memory signed = heartbeatOf(operatorAt(0).key, id, blockNumber);
        expectError(ICanary.Canary_NotAnAttestor.selector, operatorAt(0).addr);
        canary.heartbeat(id, blockNumber, signed);
        expectError(ICanary.Canary_NotAnAttestor.selector, address(0));
        canary.heartbeat(id, blockNumber, hex"00");
    }

    function test_RevertWhen_TheHeartbeatIsOfAnotherWave() public {
        uint64 blockNumber = uint64(vm.getBlockNumber() - 1);
        bytes memory signed = heartbeatOf(attestors[0].key, id, 2, blockNumber);
        expectPartialNotAnAttestor();
        canary.heartbeat(id, blockNumber, signed);
    }

    function test_AHeartbeatIsOfThePresentWaveInEveryPhase() public {
        passWave(id);
        skip(1);
        beat(id);
        canary.beginWave(id);
        skip(1);
        beat(id);
        assertEq(canary.rollout(id).heartbeatAt, vm.getBlockTimestamp());
        assertEq(canary.rollout(id).heartbeatBlock, vm.getBlockNumber() - 1);
        assertEq(canary.silentAfter(id), vm.getBlockTimestamp() + 30 minutes);
    }

    // ------------------------------------------------------------- rollBack

    function test_RevertWhen_SomebodyWatches() public {
        uint64 silentAfter = canary.silentAfter(id);
        assertEq(silentAfter, canary.rollout(id).heartbeatAt + 30 minutes);
        vm.warp(silentAfter);
        expectStillAlive(silentAfter);
        canary.rollBack(id);
        skip(1);
        expectRolledBack(id, 1, ICanary.RollbackReason.HeartbeatMissed);
        vm.prank(makeAddr("anybody"));
        canary.rollBack(id);
        assertPhase(id, ICanary.Phase.RolledBack);
    }

    function test_SilenceRollsBackInEveryPhase() public {
        bytes32 drawing = approved();
        canary.beginWave(drawing);
        passWave(id);
        bytes32[2] memory all = [drawing, id];
        skip(1 hours);
        for (uint256 i = 0; i < 2; i++) {
            canary.rollBack(all[i]);
            assertPhase(all[i], ICanary.Phase.RolledBack);
        }
    }

    function test_IsPatientWhileABallotDecides() public {
        id = awaitingBallot();
        uint64 silentAfter = canary.silentAfter(id);
        assertEq(silentAfter, canary.rollout(id).heartbeatAt + 6 hours);
        vm.warp(silentAfter);
        expectStillAlive(silentAfter);
        canary.rollBack(id);
        skip(1);
        canary.rollBack(id);
    }

    function test_AMissedDrawRollsBack() public {
        id = approved();
        canary.beginWave(id);
        vm.roll(canary.rollout(id).drawBlock + 256);
        uint64 silentAfter = canary.silentAfter(id);
        expectStillAlive(silentAfter);
        canary.rollBack(id);
        rollForward(1);
        expectRolledBack(id, 1, ICanary.RollbackReason.DrawMissed);
        canary.rollBack(id);
    }

    function test_ALatchedDrawIsNotMissed() public {
        id = approved();
        canary.beginWave(id);
        rollForward(3);
        canary.draw(id, 0);
        rollForward(1000);
        uint64 silentAfter = canary.silentAfter(id);
        expectStillAlive(silentAfter);
        canary.rollBack(id);
    }

    function test_RevertWhen_NothingCanGoBack() public {
        expectPhaseError(SPEC, ICanary.Phase.None);
        canary.rollBack(SPEC);
        canary.rollBackByBallot(id);
        skip(1 hours);
        expectPhaseError(id, ICanary.Phase.RolledBack);
        canary.rollBack(id);
        expectPhaseError(id, ICanary.Phase.RolledBack);
        canary.rollBackByBallot(id);
    }

    // --------------------------------------------------------------- ballots

    function test_RevertWhen_SomebodyElseActsForTheBallot() public {
        vm.prank(submitter);
        expectError(IAccessManaged.AccessManagedUnauthorized.selector, submitter);
        canary.rollBackByBallot(id);
        vm.prank(submitter);
        expectError(IAccessManaged.AccessManagedUnauthorized.selector, submitter);
        canary.approveFinalWave(id, id);
    }

    function test_TheBallotRollsBack() public {
        expectRolledBack(id, 1, ICanary.RollbackReason.Ballot);
        canary.rollBackByBallot(id);
    }

    function test_RevertWhen_WaveThreeHasNotPassed() public {
        bytes32 wavesHash = canary.rollout(id).wavesHash;
        expectPhaseError(id, ICanary.Phase.Observing);
        canary.approveFinalWave(id, wavesHash);
        passWave(id);
        wavesHash = canary.rollout(id).wavesHash;
        expectPhaseError(id, ICanary.Phase.Waiting);
        canary.approveFinalWave(id, wavesHash);
    }

    function test_RevertWhen_WavesAreNotWhatVotersSaw() public {
        id = awaitingBallot();
        bytes32 wavesHash = canary.rollout(id).wavesHash;
        vm.expectRevert(abi.encodeWithSelector(ICanary.Canary_WavesHashIs.selector, id, wavesHash));
        canary.approveFinalWave(id, id);
    }

    function test_TheBallotApprovesTheLastWaveOnce() public {
        id = awaitingBallot();
        bytes32 wavesHash = canary.rollout(id).wavesHash;
        skip(5 hours);
        vm.expectEmit();
        emit ICanary.FinalWaveApproved(id, wavesHash);
        canary.approveFinalWave(id, wavesHash);
        assertPhase(id, ICanary.Phase.Waiting);
        assertEq(canary.silentAfter(id), vm.getBlockTimestamp() + 30 minutes, "a whole interval to notice");
        expectPhaseError(id, ICanary.Phase.Waiting);
        canary.approveFinalWave(id, wavesHash);
    }

    // --------------------------------------------------------------- pausing

    function test_RevertWhen_SomebodyElsePauses() public {
        expectNotSubmitter(address(this));
        canary.setPaused(id, true);
        vm.prank(attestors[0].addr);
        expectNotSubmitter(attestors[0].addr);
        canary.setPaused(id, false);
    }

    function test_RevertWhen_NothingCanBePaused() public {
        bytes32 fresh = approved();
        vm.prank(submitter);
        expectPhaseError(fresh, ICanary.Phase.None);
        canary.setPaused(fresh, true);
        canary.rollBackByBallot(id);
        vm.prank(submitter);
        expectPhaseError(id, ICanary.Phase.RolledBack);
        canary.setPaused(id, false);
    }

    function test_TheSubmitterPausesAndLetsGo() public {
        for (uint256 i = 0; i < 4; i++) {
            bool paused = i % 2 == 0;
            vm.expectEmit();
            emit ICanary.RolloutPaused(id, paused);
            vm.prank(submitter);
            canary.setPaused(id, paused);
            assertEq(canary.rollout(id).paused, paused);
        }
    }

    // -------------------------------------------------------------- helpers

    function assertRefused(uint64 blockNumber, uint256 first, uint256 last) private {
        vm.expectRevert(
            abi.encodeWithSelector(ICanary.Canary_HeartbeatOutOfReach.selector, id, uint256(blockNumber), first, last)
        );
        canary.heartbeat(id, blockNumber, "");
    }

    function assertBeats(uint64 blockNumber) private {
        skip(1);
        bytes memory signed = heartbeatOf(attestors[3].key, id, blockNumber);
        vm.expectEmit();
        emit ICanary.HeartbeatReceived(id, attestors[3].addr, 1, blockNumber);
        canary.heartbeat(id, blockNumber, signed);
        assertEq(canary.rollout(id).heartbeatAt, vm.getBlockTimestamp());
    }

    function expectPartialNotAnAttestor() private {
        vm.expectPartialRevert(ICanary.Canary_NotAnAttestor.selector);
    }

    function expectNotSubmitter(address caller) private {
        vm.expectRevert(abi.encodeWithSelector(ICanary.Canary_NotSubmitter.selector, id, caller));
    }

    function expectStillAlive(uint64 silentAfter) private {
        vm.expectRevert(abi.encodeWithSelector(ICanary.Canary_StillAlive.selector, id, silentAfter));
    }
}
