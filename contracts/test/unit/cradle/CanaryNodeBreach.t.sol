// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ICanary} from "../../../src/interfaces/ICanary.sol";
import {CanaryFixture} from "../../support/CanaryFixture.sol";

/// @notice `breach` of Canary.tree by nodes. Waves have 4, 13 and 31 nodes; operator 0 has two nodes more.
contract CanaryNodeBreachTest is CanaryFixture {
    bytes32 private id;

    function setUp() public {
        deployCanary(62);
        keepKey(addNode(operatorAt(0).addr, "second node"));
        keepKey(addNode(operatorAt(0).addr, "third node"));
        id = started();
        skip(400);
    }

    function test_ThreeNodesOfASmallWaveRollBack() public {
        assertEq(present(id).size, 4);
        canary.breach(id, nodeBreaches(id, 0, 2));
        assertPhase(id, ICanary.Phase.Observing);
        ICanary.BreachReport memory last = nodeBreach(id, 3);
        vm.expectEmit();
        emit ICanary.BreachReported(id, 1, nodeIn(id, 3), false, 0, LATENCY_BREACH, last.windowStart, last.windowEnd);
        expectRolledBack(id, 1, ICanary.RollbackReason.NodesSawBreach);
        canary.breach(id, only(last));
        assertPhase(id, ICanary.Phase.RolledBack);
    }

    /// @dev 32 nodes: a tenth is 3.2.
    function test_ATenthOfALargeWaveRoundedUpRollsBack() public {
        reachWaveThree();
        assertEq(present(id).size, 32);
        for (uint32 i = 0; i < 32; i++) {
            if (registry.nodeOf(nodeIn(id, i)).operator == operatorAt(0).addr) continue;
            bool isLast = countInBreach() == 3;
            canary.breach(id, only(nodeBreach(id, i)));
            assertPhase(id, isLast ? ICanary.Phase.RolledBack : ICanary.Phase.Observing);
            if (isLast) return;
        }
    }

    function test_NodesOfOneOperatorCountOnce() public {
        ICanary.WavePlan memory plan = theRules();
        id = approvedWith(plan);
        for (uint256 wave = 1; wave <= 3; wave++) {
            startWave(id);
            passWave(id);
        }
        canary.approveFinalWave(id, canary.rollout(id).wavesHash);
        startWave(id);
        assertEq(present(id).size, 64);
        skip(10);
        // All three of operator 0 and five others: six of the seven that are needed.
        uint256 others = 0;
        for (uint32 i = 0; i < 64; i++) {
            bool isHis = registry.nodeOf(nodeIn(id, i)).operator == operatorAt(0).addr;
            if (!isHis && ++others > 5) continue;
            if (isHis) skip(1);
            canary.breach(id, only(nodeBreach(id, i)));
        }
        assertPhase(id, ICanary.Phase.Observing);
        assertEq(others, 61);
    }

    /// @dev The second node of an operator needs a later window than the first one's.
    function test_SkipsWindowsNoLaterThanTheOperatorsLast() public {
        ICanary.BreachReport[] memory first = nodeBreaches(id, 0, 1);
        canary.breach(id, first);
        expectNothingBreached(id);
        canary.breach(id, first);
        skip(1);
        canary.breach(id, nodeBreaches(id, 0, 1));
    }

    function test_ABreachIsOverAfterFiveMinutesAndCanComeBack() public {
        canary.breach(id, nodeBreaches(id, 0, 2));
        skip(301);
        canary.breach(id, nodeBreaches(id, 2, 2));
        assertPhase(id, ICanary.Phase.Observing);
        canary.breach(id, nodeBreaches(id, 0, 1));
        assertPhase(id, ICanary.Phase.RolledBack);
    }

    function test_ABreachCountsForFiveMinutes() public {
        canary.breach(id, nodeBreaches(id, 0, 2));
        skip(300);
        canary.breach(id, nodeBreaches(id, 2, 1));
        assertPhase(id, ICanary.Phase.RolledBack);
    }

    function test_SkipsNodesThatAreNotAtTheirPosition() public {
        ICanary.BreachReport memory given = nodeBreach(id, 0);
        uint32[3] memory positions = [uint32(1), 4, type(uint32).max];
        for (uint256 i = 0; i < 3; i++) {
            given.position = positions[i];
            expectNothingBreached(id);
            canary.breach(id, only(given));
        }
    }

    function test_SkipsNodesBeforeTheFirstWaveStarts() public {
        ICanary.BreachReport[] memory given = new ICanary.BreachReport[](1);
        bytes32 fresh = approved();
        canary.beginWave(fresh);
        given[0] = signedBreach(nodeAt(0).key, fresh, breachNow());
        expectNothingBreached(fresh);
        canary.breach(fresh, given);
    }

    function test_NodesOfTheWaveBeforeBreachUntilTheNextStarts() public {
        passWave(id);
        canary.beginWave(id);
        skip(1);
        canary.breach(id, nodeBreaches(id, 1, 3));
        assertPhase(id, ICanary.Phase.RolledBack);
    }

    function test_AttestorsAndNodesAreCountedApart() public {
        canary.breach(id, attestorBreaches(id, 0, 2));
        canary.breach(id, nodeBreaches(id, 0, 2));
        assertPhase(id, ICanary.Phase.Observing);
    }

    // -------------------------------------------------------------- helpers

    function reachWaveThree() private {
        passWave(id);
        startWave(id);
        passWave(id);
        startWave(id);
        skip(400);
    }

    uint256 private breaches;

    function countInBreach() private returns (uint256) {
        return breaches++;
    }
}
