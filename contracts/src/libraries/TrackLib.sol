// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ISnapshotBallot} from "../interfaces/ISnapshotBallot.sol";
import {PowerLib} from "./PowerLib.sol";

/// @title Bounds of the three tracks
/// @notice Bounds that hold everywhere, so that no vote can make a track unusable, and the minimums of a production
/// deployment.
/// @custom:source rules "SnapshotBallot" in docs/architecture.md
library TrackLib {
    uint8 internal constant ORDINARY = 1;
    uint8 internal constant EMERGENCY = 2;
    uint8 internal constant CONSTITUTIONAL = 3;

    /// @notice Latest end of a ballot, in seconds after it opens.
    uint64 internal constant END_MAX = 14 days;
    /// @dev A window of END_MAX would leave a single second for the end that the author signs beforehand.
    uint64 internal constant WINDOW_MAX = END_MAX - 1 days;
    uint64 internal constant GRACE_MAX = 14 days;
    uint64 internal constant DELAY_MAX = 30 days;

    /// @notice Reverts with SnapshotBallot_TrackOutOfRange or, in production, SnapshotBallot_BelowProductionMinimum.
    function requireAllowed(uint8 track, ISnapshotBallot.Track memory values, bool production) internal pure {
        _requireInRange("window", values.window, 1, WINDOW_MAX);
        _requireInRange("grace", values.grace, 0, GRACE_MAX);
        _requireInRange("delay", values.delay, 0, DELAY_MAX);
        _requireInRange("quorumBps", values.quorumBps, 0, PowerLib.BPS);
        if (!production) return;
        ISnapshotBallot.Track memory least = productionMinimum(track);
        requireAtLeast("window", values.window, least.window);
        requireAtLeast("grace", values.grace, least.grace);
        requireAtLeast("delay", values.delay, least.delay);
        requireAtLeast("quorumBps", values.quorumBps, least.quorumBps);
        requireAtLeast("votersMin", values.votersMin, least.votersMin);
        requireAtLeast("twoThirds", values.twoThirds ? 1 : 0, least.twoThirds ? 1 : 0);
    }

    /// @notice The least values of a track in production.
    function productionMinimum(uint8 track) internal pure returns (ISnapshotBallot.Track memory least) {
        if (track == ORDINARY) {
            least.window = 72 hours;
            least.grace = 1 hours;
            least.delay = 24 hours;
            least.quorumBps = 500;
            least.votersMin = 10;
        } else if (track == EMERGENCY) {
            least.window = 2 hours;
            least.grace = 10 minutes;
            least.quorumBps = 2000;
            least.votersMin = 10;
            least.twoThirds = true;
        } else {
            least.window = 7 days;
            least.grace = 1 hours;
            least.delay = 7 days;
            least.quorumBps = 2000;
            least.votersMin = 20;
            least.twoThirds = true;
        }
    }

    /// @notice Reverts with SnapshotBallot_BelowProductionMinimum.
    function requireAtLeast(string memory rule, uint256 value, uint256 minimum) internal pure {
        require(value >= minimum, ISnapshotBallot.SnapshotBallot_BelowProductionMinimum(rule, value, minimum));
    }

    function _requireInRange(string memory rule, uint256 value, uint256 minimum, uint256 maximum) private pure {
        require(
            value >= minimum && value <= maximum,
            ISnapshotBallot.SnapshotBallot_TrackOutOfRange(rule, value, minimum, maximum)
        );
    }
}
