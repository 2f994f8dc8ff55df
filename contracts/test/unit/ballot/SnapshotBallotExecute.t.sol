// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ISnapshotBallot} from "../../../src/interfaces/ISnapshotBallot.sol";
import {ElectionFixture} from "../../support/ElectionFixture.sol";
import {FakeTarget} from "../../support/FakeTarget.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";

contract SnapshotBallotExecuteTest is ElectionFixture {
    bytes32 private id;

    function setUp() public {
        deployElection(40);
        id = openAct(author, 7);
        skip(1 hours);
    }

    // --------------------------------------------------------------- close

    function test_RevertWhen_ClosingAnUnknownBallot() public {
        expectUnknown(keccak256("unknown"));
        ballot.close(keccak256("unknown"));
    }

    function test_RevertWhen_ClosingTwice() public {
        pass(id);
        expectStatusError(id, ISnapshotBallot.Status.Passed);
        ballot.close(id);
    }

    function test_RevertWhen_ClosingInTheLastSecondOfCounting() public {
        uint64 countUntil = ballot.ballot(id).countUntil;
        vm.warp(countUntil);
        expectNotOver(countUntil);
        ballot.close(id);
        vm.warp(countUntil + 1);
        ballot.close(id);
    }

    function test_RevertWhen_ClosingDuringAnExtension() public {
        uint64 countUntil = ballot.ballot(id).countUntil;
        cast(id, 0, 9, FOR);
        ISnapshotBallot.Vote[] memory last = votesOf(id, 9, 1, FOR);
        vm.warp(countUntil);
        ballot.count(id, last);
        vm.warp(countUntil + 1);
        expectNotOver(countUntil + 1 hours);
        ballot.close(id);
    }

    function test_PassesWithVotersAndMajorityExactlyMet() public {
        // Ten voters are enough; 5 For against 4 with one abstention.
        cast(id, 0, 5, FOR);
        cast(id, 5, 4, AGAINST);
        cast(id, 9, 1, ABSTAIN);
        assertCloses(ISnapshotBallot.Status.Passed);
    }

    function test_RejectsATie() public {
        cast(id, 0, 10, FOR);
        cast(id, 10, 10, AGAINST);
        assertCloses(ISnapshotBallot.Status.Rejected);
    }

    function test_RejectsWhenOneVoterLacks() public {
        electorate.setPower(memberAt(0).addr, 50);
        cast(id, 0, 9, FOR);
        assertCloses(ISnapshotBallot.Status.Rejected);
    }

    function test_RejectsWhenNobodyVoted() public {
        assertCloses(ISnapshotBallot.Status.Rejected);
    }

    function test_RejectsAbstentionsAlone() public {
        cast(id, 0, 20, ABSTAIN);
        assertCloses(ISnapshotBallot.Status.Rejected);
    }

    function test_CountsAbstentionsForTheQuorum() public {
        id = openWithQuorumOfTwenty();
        cast(id, 0, 1, FOR);
        cast(id, 1, 19, ABSTAIN);
        assertCloses(ISnapshotBallot.Status.Passed);
    }

    function test_RejectsWhenTheQuorumLacksOne() public {
        id = openWithQuorumOfTwenty();
        cast(id, 0, 19, FOR);
        assertCloses(ISnapshotBallot.Status.Rejected);
    }

    function test_PassesWithExactlyTwoThirds() public {
        id = openCall(author, EMERGENCY, address(target), abi.encodeCall(FakeTarget.halt, ()));
        cast(id, 0, 20, FOR);
        cast(id, 20, 10, AGAINST);
        assertCloses(ISnapshotBallot.Status.Passed);
    }

    function test_RejectsWhenTwoThirdsLackOne() public {
        id = openCall(author, EMERGENCY, address(target), abi.encodeCall(FakeTarget.halt, ()));
        cast(id, 0, 19, FOR);
        cast(id, 19, 10, AGAINST);
        assertCloses(ISnapshotBallot.Status.Rejected);
    }

    function test_TellsTheResultAndFreesAPlaceOfTheAuthor() public {
        cast(id, 0, 11, FOR);
        cast(id, 11, 3, AGAINST);
        cast(id, 14, 2, ABSTAIN);
        warpToClose(id);
        vm.expectEmit(address(ballot));
        emit ISnapshotBallot.BallotClosed(id, true, 11, 3, 2, 16);
        vm.prank(makeAddr("anybody"));
        assertTrue(ballot.close(id));
        assertEq(ballot.ballot(id).closedAt, vm.getBlockTimestamp());
        assertEq(ballot.openBallotsOf(author.addr), 0);
    }

    // -------------------------------------------------- execute: the ballot

    function test_RevertWhen_ExecutingAnUnknownBallot() public {
        expectUnknown(keccak256("unknown"));
        ballot.execute(keccak256("unknown"));
    }

    function test_RevertWhen_ExecutingAnOpenBallot() public {
        cast(id, 0, 20, FOR);
        expectStatusError(id, ISnapshotBallot.Status.Open);
        ballot.execute(id);
    }

    function test_RevertWhen_ExecutingARejectedBallot() public {
        warpToClose(id);
        ballot.close(id);
        expectStatusError(id, ISnapshotBallot.Status.Rejected);
        ballot.execute(id);
    }

    function test_RevertWhen_ExecutingTwice() public {
        pass(id);
        warpToExecute(id);
        ballot.execute(id);
        expectStatusError(id, ISnapshotBallot.Status.Executed);
        ballot.execute(id);
        assertEq(target.actsCount(), 1);
    }

    function test_RevertWhen_DelayIsNotOver() public {
        pass(id);
        uint256 executableAt = vm.getBlockTimestamp() + 24 hours;
        vm.warp(executableAt - 1);
        vm.expectRevert(
            abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_TooEarlyToExecute.selector, id, executableAt)
        );
        ballot.execute(id);
    }

    function test_RevertWhen_MandateExpired() public {
        pass(id);
        uint256 lastSecond = ballot.ballot(id).countUntil + 24 hours + 14 days;
        vm.warp(lastSecond);
        assertStatus(id, ISnapshotBallot.Status.Passed);
        vm.warp(lastSecond + 1);
        assertStatus(id, ISnapshotBallot.Status.Expired);
        expectExpired(lastSecond);
        ballot.execute(id);
    }

    function test_ExecutesInTheLastSecond() public {
        pass(id);
        vm.warp(ballot.ballot(id).countUntil + 24 hours + 14 days);
        ballot.execute(id);
        assertEq(target.actsCount(), 1);
    }

    function test_RevertWhen_MandateExpiredBeforeALateClose() public {
        cast(id, 0, 20, FOR);
        uint256 lastSecond = ballot.ballot(id).countUntil + 24 hours + 14 days;
        vm.warp(lastSecond + 1);
        ballot.close(id);
        assertStatus(id, ISnapshotBallot.Status.Expired);
        skip(24 hours);
        expectExpired(lastSecond);
        ballot.execute(id);
    }

    function test_RevertWhen_AnotherBallotExecutedTheAction() public {
        ISnapshotBallot.Proposal memory again = draft(memberAt(1).addr, ORDINARY);
        bytes32 second = openDraft(memberAt(1), again, address(target), abi.encodeCall(FakeTarget.act, (uint256(7))));
        assertEq(ballot.ballot(second).action, ballot.ballot(id).action, "the same action");
        cast(second, 0, 20, FOR);
        cast(id, 0, 20, FOR);
        warpToClose(second);
        ballot.close(second);
        ballot.close(id);
        warpToExecute(second);
        ballot.execute(id);
        bytes32 action = ballot.ballot(id).action;
        assertTrue(ballot.isExecuted(action));
        vm.expectRevert(abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_ActionAlreadyExecuted.selector, action));
        ballot.execute(second);
        assertEq(target.actsCount(), 1);
    }

    // -------------------------------------------------- execute: the target

    function test_RevertWhen_TargetCodeChanged() public {
        pass(id);
        warpToExecute(id);
        bytes32 expected = address(target).codehash;
        vm.etch(address(target), hex"00");
        vm.expectRevert(
            abi.encodeWithSelector(
                ISnapshotBallot.SnapshotBallot_TargetCodeChanged.selector, address(target), expected, keccak256(hex"00")
            )
        );
        ballot.execute(id);
    }

    function test_RevertWhen_TargetLostItsCode() public {
        pass(id);
        warpToExecute(id);
        vm.etch(address(target), "");
        vm.expectPartialRevert(ISnapshotBallot.SnapshotBallot_TargetCodeChanged.selector);
        ballot.execute(id);
    }

    function test_RevertWhen_TargetRefuses_LeavesTheBallotPassed() public {
        id = openCall(author, ORDINARY, address(target), abi.encodeCall(FakeTarget.actAfterFirst, (5)));
        pass(id);
        warpToExecute(id);
        vm.expectRevert(abi.encodeWithSelector(FakeTarget.FakeTarget_Refused.selector, uint256(5)));
        ballot.execute(id);
        assertStatus(id, ISnapshotBallot.Status.Passed);
        assertFalse(ballot.isExecuted(ballot.ballot(id).action));

        target.act(1);
        ballot.execute(id);
        assertStatus(id, ISnapshotBallot.Status.Executed);
        assertEq(target.acts(1), 5);
    }

    function test_RevertWhen_TargetExecutesAnotherBallot() public {
        pass(id);
        bytes memory inner = abi.encodeCall(ISnapshotBallot.execute, (id));
        bytes32 outer =
            openCall(author, ORDINARY, address(target), abi.encodeCall(FakeTarget.callBack, (address(ballot), inner)));
        cast(outer, 0, 20, FOR);
        warpToClose(outer);
        ballot.close(outer);
        warpToExecute(outer);
        vm.expectRevert(ReentrancyGuard.ReentrancyGuardReentrantCall.selector);
        ballot.execute(outer);
        ballot.execute(id);
    }

    function test_WritesBeforeItCalls() public {
        // The target comes back while it is being called, and finds the ballot executed already.
        bytes memory inner = abi.encodeCall(ISnapshotBallot.close, (id));
        bytes32 outer =
            openCall(author, ORDINARY, address(target), abi.encodeCall(FakeTarget.callBack, (address(ballot), inner)));
        pass(outer);
        warpToExecute(outer);
        ballot.execute(outer);
        assertStatus(id, ISnapshotBallot.Status.Rejected);
        assertStatus(outer, ISnapshotBallot.Status.Executed);
    }

    // ------------------------------------------------------------- success

    function test_MakesExactlyTheCommittedCall() public {
        pass(id);
        warpToExecute(id);
        bytes32 action = ballot.ballot(id).action;
        vm.expectCall(address(target), abi.encodeCall(FakeTarget.act, (7)), 1);
        vm.expectEmit(address(ballot));
        emit ISnapshotBallot.BallotExecuted(id, action);
        vm.prank(makeAddr("anybody"));
        bytes memory result = ballot.execute(id);
        assertEq(abi.decode(result, (uint256)), 8, "what the target returned");
        assertEq(target.acts(0), 7);
        assertEq(target.lastCaller(), address(ballot));
        assertStatus(id, ISnapshotBallot.Status.Executed);
        assertTrue(ballot.isExecuted(action));
    }

    function test_ExecutesEmergenciesAtOnce() public {
        id = openCall(author, EMERGENCY, address(target), abi.encodeCall(FakeTarget.halt, ()));
        pass(id);
        ballot.execute(id);
        assertEq(target.acts(0), type(uint256).max);
    }

    // ------------------------------------------------------------- helpers

    function openWithQuorumOfTwenty() private returns (bytes32) {
        electorate.setTotalAt(START_BLOCK - 1, 400);
        return openAct(memberAt(1), 20);
    }

    function assertCloses(ISnapshotBallot.Status expected) private {
        warpToClose(id);
        assertEq(ballot.close(id), expected == ISnapshotBallot.Status.Passed);
        assertStatus(id, expected);
    }

    function expectNotOver(uint64 countUntil) private {
        vm.expectRevert(abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_CountingNotOver.selector, id, countUntil));
    }

    function expectExpired(uint256 lastSecond) private {
        vm.expectRevert(abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_MandateExpired.selector, id, lastSecond));
    }
}
