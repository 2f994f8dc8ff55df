// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Deploy} from "../../../script/Deploy.s.sol";
import {Deployed} from "../../../script/Deployed.sol";
import {DeploymentCheck} from "../../../script/DeploymentCheck.sol";
import {Plan} from "../../../script/Plan.sol";
import {PlanFile} from "../../../script/PlanFile.sol";
import {ICanary} from "../../../src/interfaces/ICanary.sol";
import {ICradle} from "../../../src/interfaces/ICradle.sol";
import {INodeRegistry} from "../../../src/interfaces/INodeRegistry.sol";
import {INodeTouchLimit} from "../../../src/interfaces/INodeTouchLimit.sol";
import {ISnapshotBallot} from "../../../src/interfaces/ISnapshotBallot.sol";
import {NodeRegistry} from "../../../src/registry/NodeRegistry.sol";
import {Test} from "../../support/Test.sol";
import {Vm} from "../../support/Vm.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

contract DeployTest is Test {
    /// @dev EIP-7825.
    uint256 private constant TRANSACTION_GAS_MAX = 16_777_216;

    Deploy private script;
    Deployed private deployed;
    Vm.Log[] private logs;

    function setUp() public {
        vm.warp(1_800_000_000);
        vm.roll(100);
        script = new Deploy();
        Plan memory read = PlanFile.read("script/config/devnet.json");
        vm.recordLogs();
        deployed = script.deploy(read, address(script));
        Vm.Log[] memory recorded = vm.getRecordedLogs();
        for (uint256 i = 0; i < recorded.length; i++) {
            logs.push(recorded[i]);
        }
    }

    // --------------------------------------------------------------- deploy

    /// @dev Replays the role events of the whole deployment by itself: whoever was granted a role and did not lose it holds it.
    function test_BallotIsTheOnlyHolderOfAnyRoleByTheRoleEvents() public view {
        uint256 holdings = 0;
        for (uint256 i = 0; i < logs.length; i++) {
            if (logs[i].emitter != address(deployed.authority)) continue;
            if (logs[i].topics[0] != IAccessManager.RoleGranted.selector) continue;
            if (isRevokedAfter(i)) continue;
            holdings++;
            assertEq(uint256(logs[i].topics[1]), deployed.authority.ADMIN_ROLE(), "role");
            assertEq(address(uint160(uint256(logs[i].topics[2]))), address(deployed.ballot), "holder");
            (uint32 delay,,) = abi.decode(logs[i].data, (uint32, uint48, bool));
            assertEq(delay, 0, "delay");
        }
        assertEq(holdings, 1, "holdings");
    }

    function test_DeployerIsLeftWithoutAnyRight() public {
        (bool isAdmin,) = deployed.authority.hasRole(0, address(script));
        assertFalse(isAdmin);
        vm.expectRevert(
            abi.encodeWithSelector(IAccessManager.AccessManagerUnauthorizedAccount.selector, address(script), uint64(0))
        );
        vm.prank(address(script));
        deployed.authority.grantRole(0, address(script), 0);
    }

    function test_RevertWhen_AnybodyButTheBallotDoesWhatBallotsDo() public {
        address operator = PlanFile.read("script/config/devnet.json").genesis[0].operator;
        bytes memory unauthorized = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, operator);
        vm.startPrank(operator);
        vm.expectRevert(unauthorized);
        deployed.registry.admitByBallot(operator);
        vm.expectRevert(unauthorized);
        deployed.registry.suspend(operator, type(uint64).max);
        vm.expectRevert(unauthorized);
        deployed.cradle.approve(0, 0, 0);
        vm.expectRevert(unauthorized);
        deployed.touchLimit.setSpender(operator, true);
        vm.stopPrank();
    }

    function test_BallotMayDoWhatBallotsDo() public {
        address newcomer = makeAddr("newcomer");
        vm.prank(address(deployed.ballot));
        deployed.registry.admitByBallot(newcomer);
        assertGt(deployed.registry.operatorOf(newcomer).admittedAt, 0);
    }

    function test_ListsEveryPlannedCallOnItsTrack() public view {
        assertListed(address(deployed.cradle), ICradle.approve.selector, 1);
        assertListed(address(deployed.registry), INodeRegistry.admitByBallot.selector, 1);
        assertListed(address(deployed.registry), INodeRegistry.suspendByBallot.selector, 1);
        assertListed(address(deployed.registry), INodeRegistry.restore.selector, 1);
        assertListed(address(deployed.ballot), ISnapshotBallot.veto.selector, 2);
        assertListed(address(deployed.ballot), ISnapshotBallot.setTrack.selector, 3);
        assertListed(address(deployed.ballot), ISnapshotBallot.setListing.selector, 3);
        assertListed(address(deployed.registry), INodeRegistry.revokeOperator.selector, 3);
        assertListed(address(deployed.cradle), ICradle.setAttestors.selector, 3);
        assertListed(address(deployed.touchLimit), INodeTouchLimit.setSpender.selector, 3);
        assertListed(address(deployed.authority), IAccessManager.grantRole.selector, 3);
        assertListed(address(deployed.authority), IAccessManager.revokeRole.selector, 3);
        assertListed(address(deployed.authority), IAccessManager.setRoleAdmin.selector, 3);
        assertListed(address(deployed.authority), IAccessManager.setRoleGuardian.selector, 3);
        assertListed(address(deployed.authority), IAccessManager.setGrantDelay.selector, 3);
        assertListed(address(deployed.authority), IAccessManager.labelRole.selector, 3);
        assertListed(address(deployed.authority), IAccessManager.setTargetFunctionRole.selector, 3);
        assertListed(address(deployed.authority), IAccessManager.setTargetAdminDelay.selector, 3);
        assertListed(address(deployed.authority), IAccessManager.setTargetClosed.selector, 3);
        assertListed(address(deployed.authority), IAccessManager.updateAuthority.selector, 3);
        assertListed(address(deployed.canary), ICanary.approveFinalWave.selector, 1);
        assertListed(address(deployed.canary), ICanary.rollBackByBallot.selector, 2);
        assertEq(listingEvents(), 22, "nothing else is listed");
    }

    function test_TheTouchLimitKnowsTheCanaryThatCameAfterIt() public view {
        assertTrue(deployed.touchLimit.isSpender(address(deployed.canary)));
        assertEq(address(deployed.touchLimit.registry()), address(deployed.registry));
        assertEq(deployed.touchLimit.authority(), address(deployed.authority));
    }

    /// @dev Somebody else creates than the account whose nonces were counted.
    function test_RevertWhen_TheCanaryIsNotWhereItWasExpected() public {
        Plan memory plan = PlanFile.read("script/config/devnet.json");
        vm.expectPartialRevert(Deploy.Deploy_CanaryIsElsewhere.selector);
        script.deploy(plan, makeAddr("another deployer"));
    }

    function test_WhatNoBallotMayCallIsUnlisted() public view {
        assertListed(address(deployed.authority), IAccessManager.execute.selector, 0);
        assertListed(address(deployed.authority), IAccessManager.renounceRole.selector, 0);
        assertListed(address(deployed.registry), INodeRegistry.suspend.selector, 0);
        assertListed(address(deployed.registry), INodeRegistry.quarantine.selector, 0);
        assertListed(address(deployed.registry), IAccessManaged.setAuthority.selector, 0);
        assertListed(address(deployed.touchLimit), INodeTouchLimit.touch.selector, 0);
        assertListed(address(deployed.touchLimit), INodeTouchLimit.touchByBallot.selector, 0);
    }

    function test_DevnetDeploymentIsSound() public view {
        DeploymentCheck.requireSound(PlanFile.read("script/config/devnet.json"), deployed, logs);
    }

    function test_ProductionExampleDeploysAndIsSound() public {
        Plan memory production = PlanFile.read("script/config/production.example.json");
        vm.recordLogs();
        Deployed memory other = script.deploy(production, address(script));
        DeploymentCheck.requireSound(production, other, vm.getRecordedLogs());
        assertTrue(other.registry.rules().production);
    }

    function test_GenesisOfFiftyStaysWithinTheTransactionSizeLimit() public {
        Plan memory large = PlanFile.read("script/config/devnet.json");
        large.genesis = new INodeRegistry.GenesisOperator[](50);
        for (uint160 i = 0; i < 50; i++) {
            large.genesis[i] =
                INodeRegistry.GenesisOperator(address(0x10000 + i), address(0x20000 + i), address(0x30000 + i));
        }
        uint256 before = gasleft();
        new NodeRegistry(address(deployed.authority), large.rules, large.genesis);
        uint256 used = before - gasleft();
        bytes memory creation = abi.encodePacked(
            type(NodeRegistry).creationCode, abi.encode(address(deployed.authority), large.rules, large.genesis)
        );
        uint256 intrinsic = 53_000 + 16 * creation.length;
        // forge asks for 30 % more than it estimates.
        assertLt((used + intrinsic) * 13 / 10, TRANSACTION_GAS_MAX, "gas");
        assertLt(creation.length, 49_152, "creation code with arguments");
    }

    // -------------------------------------------------------------- helpers

    function isRevokedAfter(uint256 grant) private view returns (bool) {
        for (uint256 i = grant + 1; i < logs.length; i++) {
            if (
                logs[i].emitter == logs[grant].emitter && logs[i].topics[0] == IAccessManager.RoleRevoked.selector
                    && logs[i].topics[1] == logs[grant].topics[1] && logs[i].topics[2] == logs[grant].topics[2]
            ) return true;
        }
        return false;
    }

    function listingEvents() private view returns (uint256 number) {
        for (uint256 i = 0; i < logs.length; i++) {
            bool isBallots = logs[i].emitter == address(deployed.ballot);
            if (isBallots && logs[i].topics[0] == ISnapshotBallot.ListingSet.selector) number++;
        }
    }

    function assertListed(address target, bytes4 selector, uint8 track) private view {
        assertEq(deployed.ballot.listingOf(target, selector), track, vm.toString(bytes32(selector)));
    }
}
