// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ISnapshotBallot} from "../../../src/interfaces/ISnapshotBallot.sol";
import {ElectionFixture} from "../../support/ElectionFixture.sol";
import {FakeTarget} from "../../support/FakeTarget.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";

contract SnapshotBallotGovernanceTest is ElectionFixture {
    function setUp() public {
        deployElection(40);
    }

    // ---------------------------------------------------------------- veto

    function test_RevertWhen_StrangerVetoes() public {
        bytes32 id = openAct(author, 1);
        expectOnlyBallot();
        ballot.veto(id);
    }

    function test_RevertWhen_VetoedBallotIsUnknown() public {
        expectEnactError(
            EMERGENCY,
            abi.encodeCall(ISnapshotBallot.veto, (keccak256("unknown"))),
            abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_UnknownBallot.selector, keccak256("unknown"))
        );
    }

    function test_RevertWhen_VetoedBallotIsRejected() public {
        bytes32 id = openAct(author, 1);
        warpToClose(id);
        ballot.close(id);
        expectVetoError(id, ISnapshotBallot.Status.Rejected);
    }

    function test_RevertWhen_VetoedBallotIsExecuted() public {
        bytes32 id = enact(ORDINARY, address(target), abi.encodeCall(FakeTarget.act, (1)));
        expectVetoError(id, ISnapshotBallot.Status.Executed);
    }

    function test_RevertWhen_VetoedBallotIsExpired() public {
        bytes32 id = openAct(author, 1);
        pass(id);
        skip(16 days);
        expectVetoError(id, ISnapshotBallot.Status.Expired);
    }

    function test_RevertWhen_VetoingTwice() public {
        bytes32 id = openAct(author, 1);
        enact(EMERGENCY, address(ballot), abi.encodeCall(ISnapshotBallot.veto, (id)));
        // The action of the first veto is spent: another salt, or here another author's ballot, makes a new one.
        vm.prank(address(ballot));
        expectStatusError(id, ISnapshotBallot.Status.Vetoed);
        ballot.veto(id);
    }

    function test_VetoesAnOpenBallot() public {
        bytes32 id = openAct(memberAt(1), 1);
        ISnapshotBallot.Vote[] memory votes = votesOf(id, 0, 20, FOR);
        bytes32 vetoId = openCall(author, EMERGENCY, address(ballot), abi.encodeCall(ISnapshotBallot.veto, (id)));
        pass(vetoId);
        vm.expectEmit(address(ballot));
        emit ISnapshotBallot.BallotVetoed(id);
        ballot.execute(vetoId);

        assertStatus(id, ISnapshotBallot.Status.Vetoed);
        assertEq(ballot.openBallotsOf(memberAt(1).addr), 0, "the author's place is free");
        expectStatusError(id, ISnapshotBallot.Status.Vetoed);
        ballot.count(id, votes);
        warpToClose(id);
        expectStatusError(id, ISnapshotBallot.Status.Vetoed);
        ballot.close(id);
        expectStatusError(id, ISnapshotBallot.Status.Vetoed);
        ballot.execute(id);
    }

    function test_VetoesAPassedBallotBeforeItsDelayIsOver() public {
        bytes32 id = openAct(author, 1);
        pass(id);
        enact(EMERGENCY, address(ballot), abi.encodeCall(ISnapshotBallot.veto, (id)));
        assertStatus(id, ISnapshotBallot.Status.Vetoed);
        assertEq(ballot.openBallotsOf(author.addr), 0, "counted down once, at close");
        warpToExecute(id);
        expectStatusError(id, ISnapshotBallot.Status.Vetoed);
        ballot.execute(id);
    }

    // ------------------------------------------------------------ setTrack

    function test_RevertWhen_StrangerSetsATrack() public {
        expectOnlyBallot();
        ballot.setTrack(ORDINARY, 1, longerTrack());
    }

    function test_RevertWhen_TrackIsUnknown() public {
        expectSetTrackError(
            0, 1, longerTrack(), abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_UnknownTrack.selector, uint8(0))
        );
        expectSetTrackError(
            4, 0, longerTrack(), abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_UnknownTrack.selector, uint8(4))
        );
    }

    function test_RevertWhen_TrackVersionIsAnother() public {
        expectSetTrackError(
            ORDINARY,
            2,
            longerTrack(),
            abi.encodeWithSelector(
                ISnapshotBallot.SnapshotBallot_TrackVersionIs.selector, ORDINARY, uint32(1), uint32(2)
            )
        );
    }

    function test_RevertWhen_TrackIsBelowItsProductionMinimum() public {
        ISnapshotBallot.Track memory next = longerTrack();
        next.votersMin = 9;
        expectSetTrackError(
            ORDINARY,
            1,
            next,
            abi.encodeWithSelector(
                ISnapshotBallot.SnapshotBallot_BelowProductionMinimum.selector, "votersMin", uint256(9), uint256(10)
            )
        );
    }

    function test_RevertWhen_TrackIsOutOfRange() public {
        ISnapshotBallot.Track memory next = longerTrack();
        next.delay = 30 days + 1;
        expectSetTrackError(
            ORDINARY,
            1,
            next,
            abi.encodeWithSelector(
                ISnapshotBallot.SnapshotBallot_TrackOutOfRange.selector,
                "delay",
                uint256(30 days + 1),
                uint256(0),
                uint256(30 days)
            )
        );
    }

    function test_SetsATrackForLaterBallotsOnly() public {
        ISnapshotBallot.Track memory next = longerTrack();
        bytes memory data = abi.encodeCall(ISnapshotBallot.setTrack, (ORDINARY, 1, next));
        bytes32 change = openCall(author, CONSTITUTIONAL, address(ballot), data);
        pass(change);
        bytes32 running = openAct(author, 1);
        warpToExecute(change);
        vm.expectEmit(address(ballot));
        emit ISnapshotBallot.TrackSet(ORDINARY, 2, 96 hours, 2 hours, 48 hours, 1000, 15, true);
        ballot.execute(change);

        next.version = 2;
        assertEq(abi.encode(ballot.trackOf(ORDINARY)), abi.encode(next));
        assertEq(ballot.ballot(running).delay, 24 hours, "a running ballot keeps its terms");
        assertEq(ballot.ballot(running).votersMin, 10);
        assertEq(ballot.ballot(openAct(author, 2)).delay, 48 hours);
    }

    // ---------------------------------------------------------- setListing

    function test_RevertWhen_StrangerSetsAListing() public {
        expectOnlyBallot();
        ballot.setListing(address(target), FakeTarget.act.selector, ORDINARY, EMERGENCY);
    }

    function test_RevertWhen_ListingIsForAnUnknownTrack() public {
        expectSetListingError(
            address(target),
            FakeTarget.act.selector,
            4,
            abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_UnknownTrack.selector, uint8(4))
        );
    }

    function test_RevertWhen_ListingIsOnAnotherTrack() public {
        expectSetListingError(
            address(target),
            FakeTarget.halt.selector,
            CONSTITUTIONAL,
            abi.encodeWithSelector(
                ISnapshotBallot.SnapshotBallot_ListingIs.selector,
                address(target),
                FakeTarget.halt.selector,
                EMERGENCY,
                ORDINARY
            )
        );
    }

    function test_RevertWhen_ListingCarriesTheAuthority() public {
        bytes4[5] memory carriers = [
            IAccessManager.execute.selector,
            Multicall.multicall.selector,
            IAccessManager.schedule.selector,
            IAccessManager.cancel.selector,
            IAccessManager.consumeScheduledOp.selector
        ];
        for (uint256 i = 0; i < carriers.length; i++) {
            expectSetListingError(
                address(authority),
                carriers[i],
                CONSTITUTIONAL,
                abi.encodeWithSelector(
                    ISnapshotBallot.SnapshotBallot_CallForbidden.selector, address(authority), carriers[i]
                )
            );
        }
    }

    function test_ListsACall() public {
        bytes memory data = abi.encodeCall(
            ISnapshotBallot.setListing, (address(authority), IAccessManager.grantRole.selector, 0, CONSTITUTIONAL)
        );
        enact(CONSTITUTIONAL, address(ballot), data);
        assertEq(ballot.listingOf(address(authority), IAccessManager.grantRole.selector), CONSTITUTIONAL);
    }

    function test_TakesACallOffForLaterBallotsOnly() public {
        bytes memory data =
            abi.encodeCall(ISnapshotBallot.setListing, (address(target), FakeTarget.act.selector, ORDINARY, 0));
        bytes32 change = openCall(author, CONSTITUTIONAL, address(ballot), data);
        pass(change);
        skip(4 days);
        bytes32 running = openAct(author, 1);
        cast(running, 0, 20, FOR);
        warpToExecute(change);
        vm.expectEmit(address(ballot));
        emit ISnapshotBallot.ListingSet(address(target), FakeTarget.act.selector, 0);
        ballot.execute(change);

        assertEq(ballot.listingOf(address(target), FakeTarget.act.selector), 0);
        warpToClose(running);
        ballot.close(running);
        warpToExecute(running);
        ballot.execute(running);
        assertEq(target.actsCount(), 1);
    }

    // ------------------------------------------------------------- helpers

    function longerTrack() private pure returns (ISnapshotBallot.Track memory) {
        return ISnapshotBallot.Track({
            window: 96 hours,
            grace: 2 hours,
            delay: 48 hours,
            quorumBps: 1000,
            votersMin: 15,
            twoThirds: true,
            version: 77
        });
    }

    function expectOnlyBallot() private {
        vm.expectRevert(abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_OnlyBallot.selector, address(this)));
    }

    function expectVetoError(bytes32 id, ISnapshotBallot.Status found) private {
        expectEnactError(
            EMERGENCY,
            abi.encodeCall(ISnapshotBallot.veto, (id)),
            abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_StatusIs.selector, id, found)
        );
    }

    function expectSetTrackError(
        uint8 track,
        uint32 expectedVersion,
        ISnapshotBallot.Track memory next,
        bytes memory reason
    ) private {
        bytes memory data = abi.encodeCall(ISnapshotBallot.setTrack, (track, expectedVersion, next));
        expectEnactError(CONSTITUTIONAL, data, reason);
    }

    function expectSetListingError(address callee, bytes4 selector, uint8 track, bytes memory reason) private {
        uint8 expectedTrack = callee == address(target) ? ORDINARY : 0;
        bytes memory data = abi.encodeCall(ISnapshotBallot.setListing, (callee, selector, expectedTrack, track));
        expectEnactError(CONSTITUTIONAL, data, reason);
    }

    /// @dev A ballot passes whose call to the ballot itself reverts.
    function expectEnactError(uint8 track, bytes memory data, bytes memory reason) private {
        bytes32 id = openCall(author, track, address(ballot), data);
        pass(id);
        warpToExecute(id);
        vm.expectRevert(reason);
        ballot.execute(id);
        assertStatus(id, ISnapshotBallot.Status.Passed);
    }
}
