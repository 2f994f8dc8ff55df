// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ICanary} from "../src/interfaces/ICanary.sol";
import {ICradle} from "../src/interfaces/ICradle.sol";
import {INodeRegistry} from "../src/interfaces/INodeRegistry.sol";
import {INodeTouchLimit} from "../src/interfaces/INodeTouchLimit.sol";
import {ISnapshotBallot} from "../src/interfaces/ISnapshotBallot.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

/// @notice The calls that ballots may make after a deployment, and on which track.
library ListingPlan {
    uint8 internal constant ORDINARY = 1;
    uint8 internal constant EMERGENCY = 2;
    uint8 internal constant CONSTITUTIONAL = 3;

    /// @notice What the deployment hands to the ballot; the ballot lists its own functions itself.
    function given(address authority, address registry, address touchLimit, address cradle, address canary)
        internal
        pure
        returns (ISnapshotBallot.Listing[] memory listings)
    {
        bytes4[10] memory authorityCalls = _authorityCalls();
        listings = new ISnapshotBallot.Listing[](9 + authorityCalls.length);
        listings[0] = ISnapshotBallot.Listing(cradle, ICradle.approve.selector, ORDINARY);
        listings[1] = ISnapshotBallot.Listing(registry, INodeRegistry.admitByBallot.selector, ORDINARY);
        listings[2] = ISnapshotBallot.Listing(registry, INodeRegistry.suspendByBallot.selector, ORDINARY);
        listings[3] = ISnapshotBallot.Listing(registry, INodeRegistry.restore.selector, ORDINARY);
        listings[4] = ISnapshotBallot.Listing(registry, INodeRegistry.revokeOperator.selector, CONSTITUTIONAL);
        listings[5] = ISnapshotBallot.Listing(cradle, ICradle.setAttestors.selector, CONSTITUTIONAL);
        listings[6] = ISnapshotBallot.Listing(touchLimit, INodeTouchLimit.setSpender.selector, CONSTITUTIONAL);
        listings[7] = ISnapshotBallot.Listing(canary, ICanary.approveFinalWave.selector, ORDINARY);
        listings[8] = ISnapshotBallot.Listing(canary, ICanary.rollBackByBallot.selector, EMERGENCY);
        for (uint256 i = 0; i < authorityCalls.length; ++i) {
            listings[9 + i] = ISnapshotBallot.Listing(authority, authorityCalls[i], CONSTITUTIONAL);
        }
    }

    /// @notice Every listing of a new ballot, its own functions included.
    function all(
        address authority,
        address registry,
        address touchLimit,
        address cradle,
        address canary,
        address ballot
    ) internal pure returns (ISnapshotBallot.Listing[] memory listings) {
        ISnapshotBallot.Listing[] memory ours = given(authority, registry, touchLimit, cradle, canary);
        listings = new ISnapshotBallot.Listing[](ours.length + 3);
        for (uint256 i = 0; i < ours.length; ++i) {
            listings[i] = ours[i];
        }
        listings[ours.length] = ISnapshotBallot.Listing(ballot, ISnapshotBallot.veto.selector, EMERGENCY);
        listings[ours.length + 1] = ISnapshotBallot.Listing(ballot, ISnapshotBallot.setTrack.selector, CONSTITUTIONAL);
        listings[ours.length + 2] = ISnapshotBallot.Listing(ballot, ISnapshotBallot.setListing.selector, CONSTITUTIONAL);
    }

    /// @dev Without execute, multicall, schedule, cancel and consumeScheduledOp, which would carry any call inside.
    function _authorityCalls() private pure returns (bytes4[10] memory) {
        return [
            IAccessManager.grantRole.selector,
            IAccessManager.revokeRole.selector,
            IAccessManager.setRoleAdmin.selector,
            IAccessManager.setRoleGuardian.selector,
            IAccessManager.setGrantDelay.selector,
            IAccessManager.labelRole.selector,
            IAccessManager.setTargetFunctionRole.selector,
            IAccessManager.setTargetAdminDelay.selector,
            IAccessManager.setTargetClosed.selector,
            IAccessManager.updateAuthority.selector
        ];
    }
}
