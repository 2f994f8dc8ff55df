// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ISnapshotBallot} from "../../src/interfaces/ISnapshotBallot.sol";
import {AttackFixture} from "../support/AttackFixture.sol";
import {FakeTarget} from "../support/FakeTarget.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";

/// @notice Attacks on what a passed ballot may do: executing again, executing otherwise, and turning the rules themselves.
contract BallotMandateAttacksTest is AttackFixture {
    // ------------------------------------------------------------ execution

    /// @dev The target comes back while it is being called, to be called once more.
    function test_Attack_ReentrantExecution() public {
        bytes32 inner = openAct(operatorAt(1), 1);
        bytes memory again = abi.encodeCall(ISnapshotBallot.execute, (inner));
        bytes32 outer = openCall(attacker, ORDINARY, address(target), callBack(address(ballot), again));
        castAll(inner, 0, 40, FOR);
        castAll(outer, 0, 40, FOR);
        warpToClose(inner);
        ballot.close(inner);
        ballot.close(outer);
        warpToExecute(outer);
        vm.expectRevert(ReentrancyGuard.ReentrancyGuardReentrantCall.selector);
        ballot.execute(outer);
        assertEq(target.actsCount(), 0, "nothing was done");
        assertStatus(outer, ISnapshotBallot.Status.Passed);
        ballot.execute(inner);
        assertEq(target.actsCount(), 1, "and the other ballot is unharmed");
    }

    /// @dev While it is being called, the target tries what only the ballot itself may do.
    function test_Attack_TargetActsInTheBallotsName() public {
        bytes32 victim = openAct(operatorAt(1), 1);
        ISnapshotBallot.Track memory weak = productionTracks()[0];
        bytes[3] memory tries = [
            abi.encodeCall(ISnapshotBallot.veto, (victim)),
            abi.encodeCall(ISnapshotBallot.setTrack, (ORDINARY, 1, weak)),
            abi.encodeCall(ISnapshotBallot.setListing, (address(target), FakeTarget.halt.selector, EMERGENCY, ORDINARY))
        ];
        for (uint256 i = 0; i < tries.length; i++) {
            bytes32 id = openCall(attacker, ORDINARY, address(target), callBack(address(ballot), tries[i]));
            passAndWait(id);
            vm.expectRevert(abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_OnlyBallot.selector, address(target)));
            ballot.execute(id);
            rollForward(1);
        }
    }

    /// @dev A call that fails today and would succeed later: the ballot stays passed, for anybody to try again, and no
    /// longer than its mandate.
    function test_Attack_RevertingTargetSpendsTheMandate() public {
        bytes32 id = openCall(attacker, ORDINARY, address(target), abi.encodeCall(FakeTarget.actAfterFirst, (7)));
        passAndWait(id);
        vm.expectRevert(abi.encodeWithSelector(FakeTarget.FakeTarget_Refused.selector, 7));
        ballot.execute(id);
        assertStatus(id, ISnapshotBallot.Status.Passed);
        target.act(1);
        ballot.execute(id);
        assertEq(target.acts(1), 7);
    }

    /// @dev Executed as soon as it is closed, before anybody could veto: the delay leaves room for a whole emergency ballot,
    /// which may take until its last second.
    function test_Attack_ExecutionBeforeAnyVeto() public {
        bytes32 id = openAct(attacker, 1);
        castAll(id, 0, 40, FOR);
        warpToClose(id);
        ballot.close(id);
        uint256 executableAt = vm.getBlockTimestamp() + 24 hours;
        expectTooEarly(id, executableAt);
        ballot.execute(id);

        bytes32 veto = openCall(operatorAt(1), EMERGENCY, address(ballot), abi.encodeCall(ISnapshotBallot.veto, (id)));
        castAll(veto, 0, 40, FOR);
        warpToClose(veto);
        ballot.close(veto);
        vm.warp(executableAt - 1);
        expectTooEarly(id, executableAt);
        ballot.execute(id);
        ballot.execute(veto);
        vm.warp(executableAt);
        expectStatusError(id, ISnapshotBallot.Status.Vetoed);
        ballot.execute(id);
        assertEq(target.actsCount(), 0, "nothing was done");
    }

    /// @dev Passed, vetoed, and executed all the same; or opened once more under another title, which is another ballot and
    /// needs its own majority.
    function test_Attack_VetoedBallotExecutes() public {
        bytes32 id = openAct(attacker, 1);
        castAll(id, 0, 20, FOR);
        warpToClose(id);
        ballot.close(id);
        bytes32 veto = openCall(operatorAt(1), EMERGENCY, address(ballot), abi.encodeCall(ISnapshotBallot.veto, (id)));
        passAndWait(veto);
        ballot.execute(veto);
        warpToExecute(id);
        expectStatusError(id, ISnapshotBallot.Status.Vetoed);
        ballot.execute(id);

        rollForward(1);
        ISnapshotBallot.Proposal memory again = draft(attacker.addr, ORDINARY);
        again.titleHash = keccak256("the same once more");
        bytes32 second = openDraft(attacker, again, address(target), abi.encodeCall(FakeTarget.act, (1)));
        warpToClose(second);
        assertFalse(ballot.close(second), "nobody voted for it");
    }

    // ----------------------------------------------------------------- halt

    /// @dev Whoever halts the network halts the ballot with it, and the authority, so that nobody can resume anything: all
    /// three are closed, and ballots open, count, close and execute as before, the one to resume among them.
    function test_Attack_AHaltSilencesTheBallot() public {
        bytes4 selector = IAccessManager.setTargetClosed.selector;
        bytes memory listing =
            abi.encodeCall(ISnapshotBallot.setListing, (address(authority), selector, 0, CONSTITUTIONAL));
        enact(CONSTITUTIONAL, address(ballot), listing);
        address[3] memory halted = [address(ballot), address(registry), address(authority)];
        for (uint256 i = 0; i < halted.length; i++) {
            enactClosed(halted[i], true);
            assertTrue(authority.isTargetClosed(halted[i]), "halted");
        }
        expectRegistryHalted();
        enact(EMERGENCY, address(target), abi.encodeCall(FakeTarget.halt, ()));
        assertEq(target.actsCount(), 1, "an emergency ballot acts");

        enactClosed(address(registry), false);
        vm.prank(address(ballot));
        registry.admitByBallot(makeAddr("newcomer"));
        assertGt(registry.operatorOf(makeAddr("newcomer")).admittedAt, 0, "resumed");
    }

    // ----------------------------------------------------------- the rules

    /// @dev A weak ballot carries the call of a strong track: the track is the call's, never the author's choice.
    function test_Attack_RolesByAWeakTrack() public {
        bytes memory grant = abi.encodeCall(IAccessManager.grantRole, (ADMIN, attacker.addr, 0));
        enact(
            CONSTITUTIONAL,
            address(ballot),
            abi.encodeCall(
                ISnapshotBallot.setListing, (address(authority), IAccessManager.grantRole.selector, 0, CONSTITUTIONAL)
            )
        );
        rollForward(1);
        ISnapshotBallot.Proposal memory proposal = draft(attacker.addr, ORDINARY);
        expectOpenRefused(proposal, address(authority), grant, ISnapshotBallot.SnapshotBallot_EndTooSoon.selector);
        bytes32 id = openCall(attacker, CONSTITUTIONAL, address(authority), grant);
        assertEq(uint256(ballot.ballot(id).track), CONSTITUTIONAL);
        // More than half, as an ordinary ballot needs, are not two thirds.
        castAll(id, 0, 24, FOR);
        castAll(id, 24, 16, AGAINST);
        warpToClose(id);
        assertFalse(ballot.close(id), "24 to 16");
    }

    /// @dev A majority of today makes itself one for ever: not below what is compiled in, even by constitutional ballot.
    function test_Attack_ATrackIsWeakened() public {
        ISnapshotBallot.Track memory weak = productionTracks()[0];
        weak.window = 1 hours;
        expectEnactFails(weak, ISnapshotBallot.SnapshotBallot_BelowProductionMinimum.selector);
        weak = productionTracks()[0];
        weak.votersMin = 1;
        expectEnactFails(weak, ISnapshotBallot.SnapshotBallot_BelowProductionMinimum.selector);
        weak = productionTracks()[0];
        weak.quorumBps = 499;
        expectEnactFails(weak, ISnapshotBallot.SnapshotBallot_BelowProductionMinimum.selector);
        assertEq(ballot.trackOf(ORDINARY).version, 1, "as it was");
    }

    /// @dev The terms of a running ballot are changed under its voters.
    function test_Attack_TrackChangesUnderARunningBallot() public {
        bytes32 setter = openSetTrack(stricter());
        castAll(setter, 0, 40, FOR);
        warpToClose(setter);
        ballot.close(setter);
        warpToExecute(setter);
        rollForward(1);
        bytes32 running = openAct(operatorAt(1), 1);
        ballot.execute(setter);

        ISnapshotBallot.Ballot memory state = ballot.ballot(running);
        assertEq(state.quorum, 2, "5 % of 40");
        assertEq(state.votersMin, 10);
        assertEq(state.delay, 24 hours);
        rollForward(1);
        assertEq(ballot.ballot(openAct(operatorAt(2), 2)).quorum, 20, "the next one has the new terms");
    }

    /// @dev Two ballots each change "the" track; whoever executes second would undo the first unseen.
    function test_Attack_SecondReplacementOverwritesTheFirst() public {
        ISnapshotBallot.Track memory other = stricter();
        other.votersMin = 12;
        bytes32 first = openSetTrack(stricter());
        bytes32 second = openCall(
            operatorAt(1),
            CONSTITUTIONAL,
            address(ballot),
            abi.encodeCall(ISnapshotBallot.setTrack, (ORDINARY, 1, other))
        );
        castAll(first, 0, 40, FOR);
        castAll(second, 0, 40, FOR);
        warpToClose(first);
        ballot.close(first);
        ballot.close(second);
        warpToExecute(first);
        ballot.execute(first);
        vm.expectRevert(
            abi.encodeWithSelector(
                ISnapshotBallot.SnapshotBallot_TrackVersionIs.selector, ORDINARY, uint32(2), uint32(1)
            )
        );
        ballot.execute(second);
        assertEq(ballot.trackOf(ORDINARY).votersMin, 10);
    }

    // -------------------------------------------------------------- helpers

    function callBack(address callee, bytes memory data) private pure returns (bytes memory) {
        return abi.encodeCall(FakeTarget.callBack, (callee, data));
    }

    function enact(uint8 track, address callee, bytes memory data) private {
        bytes32 id = openCall(operatorAt(1), track, callee, data);
        passAndWait(id);
        ballot.execute(id);
    }

    function enactClosed(address halted, bool closed) private {
        enact(CONSTITUTIONAL, address(authority), abi.encodeCall(IAccessManager.setTargetClosed, (halted, closed)));
    }

    function expectRegistryHalted() private {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(ballot)));
        vm.prank(address(ballot));
        registry.admitByBallot(makeAddr("newcomer"));
    }

    function expectTooEarly(bytes32 id, uint256 executableAt) private {
        vm.expectRevert(
            abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_TooEarlyToExecute.selector, id, executableAt)
        );
    }

    /// @dev The ordinary track with half of the power for a quorum.
    function stricter() private pure returns (ISnapshotBallot.Track memory next) {
        next = productionTracks()[0];
        next.quorumBps = 5000;
    }

    function openSetTrack(ISnapshotBallot.Track memory next) private returns (bytes32) {
        return openCall(
            attacker, CONSTITUTIONAL, address(ballot), abi.encodeCall(ISnapshotBallot.setTrack, (ORDINARY, 1, next))
        );
    }

    function expectEnactFails(ISnapshotBallot.Track memory next, bytes4 reason) private {
        bytes32 id = openSetTrack(next);
        passAndWait(id);
        vm.expectPartialRevert(reason);
        ballot.execute(id);
        rollForward(1);
    }
}
