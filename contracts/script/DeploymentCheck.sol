// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ICanary} from "../src/interfaces/ICanary.sol";
import {INodeRegistry} from "../src/interfaces/INodeRegistry.sol";
import {INodeTouchLimit} from "../src/interfaces/INodeTouchLimit.sol";
import {ISnapshotBallot} from "../src/interfaces/ISnapshotBallot.sol";
import {Vm} from "../test/support/Vm.sol";
import {Deployed} from "./Deployed.sol";
import {ListingPlan} from "./ListingPlan.sol";
import {Plan} from "./Plan.sol";
import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";

/// @notice What must be true of a deployment before anybody relies on it. Each check stops with a sentence.
/// @dev The checks of roles, spenders and listings read events, since a mapping cannot show that nothing else is in it.
library DeploymentCheck {
    /// @notice The deployment must not be used, for this reason.
    error DeploymentCheck_Unsound(string reason);

    /// @notice Reverts unless the contracts are the plan's, and the ballot is the only authority.
    /// @param logs every log of the authority, the ballot and the touch limit since their first block
    function requireSound(Plan memory plan, Deployed memory deployed, Vm.Log[] memory logs) internal view {
        requireBallotIsOnlyRoleHolder(deployed, logs);
        requireWired(plan, deployed);
        requireCanaryIsOnlySpender(deployed, logs);
        requireElectorate(plan, deployed);
        requireTracks(plan, deployed);
        requireListings(deployed, logs);
    }

    /// @notice Reverts unless the role events leave the ballot as the only holder of the only role.
    function requireBallotIsOnlyRoleHolder(Deployed memory deployed, Vm.Log[] memory logs) internal view {
        AccessManager authority = deployed.authority;
        uint64 admin = authority.ADMIN_ROLE();
        (bool isAdmin, uint32 delay) = authority.hasRole(admin, address(deployed.ballot));
        require(isAdmin && delay == 0, DeploymentCheck_Unsound("the ballot is not the admin, or not without delay"));

        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].emitter != address(authority)) continue;
            bytes32 kind = logs[i].topics[0];
            require(
                kind == IAccessManager.RoleGranted.selector || kind == IAccessManager.RoleRevoked.selector,
                DeploymentCheck_Unsound("the authority was changed beyond the handing over of its admin role")
            );
            uint64 role = uint64(uint256(logs[i].topics[1]));
            require(role == admin, DeploymentCheck_Unsound("a role other than admin was granted"));
            address account = address(uint160(uint256(logs[i].topics[2])));
            (bool isHolder,) = authority.hasRole(role, account);
            require(
                isHolder == (account == address(deployed.ballot)),
                DeploymentCheck_Unsound("somebody beside the ballot holds the admin role")
            );
        }
        require(
            _grants(authority, logs) == 2,
            DeploymentCheck_Unsound("expected two grants, to the deployer and to the ballot")
        );
    }

    /// @notice Reverts unless every contract names the others, and the same space and mode.
    function requireWired(Plan memory plan, Deployed memory deployed) internal view {
        address authority = address(deployed.authority);
        ISnapshotBallot.Config memory ballot = deployed.ballot.config();
        require(
            deployed.registry.authority() == authority, DeploymentCheck_Unsound("the registry has another authority")
        );
        require(deployed.cradle.authority() == authority, DeploymentCheck_Unsound("the Cradle has another authority"));
        require(
            deployed.touchLimit.authority() == authority,
            DeploymentCheck_Unsound("the touch limit has another authority")
        );
        require(ballot.authority == authority, DeploymentCheck_Unsound("the ballot has another authority"));
        require(
            address(deployed.cradle.config().registry) == address(deployed.registry),
            DeploymentCheck_Unsound("the Cradle has another registry")
        );
        require(
            address(deployed.touchLimit.registry()) == address(deployed.registry),
            DeploymentCheck_Unsound("the touch limit counts another registry's nodes")
        );
        ICanary.Config memory canary = deployed.canary.config();
        require(
            deployed.canary.authority() == authority && canary.authority == authority,
            DeploymentCheck_Unsound("the Canary has another authority")
        );
        require(
            address(canary.cradle) == address(deployed.cradle) && address(canary.registry) == address(deployed.registry)
                && address(canary.touchLimit) == address(deployed.touchLimit),
            DeploymentCheck_Unsound("the Canary has another Cradle, registry or touch limit")
        );
        require(
            address(ballot.registry) == address(deployed.registry),
            DeploymentCheck_Unsound("the ballot has another registry")
        );
        require(
            keccak256(bytes(ballot.space)) == keccak256(bytes(plan.space)),
            DeploymentCheck_Unsound("the ballot has another space")
        );
        require(
            ballot.production == plan.production && deployed.cradle.config().production == plan.production
                && canary.production == plan.production && deployed.registry.rules().production == plan.production,
            DeploymentCheck_Unsound("production is not the same in every contract")
        );
    }

    /// @notice Reverts unless the Canary may touch nodes for principals, and nothing else was ever allowed to.
    function requireCanaryIsOnlySpender(Deployed memory deployed, Vm.Log[] memory logs) internal view {
        require(
            deployed.touchLimit.isSpender(address(deployed.canary)),
            DeploymentCheck_Unsound("the Canary may not touch nodes")
        );
        require(
            _events(address(deployed.touchLimit), INodeTouchLimit.SpenderSet.selector, logs) == 1,
            DeploymentCheck_Unsound("a contract beside the Canary may touch nodes, or might once")
        );
    }

    /// @notice Reverts unless enough genesis operators vote from the first block, with one voice each.
    function requireElectorate(Plan memory plan, Deployed memory deployed) internal view {
        require(
            plan.genesis.length >= plan.electorateMin && plan.genesis.length > 0,
            DeploymentCheck_Unsound("fewer genesis operators than electorateMin")
        );
        require(
            deployed.ballot.config().electorateMin == plan.electorateMin
                && deployed.registry.rules().electorateMin == plan.electorateMin,
            DeploymentCheck_Unsound("electorateMin is not the planned one")
        );
        for (uint256 i = 0; i < plan.genesis.length; ++i) {
            INodeRegistry.GenesisOperator memory genesis = plan.genesis[i];
            INodeRegistry.Node memory node = deployed.registry.nodeOf(genesis.node);
            require(
                deployed.registry.getVotes(genesis.operator) == 1 && node.operator == genesis.operator
                    && node.status == INodeRegistry.NodeStatus.Active,
                DeploymentCheck_Unsound("a genesis operator has no active node")
            );
        }
    }

    /// @notice Reverts unless each track has the planned values.
    function requireTracks(Plan memory plan, Deployed memory deployed) internal view {
        for (uint8 i = 0; i < plan.tracks.length; ++i) {
            require(
                keccak256(abi.encode(deployed.ballot.trackOf(i + 1))) == keccak256(abi.encode(plan.tracks[i])),
                DeploymentCheck_Unsound("a track has other values than planned")
            );
        }
    }

    /// @notice Reverts unless the planned calls are listed, each on its track, and no other call is.
    function requireListings(Deployed memory deployed, Vm.Log[] memory logs) internal view {
        ISnapshotBallot.Listing[] memory expected = ListingPlan.all(
            address(deployed.authority),
            address(deployed.registry),
            address(deployed.touchLimit),
            address(deployed.cradle),
            address(deployed.canary),
            address(deployed.ballot)
        );
        for (uint256 i = 0; i < expected.length; ++i) {
            require(
                deployed.ballot.listingOf(expected[i].target, expected[i].selector) == expected[i].track,
                DeploymentCheck_Unsound("a call is missing, or on another track")
            );
        }
        require(
            _events(address(deployed.ballot), ISnapshotBallot.ListingSet.selector, logs) == expected.length,
            DeploymentCheck_Unsound("a call is listed that was not planned")
        );
        _requireForbiddenCallsUnlisted(deployed);
    }

    function _requireForbiddenCallsUnlisted(Deployed memory deployed) private view {
        bytes4[5] memory forbidden = [
            IAccessManager.execute.selector,
            Multicall.multicall.selector,
            IAccessManager.schedule.selector,
            IAccessManager.cancel.selector,
            IAccessManager.consumeScheduledOp.selector
        ];
        for (uint256 i = 0; i < forbidden.length; ++i) {
            require(
                deployed.ballot.listingOf(address(deployed.authority), forbidden[i]) == 0,
                DeploymentCheck_Unsound("a call is listed that could carry any other call inside")
            );
        }
    }

    function _grants(AccessManager authority, Vm.Log[] memory logs) private pure returns (uint256) {
        return _events(address(authority), IAccessManager.RoleGranted.selector, logs);
    }

    function _events(address emitter, bytes32 kind, Vm.Log[] memory logs) private pure returns (uint256 number) {
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].emitter == emitter && logs[i].topics[0] == kind) ++number;
        }
    }
}
