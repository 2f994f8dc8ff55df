// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ISnapshotBallot} from "../interfaces/ISnapshotBallot.sol";
import {TrackLib} from "../libraries/TrackLib.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";

/// @title Tracks and listings
/// @notice Which calls ballots may make, on which track, and how each track runs. Only a ballot changes them.
abstract contract BallotTracks is ISnapshotBallot {
    /// @dev The code of an EIP-7702 account: this prefix and the address of its delegate.
    bytes3 private constant DELEGATION_PREFIX = 0xef0100;
    uint256 private constant DELEGATION_LENGTH = 23;

    address internal immutable AUTHORITY;
    bool internal immutable PRODUCTION;

    mapping(uint8 track => Track) internal _tracks;
    mapping(address target => mapping(bytes4 selector => uint8 track)) private _listings;

    modifier onlyBallot() {
        require(msg.sender == address(this), SnapshotBallot_OnlyBallot(msg.sender));
        _;
    }

    /// @dev The ballot's own governance functions are listed first, so that no deployer can put them on another track.
    /// @param tracks the values of track 1 ordinary, 2 emergency, 3 constitutional; their versions become 1
    constructor(address authority, bool production, Track[3] memory tracks, Listing[] memory listings) {
        _requireContract(authority);
        AUTHORITY = authority;
        PRODUCTION = production;
        for (uint8 i = 0; i < tracks.length; ++i) {
            _setTrack(i + 1, 0, tracks[i], production);
        }
        _setListing(address(this), ISnapshotBallot.veto.selector, 0, TrackLib.EMERGENCY);
        _setListing(address(this), ISnapshotBallot.setTrack.selector, 0, TrackLib.CONSTITUTIONAL);
        _setListing(address(this), ISnapshotBallot.setListing.selector, 0, TrackLib.CONSTITUTIONAL);
        for (uint256 i = 0; i < listings.length; ++i) {
            _requireNotForbidden(authority, listings[i].target, listings[i].selector);
            _setListing(listings[i].target, listings[i].selector, 0, listings[i].track);
        }
    }

    /// @inheritdoc ISnapshotBallot
    function setTrack(uint8 track, uint32 expectedVersion, Track calldata next) external onlyBallot {
        require(track >= TrackLib.ORDINARY && track <= TrackLib.CONSTITUTIONAL, SnapshotBallot_UnknownTrack(track));
        _setTrack(track, expectedVersion, next, PRODUCTION);
    }

    /// @inheritdoc ISnapshotBallot
    function setListing(address target, bytes4 selector, uint8 expectedTrack, uint8 track) external onlyBallot {
        _requireNotForbidden(AUTHORITY, target, selector);
        _setListing(target, selector, expectedTrack, track);
    }

    /// @inheritdoc ISnapshotBallot
    function trackOf(uint8 track) external view returns (Track memory) {
        return _tracks[track];
    }

    /// @inheritdoc ISnapshotBallot
    function listingOf(address target, bytes4 selector) external view returns (uint8 track) {
        return _listings[target][selector];
    }

    function _requireListed(address target, bytes calldata data) internal view returns (uint8 track) {
        require(data.length >= 4, SnapshotBallot_DataTooShort(data.length));
        _requireContract(target);
        bytes4 selector = bytes4(data[:4]);
        track = _listings[target][selector];
        require(track != 0, SnapshotBallot_CallNotListed(target, selector));
    }

    /// @dev An account without code does nothing when called; an EIP-7702 account does whatever its key says.
    function _requireContract(address target) internal view {
        uint256 length = target.code.length;
        bool isDelegated = length == DELEGATION_LENGTH && bytes3(target.code) == DELEGATION_PREFIX;
        require(length != 0 && !isDelegated, SnapshotBallot_TargetNotAContract(target));
    }

    function _setTrack(uint8 track, uint32 expectedVersion, Track memory next, bool production) private {
        uint32 version = _tracks[track].version;
        require(version == expectedVersion, SnapshotBallot_TrackVersionIs(track, version, expectedVersion));
        TrackLib.requireAllowed(track, next, production);
        next.version = version + 1;
        _tracks[track] = next;
        emit TrackSet(
            track, next.version, next.window, next.grace, next.delay, next.quorumBps, next.votersMin, next.twoThirds
        );
    }

    function _setListing(address target, bytes4 selector, uint8 expectedTrack, uint8 track) private {
        require(track <= TrackLib.CONSTITUTIONAL, SnapshotBallot_UnknownTrack(track));
        uint8 current = _listings[target][selector];
        require(current == expectedTrack, SnapshotBallot_ListingIs(target, selector, current, expectedTrack));
        _listings[target][selector] = track;
        emit ListingSet(target, selector, track);
    }

    /// @dev Through these the authority makes calls of its own: a ballot of a weak track could carry one of a strong track.
    /// OpenZeppelin's AccessManager inherits Multicall.
    function _requireNotForbidden(address authority, address target, bytes4 selector) private pure {
        bool isForbidden = selector == IAccessManager.execute.selector || selector == Multicall.multicall.selector
            || selector == IAccessManager.schedule.selector || selector == IAccessManager.cancel.selector
            || selector == IAccessManager.consumeScheduledOp.selector;
        require(target != authority || !isForbidden, SnapshotBallot_CallForbidden(target, selector));
    }
}
