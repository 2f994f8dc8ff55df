// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {SnapshotBallot} from "../../../src/ballot/SnapshotBallot.sol";
import {ISnapshotBallot} from "../../../src/interfaces/ISnapshotBallot.sol";
import {ElectionFixture} from "../../support/ElectionFixture.sol";
import {FakeTarget} from "../../support/FakeTarget.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";

contract SnapshotBallotConstructorTest is ElectionFixture {
    function setUp() public {
        deployElection(20);
    }

    // ---------------------------------------------------------- production

    function test_RevertWhen_ProductionElectorateIsTooSmall() public {
        ISnapshotBallot.Config memory config = configOf(address(electorate), address(authority));
        config.electorateMin = 9;
        expectBelowMinimum("electorateMin", 9, 10);
        deploy(config, productionTracks());
    }

    function test_RevertWhen_ProductionTrackIsBelowItsMinimum() public {
        for (uint256 i = 0; i < 3; i++) {
            ISnapshotBallot.Track memory least = productionTracks()[i];
            ISnapshotBallot.Track[3] memory tracks = productionTracks();
            tracks[i].window = least.window - 1;
            expectTrackRefused(tracks, "window", least.window - 1, least.window);

            tracks = productionTracks();
            tracks[i].grace = least.grace - 1;
            expectTrackRefused(tracks, "grace", least.grace - 1, least.grace);

            tracks = productionTracks();
            tracks[i].quorumBps = least.quorumBps - 1;
            expectTrackRefused(tracks, "quorumBps", least.quorumBps - 1, least.quorumBps);

            tracks = productionTracks();
            tracks[i].votersMin = least.votersMin - 1;
            expectTrackRefused(tracks, "votersMin", least.votersMin - 1, least.votersMin);
        }
    }

    function test_RevertWhen_ProductionDelayIsBelowItsMinimum() public {
        ISnapshotBallot.Track[3] memory tracks = productionTracks();
        tracks[0].delay = 24 hours - 1;
        expectTrackRefused(tracks, "delay", 24 hours - 1, 24 hours);

        tracks = productionTracks();
        tracks[2].delay = 7 days - 1;
        expectTrackRefused(tracks, "delay", 7 days - 1, 7 days);
    }

    function test_RevertWhen_ProductionMajorityIsTooWeak() public {
        for (uint256 i = 1; i < 3; i++) {
            ISnapshotBallot.Track[3] memory tracks = productionTracks();
            tracks[i].twoThirds = false;
            expectTrackRefused(tracks, "twoThirds", 0, 1);
        }
    }

    function test_TakesStricterProductionTracks() public {
        ISnapshotBallot.Track[3] memory tracks = productionTracks();
        tracks[0].twoThirds = true;
        tracks[0].window = 13 days;
        SnapshotBallot strict = deploy(configOf(address(electorate), address(authority)), tracks);
        assertEq(strict.trackOf(ORDINARY).window, 13 days);
    }

    // -------------------------------------------------------------- always

    function test_RevertWhen_TrackIsOutOfRange() public {
        for (uint256 i = 0; i < 3; i++) {
            ISnapshotBallot.Track[3] memory tracks = productionTracks();
            tracks[i].window = 0;
            expectTrackOutOfRange(tracks, "window", 0, 1, 13 days);
            tracks[i].window = 13 days + 1;
            expectTrackOutOfRange(tracks, "window", 13 days + 1, 1, 13 days);

            tracks = productionTracks();
            tracks[i].grace = 14 days + 1;
            expectTrackOutOfRange(tracks, "grace", 14 days + 1, 0, 14 days);

            tracks = productionTracks();
            tracks[i].delay = 30 days + 1;
            expectTrackOutOfRange(tracks, "delay", 30 days + 1, 0, 30 days);

            tracks = productionTracks();
            tracks[i].quorumBps = 10_001;
            expectTrackOutOfRange(tracks, "quorumBps", 10_001, 0, 10_000);
        }
    }

    function test_TakesDevnetTracksOfSeconds() public {
        ISnapshotBallot.Config memory config = devnetConfig();
        ISnapshotBallot.Track[3] memory tracks = devnetTracks();
        SnapshotBallot devnet = deploy(config, tracks);
        assertEq(devnet.trackOf(CONSTITUTIONAL).window, 20);
        assertFalse(devnet.config().production);
        assertEq(devnet.config().electorateMin, 3);
    }

    function test_RevertWhen_DevnetTrackIsOutOfRange() public {
        ISnapshotBallot.Track[3] memory tracks = devnetTracks();
        tracks[1].window = 0;
        ISnapshotBallot.Config memory config = devnetConfig();
        expectOutOfRange("window", 0, 1, 13 days);
        deploy(config, tracks);
    }

    function test_RevertWhen_RegistryIsNotAContract() public {
        address nobody = makeAddr("nobody");
        ISnapshotBallot.Config memory config = configOf(nobody, address(authority));
        vm.expectRevert(abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_TargetNotAContract.selector, nobody));
        deploy(config, productionTracks());
    }

    function test_RevertWhen_AuthorityIsNotAContract() public {
        address nobody = makeAddr("nobody");
        ISnapshotBallot.Config memory config = configOf(address(electorate), nobody);
        vm.expectRevert(abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_TargetNotAContract.selector, nobody));
        deploy(config, productionTracks());
    }

    // ------------------------------------------------------------ listings

    function test_RevertWhen_ListingCarriesTheAuthority() public {
        bytes4[5] memory carriers = [
            IAccessManager.execute.selector,
            Multicall.multicall.selector,
            IAccessManager.schedule.selector,
            IAccessManager.cancel.selector,
            IAccessManager.consumeScheduledOp.selector
        ];
        for (uint256 i = 0; i < carriers.length; i++) {
            expectListingRefused(
                address(authority),
                carriers[i],
                CONSTITUTIONAL,
                abi.encodeWithSelector(
                    ISnapshotBallot.SnapshotBallot_CallForbidden.selector, address(authority), carriers[i]
                )
            );
        }
    }

    function test_RevertWhen_ListingTwice() public {
        ISnapshotBallot.Listing[] memory twice = new ISnapshotBallot.Listing[](2);
        twice[0] = ISnapshotBallot.Listing(address(target), FakeTarget.act.selector, CONSTITUTIONAL);
        twice[1] = ISnapshotBallot.Listing(address(target), FakeTarget.act.selector, ORDINARY);
        ISnapshotBallot.Config memory config = configOf(address(electorate), address(authority));
        vm.expectRevert(
            abi.encodeWithSelector(
                ISnapshotBallot.SnapshotBallot_ListingIs.selector,
                address(target),
                FakeTarget.act.selector,
                CONSTITUTIONAL,
                uint8(0)
            )
        );
        new SnapshotBallot(config, productionTracks(), twice);
    }

    function test_RevertWhen_ListingMovesTheBallotsOwnCall() public {
        // The deployer knows the address beforehand, and would move setListing to the weak track.
        address coming = vm.computeCreateAddress(address(this), vm.getNonce(address(this)));
        expectListingRefused(
            coming,
            ISnapshotBallot.setListing.selector,
            ORDINARY,
            abi.encodeWithSelector(
                ISnapshotBallot.SnapshotBallot_ListingIs.selector,
                coming,
                ISnapshotBallot.setListing.selector,
                CONSTITUTIONAL,
                uint8(0)
            )
        );
    }

    function test_RevertWhen_ListingIsOnAnUnknownTrack() public {
        expectListingRefused(
            address(target),
            FakeTarget.act.selector,
            4,
            abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_UnknownTrack.selector, uint8(4))
        );
    }

    // ------------------------------------------------------------- success

    function test_KeepsItsConfig() public view {
        ISnapshotBallot.Config memory config = ballot.config();
        assertEq(config.space, SPACE);
        assertEq(address(config.registry), address(electorate));
        assertEq(config.authority, address(authority));
        assertTrue(config.production);
        assertEq(config.electorateMin, 10);
        assertEq(config.snapshotAgeMax, SNAPSHOT_AGE_MAX);
    }

    function test_KeepsTracksWithVersionOne() public view {
        ISnapshotBallot.Track[3] memory tracks = productionTracks();
        for (uint8 i = 0; i < 3; i++) {
            tracks[i].version = 1;
            assertEq(abi.encode(ballot.trackOf(i + 1)), abi.encode(tracks[i]));
        }
    }

    function test_ListsTheGivenCallsAndItsOwn() public view {
        assertEq(ballot.listingOf(address(target), FakeTarget.act.selector), ORDINARY);
        assertEq(ballot.listingOf(address(target), FakeTarget.halt.selector), EMERGENCY);
        assertEq(ballot.listingOf(address(ballot), ISnapshotBallot.veto.selector), EMERGENCY);
        assertEq(ballot.listingOf(address(ballot), ISnapshotBallot.setTrack.selector), CONSTITUTIONAL);
        assertEq(ballot.listingOf(address(ballot), ISnapshotBallot.setListing.selector), CONSTITUTIONAL);
        assertEq(ballot.listingOf(address(ballot), ISnapshotBallot.execute.selector), 0);
    }

    function test_EmitsTracksAndListings() public {
        ISnapshotBallot.Config memory config = configOf(address(electorate), address(authority));
        ISnapshotBallot.Listing[] memory list = listings();
        vm.expectEmit();
        emit ISnapshotBallot.TrackSet(2, 1, 2 hours, 10 minutes, 0, 2000, 10, true);
        vm.expectEmit();
        emit ISnapshotBallot.ListingSet(address(target), FakeTarget.halt.selector, EMERGENCY);
        new SnapshotBallot(config, productionTracks(), list);
    }

    function test_FitsTheSizeLimitOfAContract() public view {
        assertLt(address(ballot).code.length, 24_576, "EIP-170");
    }

    // ------------------------------------------------------------- helpers

    function devnetConfig() private view returns (ISnapshotBallot.Config memory config) {
        config = configOf(address(electorate), address(authority));
        config.production = false;
        config.electorateMin = 3;
    }

    function devnetTracks() private pure returns (ISnapshotBallot.Track[3] memory tracks) {
        for (uint256 i = 0; i < 3; i++) {
            tracks[i].window = 20;
            tracks[i].grace = 5;
            tracks[i].delay = 2;
        }
    }

    function deploy(ISnapshotBallot.Config memory config, ISnapshotBallot.Track[3] memory tracks)
        private
        returns (SnapshotBallot)
    {
        return new SnapshotBallot(config, tracks, new ISnapshotBallot.Listing[](0));
    }

    function expectTrackRefused(
        ISnapshotBallot.Track[3] memory tracks,
        string memory rule,
        uint256 value,
        uint256 minimum
    ) private {
        ISnapshotBallot.Config memory config = configOf(address(electorate), address(authority));
        expectBelowMinimum(rule, value, minimum);
        deploy(config, tracks);
    }

    function expectTrackOutOfRange(
        ISnapshotBallot.Track[3] memory tracks,
        string memory rule,
        uint256 value,
        uint256 minimum,
        uint256 maximum
    ) private {
        ISnapshotBallot.Config memory config = configOf(address(electorate), address(authority));
        expectOutOfRange(rule, value, minimum, maximum);
        deploy(config, tracks);
    }

    function expectListingRefused(address callee, bytes4 selector, uint8 track, bytes memory reason) private {
        ISnapshotBallot.Listing[] memory list = new ISnapshotBallot.Listing[](1);
        list[0] = ISnapshotBallot.Listing(callee, selector, track);
        ISnapshotBallot.Config memory config = configOf(address(electorate), address(authority));
        vm.expectRevert(reason);
        new SnapshotBallot(config, productionTracks(), list);
    }

    function expectBelowMinimum(string memory rule, uint256 value, uint256 minimum) private {
        vm.expectRevert(
            abi.encodeWithSelector(ISnapshotBallot.SnapshotBallot_BelowProductionMinimum.selector, rule, value, minimum)
        );
    }

    function expectOutOfRange(string memory rule, uint256 value, uint256 minimum, uint256 maximum) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                ISnapshotBallot.SnapshotBallot_TrackOutOfRange.selector, rule, value, minimum, maximum
            )
        );
    }
}
