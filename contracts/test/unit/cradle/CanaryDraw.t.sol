// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ICanary} from "../../../src/interfaces/ICanary.sol";
import {ICradle} from "../../../src/interfaces/ICradle.sol";
import {CanaryFixture} from "../../support/CanaryFixture.sol";

/// @notice `beginWave` and `draw` of Canary.tree, but for the nodes that are passed over.
contract CanaryDrawTest is CanaryFixture {
    bytes32 private id;

    function setUp() public {
        deployCanary(24);
        id = approved();
    }

    // ------------------------------------------------------------ beginWave

    function test_RevertWhen_ExperimentIsNotApproved() public {
        expectNotApproved(SPEC, ICradle.Status.Unknown);
        canary.beginWave(SPEC);
        bytes32 fresh = submitted();
        expectNotApproved(fresh, ICradle.Status.Submitted);
        canary.beginWave(fresh);
        latch(fresh);
        expectNotApproved(fresh, ICradle.Status.Running);
        canary.beginWave(fresh);
        cradle.attest(fresh, passingRuns(), ARTEFACT, signaturesOf(fresh, passingRuns(), 0, 3));
        expectNotApproved(fresh, ICradle.Status.Passed);
        canary.beginWave(fresh);
    }

    function test_RevertWhen_AWaveIsDrawnOrObserved() public {
        canary.beginWave(id);
        expectPhaseError(id, ICanary.Phase.Drawing);
        canary.beginWave(id);
        rollForward(3);
        canary.draw(id, EVERY);
        expectPhaseError(id, ICanary.Phase.Observing);
        canary.beginWave(id);
    }

    function test_RevertWhen_SubmitterPaused() public {
        startWave(id);
        vm.prank(submitter);
        canary.setPaused(id, true);
        passWave(id);
        vm.expectRevert(abi.encodeWithSelector(ICanary.Canary_Paused.selector, id));
        canary.beginWave(id);
        vm.prank(submitter);
        canary.setPaused(id, false);
        canary.beginWave(id);
        assertPhase(id, ICanary.Phase.Drawing);
    }

    function test_RevertWhen_NobodyWatchedSinceTheLastWave() public {
        startWave(id);
        passWave(id);
        uint64 silentAfter = canary.silentAfter(id);
        vm.warp(silentAfter + 1);
        vm.expectRevert(abi.encodeWithSelector(ICanary.Canary_Silent.selector, id, silentAfter));
        canary.beginWave(id);
        vm.warp(silentAfter);
        canary.beginWave(id);
    }

    function test_AnnouncesTheFirstWave() public {
        uint64 drawBlock = uint64(vm.getBlockNumber() + 2);
        vm.expectEmit();
        emit ICanary.RolloutBegun(id, submitter);
        vm.expectEmit();
        emit ICanary.WaveAnnounced(id, 1, drawBlock, 24);
        vm.prank(makeAddr("anybody"));
        canary.beginWave(id);

        uint64 time = uint64(vm.getBlockTimestamp());
        ICanary.Rollout memory expected =
            ICanary.Rollout(ICanary.Phase.Drawing, submitter, 1, false, drawBlock, time, 0, id);
        assertEq(keccak256(abi.encode(canary.rollout(id))), keccak256(abi.encode(expected)), "rollout");
        ICanary.Wave memory wave;
        (wave.announcedAt, wave.pool, wave.duration) = (time, 24, 30 minutes);
        assertEq(keccak256(abi.encode(canary.waveOf(id, 1))), keccak256(abi.encode(wave)), "wave");
        assertEq(canary.silentAfter(id), time + 30 minutes);
    }

    function test_AnnouncesTheNextWaveWithItsOwnTimes() public {
        startWave(id);
        passWave(id);
        skip(60);
        canary.beginWave(id);
        ICanary.Rollout memory rollout = canary.rollout(id);
        assertEq(rollout.wave, 2);
        assertEq(rollout.drawBlock, vm.getBlockNumber() + 2);
        assertEq(rollout.heartbeatAt, vm.getBlockTimestamp());
        assertEq(canary.waveOf(id, 2).announcedAt, vm.getBlockTimestamp());
        assertEq(canary.waveOf(id, 2).duration, 1 hours);
    }

    // ----------------------------------------------------------------- draw

    function test_RevertWhen_NoWaveIsDrawn() public {
        expectPhaseError(id, ICanary.Phase.None);
        canary.draw(id, 1);
        startWave(id);
        expectPhaseError(id, ICanary.Phase.Observing);
        canary.draw(id, 1);
    }

    function test_RevertWhen_TheDrawBlockIsNotPast() public {
        canary.beginWave(id);
        uint256 drawBlock = canary.rollout(id).drawBlock;
        for (uint256 i = 0; i < 3; i++) {
            vm.expectRevert(abi.encodeWithSelector(ICanary.Canary_DrawNotReady.selector, id, drawBlock));
            canary.draw(id, EVERY);
            rollForward(1);
        }
        canary.draw(id, EVERY);
        assertPhase(id, ICanary.Phase.Observing);
    }

    function test_RevertWhen_TheDrawBlockIsOutOfReach() public {
        canary.beginWave(id);
        uint256 drawBlock = canary.rollout(id).drawBlock;
        vm.roll(drawBlock + 257);
        vm.expectRevert(abi.encodeWithSelector(ICanary.Canary_DrawMissed.selector, id, drawBlock + 256));
        canary.draw(id, EVERY);
    }

    function test_LatchesInTheLastBlockAndDrawsLater() public {
        canary.beginWave(id);
        vm.roll(canary.rollout(id).drawBlock + 256);
        bytes32 blockHash = blockhash(vm.getBlockNumber() - 256);
        assertTrue(blockHash != 0, "in reach");
        canary.draw(id, 0);
        ICanary.Wave memory wave = canary.waveOf(id, 1);
        assertEq(wave.seed, keccak256(abi.encode(id, uint8(1), blockHash)));
        assertEq(wave.networkNodes, 24);
        assertEq(wave.size, 2);
        assertEq(wave.drawn, 0);
        assertEq(canary.slotEndOf(id, 1, 0), 0, "not started");
        rollForward(1000);
        canary.draw(id, EVERY);
        assertEq(canary.waveOf(id, 1).seed, wave.seed);
        assertPhase(id, ICanary.Phase.Observing);
    }

    /// @dev The shuffle, written again with a list.
    function test_DrawsByFisherAndYates() public {
        canary.beginWave(id);
        rollForward(3);
        bytes32 seed = keccak256(abi.encode(id, uint8(1), blockhash(canary.rollout(id).drawBlock)));
        address[] memory pool = new address[](24);
        for (uint256 i = 0; i < 24; i++) {
            pool[i] = nodeAt(i).addr;
        }
        address[] memory expected = new address[](2);
        for (uint256 i = 0; i < 2; i++) {
            uint256 pick = i + uint256(keccak256(abi.encode(seed, i, uint256(24)))) % (24 - i);
            expected[i] = pool[pick];
            pool[pick] = pool[i];
        }
        vm.expectEmit();
        emit ICanary.NodesDrawn(id, 1, 0, expected);
        vm.expectEmit();
        emit ICanary.WaveStarted(
            id, 1, seed, 24, 2, uint64(vm.getBlockTimestamp()), uint64(vm.getBlockTimestamp() + 30 minutes)
        );
        canary.draw(id, EVERY);
        assertEq(nodeIn(id, 0), expected[0]);
        assertEq(nodeIn(id, 1), expected[1]);
        (address none,) = canary.drawnNode(id, 1, 2);
        assertEq(none, address(0));
    }

    function test_StartsTheWaveWithItsLastNode() public {
        canary.beginWave(id);
        rollForward(3);
        canary.draw(id, 1);
        assertPhase(id, ICanary.Phase.Drawing);
        assertEq(canary.waveOf(id, 1).drawn, 1);
        skip(100);
        canary.draw(id, 1);
        assertPhase(id, ICanary.Phase.Observing);
        ICanary.Wave memory wave = canary.waveOf(id, 1);
        assertEq(wave.startedAt, vm.getBlockTimestamp());
        assertEq(wave.announcedAt, vm.getBlockTimestamp() - 100);
        assertEq(wave.evidence, 1 << 64);
        assertEq(wave.drawn, 2);
        assertEq(wave.judged, 0);
    }

    /// forge-config: default.fuzz.runs = 24
    /// forge-config: deep.fuzz.runs = 256
    function testFuzz_ManyCallsDrawWhatOneCallDraws(uint256 looks) public {
        uint256 before = vm.snapshotState();
        bytes32 inOneCall = drawnIn(EVERY);
        vm.revertToState(before);
        assertEq(drawnIn(bound(looks, 1, 30)), inOneCall);
    }

    function test_DrawsEverybodyOnceInWaveFour() public {
        id = awaitingBallot();
        canary.approveFinalWave(id, canary.rollout(id).wavesHash);
        startWave(id);
        assertEq(present(id).size, 24);
        for (uint32 i = 0; i < 24; i++) {
            assertTrue(keyOf(nodeIn(id, i)) != 0, "a node");
            for (uint32 j = 0; j < i; j++) {
                assertTrue(nodeIn(id, i) != nodeIn(id, j), "once");
            }
        }
    }

    function test_TheSubmitterPaysTheTouchedNodes() public {
        canary.beginWave(id);
        rollForward(3);
        uint256 before = vm.snapshotState();
        canary.draw(id, EVERY);
        address[] memory nodes = new address[](2);
        (nodes[0], nodes[1]) = (nodeIn(id, 0), nodeIn(id, 1));
        vm.revertToState(before);
        vm.expectCall(
            address(canary.config().touchLimit),
            abi.encodeWithSignature("touchByBallot(address,address[])", submitter, nodes)
        );
        canary.draw(id, EVERY);
    }

    // -------------------------------------------------------------- helpers

    /// @dev Who is drawn for the first three waves: 2, 5 and 12 nodes.
    function drawnIn(uint256 looks) private returns (bytes32 drawn) {
        for (uint8 wave = 1; wave <= 3; wave++) {
            canary.beginWave(id);
            rollForward(3);
            while (canary.rollout(id).phase == ICanary.Phase.Drawing) {
                canary.draw(id, looks);
            }
            for (uint32 i = 0; i < present(id).size; i++) {
                drawn = keccak256(abi.encode(drawn, nodeIn(id, i)));
            }
            passWave(id);
        }
    }

    function expectNotApproved(bytes32 experimentId, ICradle.Status status) private {
        vm.expectRevert(abi.encodeWithSelector(ICanary.Canary_NotApproved.selector, experimentId, status));
    }
}
