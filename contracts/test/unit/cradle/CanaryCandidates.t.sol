// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ICanary} from "../../../src/interfaces/ICanary.sol";
import {CanaryFixture} from "../../support/CanaryFixture.sol";

/// @notice `draw` of Canary.tree: who may be drawn, and how often each one is.
contract CanaryCandidatesTest is CanaryFixture {
    bytes32 private id;

    function setUp() public {
        deployCanary(24);
        id = approved();
    }

    function test_PassesOverNodesThatAreNotActive() public {
        canary.beginWave(id);
        rollForward(3);
        uint64 until = uint64(vm.getBlockTimestamp() + 7 days);
        for (uint256 i = 0; i < 22; i++) {
            if (i % 3 == 0) {
                vm.prank(operatorAt(i).addr);
                registry.leave(nodeAt(i).addr);
            } else if (i % 3 == 1) {
                registry.suspendByBallot(nodeAt(i).addr, until);
            } else {
                registry.revokeOperator(operatorAt(i).addr);
            }
        }
        canary.draw(id, EVERY);
        assertEq(present(id).networkNodes, 2);
        assertEq(present(id).size, 1);
        assertTrue(nodeIn(id, 0) == nodeAt(22).addr || nodeIn(id, 0) == nodeAt(23).addr, "an active one");
    }

    function test_PassesOverANodeThatBecameActiveAfterTheAnnouncement() public {
        Account memory operator = newOperator("newcomer");
        Account memory node = makeAccount("late node");
        register(operator.addr, node);
        skip(7 days);
        onlyLastRemains(23);
        canary.beginWave(id);
        skip(1);
        registry.activate(node.addr);
        rollForward(3);
        canary.draw(id, EVERY);
        assertEq(present(id).networkNodes, 2, "node 23 and the late one");
        assertEq(nodeIn(id, 0), nodeAt(23).addr);
    }

    /// @dev Its operator would choose, once the hash is known, whether the node takes part.
    function test_PassesOverANodeThatWasReinstatedAfterTheAnnouncement() public {
        onlyLastRemains(22);
        registry.suspendByBallot(nodeAt(22).addr, uint64(vm.getBlockTimestamp() + 1));
        canary.beginWave(id);
        skip(1);
        rollForward(3);
        registry.reinstate(nodeAt(22).addr);
        canary.draw(id, EVERY);
        assertEq(present(id).networkNodes, 2);
        assertEq(nodeIn(id, 0), nodeAt(23).addr);
    }

    function test_DrawsANodeThatBecameActiveInTheSecondOfTheAnnouncement() public {
        Account memory operator = newOperator("newcomer");
        Account memory node = addNode(operator.addr, "node in time");
        onlyLastRemains(24);
        canary.beginWave(id);
        rollForward(3);
        canary.draw(id, EVERY);
        assertEq(nodeIn(id, 0), node.addr);
    }

    function test_NeverDrawsANodeThatRegisteredAfterTheAnnouncement() public {
        onlyLastRemains(23);
        canary.beginWave(id);
        Account memory operator = newOperator("newcomer");
        // Active before the wave is drawn: the draw is latched in time and goes on a week later.
        rollForward(3);
        canary.draw(id, 0);
        addNode(operator.addr, "latecomer");
        onlyLastRemains(24);
        canary.draw(id, EVERY);
        assertPhase(id, ICanary.Phase.RolledBack);
    }

    function test_AWaveShrinksToTheNodesThatAreLeft() public {
        id = awaitingBallot();
        canary.approveFinalWave(id, canary.rollout(id).wavesHash);
        canary.beginWave(id);
        rollForward(3);
        canary.draw(id, 5);
        assertEq(present(id).size, 24);
        uint32 passedOver = 0;
        for (uint256 i = 0; i < 24; i++) {
            if (isDrawn(nodeAt(i).addr) || passedOver == 7) continue;
            passedOver++;
            registry.revokeOperator(operatorAt(i).addr);
        }
        canary.draw(id, EVERY);
        ICanary.Wave memory wave = present(id);
        assertEq(wave.networkNodes, 24, "when latched");
        assertEq(wave.size, 17);
        assertEq(wave.pool, 17);
        assertEq(wave.drawn, 17);
        assertEq(slotEnd(id, 16), wave.startedAt + 4 hours, "the last slot ends with the wave");
    }

    function test_AWaveWithoutANodeGoesBack() public {
        canary.beginWave(id);
        rollForward(3);
        canary.draw(id, 0);
        revokeAll(24);
        expectRolledBack(id, 1, ICanary.RollbackReason.NothingDrawn);
        canary.draw(id, EVERY);
        assertPhase(id, ICanary.Phase.RolledBack);
        assertEq(canary.slotEndOf(id, 1, 0), 0);
    }

    function test_ANetworkWithoutANodeGoesBack() public {
        canary.beginWave(id);
        rollForward(3);
        revokeAll(24);
        expectRolledBack(id, 1, ICanary.RollbackReason.NothingDrawn);
        canary.draw(id, 0);
        assertEq(present(id).networkNodes, 0);
    }

    function test_LooksAreSpentOnNodesThatArePassedOver() public {
        canary.beginWave(id);
        rollForward(3);
        canary.draw(id, 0);
        revokeAll(24);
        for (uint32 left = 24; left > 0; left--) {
            assertPhase(id, ICanary.Phase.Drawing);
            assertEq(present(id).pool, left);
            canary.draw(id, 1);
        }
        assertPhase(id, ICanary.Phase.RolledBack);
    }

    /// @dev 600 waves of 2 of 24 nodes: each is drawn 50 times, give or take five standard deviations of 6.8.
    function test_EveryNodeIsDrawnAboutEquallyOften() public {
        uint256[] memory times = new uint256[](24);
        uint256[] memory firsts = new uint256[](24);
        canary.beginWave(id);
        uint256 drawBlock = canary.rollout(id).drawBlock;
        rollForward(3);
        uint256 before = vm.snapshotState();
        for (uint256 i = 0; i < 600; i++) {
            vm.setBlockhash(drawBlock, keccak256(abi.encode("block", i)));
            canary.draw(id, EVERY);
            firsts[numberOf(nodeIn(id, 0))]++;
            times[numberOf(nodeIn(id, 0))]++;
            times[numberOf(nodeIn(id, 1))]++;
            vm.revertToState(before);
        }
        for (uint256 i = 0; i < 24; i++) {
            assertApproxEqAbs(times[i], 50, 34);
            assertApproxEqAbs(firsts[i], 25, 24);
        }
    }

    // -------------------------------------------------------------- helpers

    function onlyLastRemains(uint256 last) private {
        for (uint256 i = 0; i < last && i < 24; i++) {
            if (!registry.operatorOf(operatorAt(i).addr).revoked) registry.revokeOperator(operatorAt(i).addr);
        }
    }

    function revokeAll(uint256 count) private {
        for (uint256 i = 0; i < count; i++) {
            registry.revokeOperator(operatorAt(i).addr);
        }
    }

    function isDrawn(address node) private view returns (bool) {
        for (uint32 i = 0; i < present(id).drawn; i++) {
            if (nodeIn(id, i) == node) return true;
        }
        return false;
    }

    function numberOf(address node) private returns (uint256) {
        for (uint256 i = 0; i < 24; i++) {
            if (nodeAt(i).addr == node) return i;
        }
        revert AssertionFailed("no node");
    }
}
