// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ICanary} from "../../src/interfaces/ICanary.sol";
import {CanaryFixture} from "../support/CanaryFixture.sol";

/// @notice Each attack on the way back: breaches that are faked, kept or added up, and rollouts that nobody watches, played to
/// its end. Waves have 4, 13, 32 and 64 nodes; operator 0 has three of them.
contract CanaryWatchAttacksTest is CanaryFixture {
    bytes32 private id;
    uint64 private startedAt;

    function setUp() public {
        deployCanary(62);
        keepKey(addNode(operatorAt(0).addr, "second node"));
        keepKey(addNode(operatorAt(0).addr, "third node"));
        id = started();
        startedAt = present(id).startedAt;
        skip(400);
    }

    // ------------------------------------------------------------- breaches

    /// @dev The same signature thrice, and three signatures over three windows: one attestor is one.
    function test_Attack_OneAttestorBreachesThrice() public {
        ICanary.BreachReport[] memory reports = new ICanary.BreachReport[](6);
        for (uint256 i = 0; i < 6; i++) {
            uint256 end = vm.getBlockTimestamp() - (i < 3 ? 9 : 6 - i);
            reports[i] = signedBreach(attestors[0].key, id, breachUntil(end));
        }
        canary.breach(id, reports);
        assertPhase(id, ICanary.Phase.Observing);
    }

    /// @dev Two attestors are no third one with the help of nodes.
    function test_Attack_TooFewAttestorsAndANode() public {
        ICanary.BreachReport[] memory reports = new ICanary.BreachReport[](4);
        reports[0] = attestorBreach(id, 0);
        reports[1] = attestorBreach(id, 1);
        reports[2] = nodeBreach(id, 0);
        reports[3] = nodeBreach(id, 1);
        canary.breach(id, reports);
        assertPhase(id, ICanary.Phase.Observing);
    }

    /// @dev One operator's three nodes would end any rollout.
    function test_Attack_OneOperatorsNodesFakeABreach() public {
        reachWaveFour();
        uint256 brought = 0;
        for (uint32 i = 0; i < 64; i++) {
            if (registry.nodeOf(nodeIn(id, i)).operator != operatorAt(0).addr) continue;
            skip(1);
            canary.breach(id, only(nodeBreach(id, i)));
            brought++;
        }
        assertEq(brought, 3);
        assertPhase(id, ICanary.Phase.Observing);
    }

    /// @dev Single bad moments of a long wave are no breach.
    function test_Attack_OldBreachesAreAddedUp() public {
        for (uint256 i = 0; i < 5; i++) {
            canary.breach(id, attestorBreaches(id, i, 1));
            skip(151);
        }
        assertPhase(id, ICanary.Phase.Observing);
        assertEq(attestors.length, 5);
    }

    /// @dev Breaches are kept until there are enough of them.
    function test_Attack_OldBreachesAreKept() public {
        ICanary.BreachReport[] memory kept = attestorBreaches(id, 0, 3);
        skip(301);
        expectNothingBreached(id);
        canary.breach(id, kept);
    }

    /// @dev The network was bad before the change came.
    function test_Attack_ABreachFromBeforeTheWave() public {
        ICanary.BreachReport memory given = breachUntil(vm.getBlockTimestamp());
        given.windowStart = startedAt - 1;
        ICanary.BreachReport[] memory reports = only(signedBreach(attestors[0].key, id, given));
        expectNothingBreached(id);
        canary.breach(id, reports);
    }

    function test_Attack_ABreachOfAnEarlierWave() public {
        passWave(id);
        startWave(id);
        skip(10);
        ICanary.BreachReport memory given = breachNow();
        given.signature = signature(attestors[0].key, breachDigest(id, 1, given));
        expectNothingBreached(id);
        canary.breach(id, only(given));
    }

    function test_Attack_ABreachOfAnotherRollout() public {
        bytes32 second = started();
        skip(10);
        ICanary.BreachReport[] memory reports = attestorBreaches(second, 0, 3);
        expectNothingBreached(id);
        canary.breach(id, reports);
    }

    function test_Attack_AFormerAttestorBreaches() public {
        ICanary.BreachReport[] memory reports = attestorBreaches(id, 0, 1);
        address[] memory remaining = new address[](4);
        for (uint256 i = 0; i < 4; i++) {
            remaining[i] = attestors[1 + i].addr;
        }
        cradle.setAttestors(1, remaining, 3);
        expectNothingBreached(id);
        canary.breach(id, reports);
    }

    /// @dev Nodes breach once each through a long wave, so that the list outgrows a transaction: old ones are forgotten.
    function test_Attack_OldBreachesMakeTheNextOneExpensive() public {
        reachWaveFour();
        uint256 first = 0;
        uint256 last = 0;
        for (uint32 i = 0; i < 48; i += 4) {
            ICanary.BreachReport[] memory reports = nodeBreaches(id, i, 4);
            uint256 before = gasleft();
            canary.breach(id, reports);
            last = before - gasleft();
            if (i == 4) first = last;
            skip(301);
        }
        assertLt(last, first + 10_000, "gas");
    }

    // ------------------------------------------------------------- silence

    /// @dev Whoever promotes is faster than whoever rolls back, and announcing a wave is a sign of life.
    function test_Attack_AnUnwatchedRolloutIsPromoted() public {
        warpWatched(id, startedAt + 1000);
        reportAll(id);
        warpWatched(id, startedAt + 1350);
        reportAll(id);
        uint64 silentAfter = canary.silentAfter(id);
        vm.warp(silentAfter + 1);
        vm.expectRevert(abi.encodeWithSelector(ICanary.Canary_Silent.selector, id, silentAfter));
        canary.judge(id, EVERY);
        canary.rollBack(id);
        assertPhase(id, ICanary.Phase.RolledBack);
    }

    function test_Attack_AnUnwatchedRolloutIsRevivedByAnnouncing() public {
        passWave(id);
        uint64 silentAfter = canary.silentAfter(id);
        vm.warp(silentAfter + 1);
        vm.expectRevert(abi.encodeWithSelector(ICanary.Canary_Silent.selector, id, silentAfter));
        canary.beginWave(id);
        canary.rollBack(id);
    }

    /// @dev One heartbeat, brought again and again.
    function test_Attack_AHeartbeatIsReplayed() public {
        rollForward(60);
        uint64 blockNumber = uint64(vm.getBlockNumber() - 1);
        bytes memory signed = heartbeatOf(attestors[0].key, id, blockNumber);
        canary.heartbeat(id, blockNumber, signed);
        rollForward(10);
        vm.expectPartialRevert(ICanary.Canary_HeartbeatOutOfReach.selector);
        canary.heartbeat(id, blockNumber, signed);
    }

    /// @dev A heartbeat is kept for the time when nobody watches: the block must be one of the last 50.
    function test_Attack_AHeartbeatIsKept() public {
        rollForward(60);
        uint64 blockNumber = uint64(vm.getBlockNumber() - 1);
        bytes memory signed = heartbeatOf(attestors[0].key, id, blockNumber);
        rollForward(50);
        vm.expectPartialRevert(ICanary.Canary_HeartbeatOutOfReach.selector);
        canary.heartbeat(id, blockNumber, signed);
    }

    function test_Attack_AHeartbeatOfAnotherWaveOrRollout() public {
        passWave(id);
        bytes32 second = started();
        rollForward(2);
        uint64 blockNumber = uint64(vm.getBlockNumber() - 1);
        bytes memory signed = heartbeatOf(attestors[0].key, id, 2, blockNumber);
        vm.expectPartialRevert(ICanary.Canary_NotAnAttestor.selector);
        canary.heartbeat(id, blockNumber, signed);
        signed = heartbeatOf(attestors[0].key, second, blockNumber);
        vm.expectPartialRevert(ICanary.Canary_NotAnAttestor.selector);
        canary.heartbeat(id, blockNumber, signed);
    }

    function test_Attack_AFormerAttestorBeats() public {
        address[] memory remaining = new address[](4);
        for (uint256 i = 0; i < 4; i++) {
            remaining[i] = attestors[1 + i].addr;
        }
        cradle.setAttestors(1, remaining, 3);
        rollForward(2);
        uint64 blockNumber = uint64(vm.getBlockNumber() - 1);
        bytes memory signed = heartbeatOf(attestors[0].key, id, blockNumber);
        expectError(ICanary.Canary_NotAnAttestor.selector, attestors[0].addr);
        canary.heartbeat(id, blockNumber, signed);
    }

    // --------------------------------------------------------------- pausing

    /// @dev The submitter sees failures coming and pauses.
    function test_Attack_APauseHidesFailures() public {
        pause();
        for (uint32 i = 0; i < 4; i++) {
            reportFailed(id, i);
        }
        expectRolledBack(id, 1, ICanary.RollbackReason.Evidence);
        canary.judge(id, EVERY);
    }

    function test_Attack_APauseHidesABreach() public {
        pause();
        canary.breach(id, attestorBreaches(id, 0, 3));
        assertPhase(id, ICanary.Phase.RolledBack);
    }

    /// @dev A paused rollout waits for its moment for ever, with nobody watching.
    function test_Attack_APauseKeepsARolloutAlive() public {
        pause();
        passWave(id);
        skip(30 minutes + 1);
        pause();
        expectRolledBack(id, 1, ICanary.RollbackReason.HeartbeatMissed);
        canary.rollBack(id);
    }

    // -------------------------------------------------------------- helpers

    function pause() private {
        vm.prank(submitter);
        canary.setPaused(id, true);
    }

    function reachWaveFour() private {
        for (uint256 wave = 2; wave <= 4; wave++) {
            passWave(id);
            if (wave == 4) canary.approveFinalWave(id, canary.rollout(id).wavesHash);
            startWave(id);
        }
        skip(10);
    }
}
