// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Deploy} from "../../../script/Deploy.s.sol";
import {Deployed} from "../../../script/Deployed.sol";
import {DeploymentCheck} from "../../../script/DeploymentCheck.sol";
import {ListingPlan} from "../../../script/ListingPlan.sol";
import {Plan} from "../../../script/Plan.sol";
import {PlanFile} from "../../../script/PlanFile.sol";
import {SnapshotBallot} from "../../../src/ballot/SnapshotBallot.sol";
import {Canary} from "../../../src/cradle/Canary.sol";
import {Cradle} from "../../../src/cradle/Cradle.sol";
import {ICanary} from "../../../src/interfaces/ICanary.sol";
import {ICradle} from "../../../src/interfaces/ICradle.sol";
import {INodeRegistry} from "../../../src/interfaces/INodeRegistry.sol";
import {ISnapshotBallot} from "../../../src/interfaces/ISnapshotBallot.sol";
import {NodeTouchLimit} from "../../../src/limit/NodeTouchLimit.sol";
import {NodeRegistry} from "../../../src/registry/NodeRegistry.sol";
import {Test} from "../../support/Test.sol";
import {Vm} from "../../support/Vm.sol";
import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";

/// @notice Spoils one thing of a good deployment at a time: each check must see it. The test contract is the deployer.
contract DeploymentCheckTest is Test {
    /// @dev A listing beyond the plan.
    ISnapshotBallot.Listing private extra;
    /// @dev How many of the planned listings to leave out.
    uint256 private omitted;

    function setUp() public {
        vm.warp(1_800_000_000);
        vm.roll(100);
    }

    function test_TakesAGoodDeployment() public {
        (Deployed memory deployed, Vm.Log[] memory logs) = deployAndHandOver();
        this.check(plan(), deployed, logs);
    }

    // ---------------------------------------------------------------- roles

    function test_RevertWhen_BallotIsNotAdmin() public {
        vm.recordLogs();
        Deployed memory deployed = deployContracts(plan());
        expectUnsound(plan(), deployed, vm.getRecordedLogs(), "the ballot is not the admin, or not without delay");
    }

    function test_RevertWhen_BallotIsAdminWithDelay() public {
        vm.recordLogs();
        Deployed memory deployed = deployContracts(plan());
        deployed.authority.grantRole(0, address(deployed.ballot), 1 days);
        deployed.authority.renounceRole(0, address(this));
        expectUnsound(plan(), deployed, vm.getRecordedLogs(), "the ballot is not the admin, or not without delay");
    }

    function test_RevertWhen_DeployerKeepsItsRole() public {
        vm.recordLogs();
        Deployed memory deployed = deployContracts(plan());
        deployed.authority.grantRole(0, address(deployed.ballot), 0);
        expectUnsound(plan(), deployed, vm.getRecordedLogs(), "somebody beside the ballot holds the admin role");
    }

    function test_RevertWhen_SomebodyElseIsAdminToo() public {
        vm.recordLogs();
        Deployed memory deployed = deployContracts(plan());
        deployed.authority.grantRole(0, makeAddr("friend"), 0);
        handOver(deployed);
        expectUnsound(plan(), deployed, vm.getRecordedLogs(), "somebody beside the ballot holds the admin role");
    }

    function test_RevertWhen_AnotherRoleWasGranted() public {
        vm.recordLogs();
        Deployed memory deployed = deployContracts(plan());
        deployed.authority.grantRole(5, makeAddr("friend"), 0);
        handOver(deployed);
        expectUnsound(plan(), deployed, vm.getRecordedLogs(), "a role other than admin was granted");
    }

    function test_RevertWhen_AFunctionWasGivenToAnotherRole() public {
        vm.recordLogs();
        Deployed memory deployed = deployContracts(plan());
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = INodeRegistry.suspend.selector;
        deployed.authority.setTargetFunctionRole(address(deployed.registry), selectors, type(uint64).max);
        handOver(deployed);
        expectUnsound(
            plan(),
            deployed,
            vm.getRecordedLogs(),
            "the authority was changed beyond the handing over of its admin role"
        );
    }

    function test_RevertWhen_TheGrantsAreNotInTheLogs() public {
        (Deployed memory deployed,) = deployAndHandOver();
        expectUnsound(plan(), deployed, new Vm.Log[](0), "expected two grants, to the deployer and to the ballot");
    }

    // --------------------------------------------------------------- wiring

    function test_RevertWhen_RegistryHasAnotherAuthority() public {
        (Deployed memory deployed, Vm.Log[] memory logs) = deployAndHandOver();
        deployed.registry = new NodeRegistry(address(this), plan().rules, plan().genesis);
        expectUnsound(plan(), deployed, logs, "the registry has another authority");
    }

    function test_RevertWhen_CradleHasAnotherAuthority() public {
        (Deployed memory deployed, Vm.Log[] memory logs) = deployAndHandOver();
        deployed.cradle = newCradle(deployed.registry, address(this));
        expectUnsound(plan(), deployed, logs, "the Cradle has another authority");
    }

    function test_RevertWhen_CradleHasAnotherRegistry() public {
        (Deployed memory deployed, Vm.Log[] memory logs) = deployAndHandOver();
        NodeRegistry other = new NodeRegistry(address(deployed.authority), plan().rules, plan().genesis);
        deployed.cradle = newCradle(other, address(deployed.authority));
        expectUnsound(plan(), deployed, logs, "the Cradle has another registry");
    }

    function test_RevertWhen_CanaryHasAnotherAuthority() public {
        (Deployed memory deployed, Vm.Log[] memory logs) = deployAndHandOver();
        ICanary.Config memory config = canaryConfig(deployed);
        config.authority = address(this);
        deployed.canary = new Canary(config);
        expectUnsound(plan(), deployed, logs, "the Canary has another authority");
    }

    function test_RevertWhen_CanaryHasAnotherCradle() public {
        (Deployed memory deployed, Vm.Log[] memory logs) = deployAndHandOver();
        ICanary.Config memory config = canaryConfig(deployed);
        config.cradle = newCradle(deployed.registry, address(deployed.authority));
        deployed.canary = new Canary(config);
        expectUnsound(plan(), deployed, logs, "the Canary has another Cradle, registry or touch limit");
    }

    function test_RevertWhen_TouchLimitHasAnotherAuthority() public {
        (Deployed memory deployed, Vm.Log[] memory logs) = deployAndHandOver();
        deployed.touchLimit = newTouchLimit(deployed.registry, address(this), address(deployed.canary));
        expectUnsound(plan(), deployed, logs, "the touch limit has another authority");
    }

    function test_RevertWhen_TouchLimitHasAnotherRegistry() public {
        (Deployed memory deployed, Vm.Log[] memory logs) = deployAndHandOver();
        NodeRegistry other = new NodeRegistry(address(deployed.authority), plan().rules, plan().genesis);
        deployed.touchLimit = newTouchLimit(other, address(deployed.authority), address(deployed.canary));
        expectUnsound(plan(), deployed, logs, "the touch limit counts another registry's nodes");
    }

    function test_RevertWhen_BallotHasAnotherRegistry() public {
        (Deployed memory deployed, Vm.Log[] memory logs) = deployAndHandOver();
        deployed.registry = new NodeRegistry(address(deployed.authority), plan().rules, plan().genesis);
        deployed.cradle = newCradle(deployed.registry, address(deployed.authority));
        connectCanary(deployed);
        expectUnsound(plan(), deployed, logs, "the ballot has another registry");
    }

    function test_RevertWhen_BallotHasAnotherSpace() public {
        (Deployed memory deployed, Vm.Log[] memory logs) = deployAndHandOver();
        Plan memory other = plan();
        other.space = "another.eth";
        expectUnsound(other, deployed, logs, "the ballot has another space");
    }

    function test_RevertWhen_ProductionWasPlanned() public {
        (Deployed memory deployed, Vm.Log[] memory logs) = deployAndHandOver();
        Plan memory other = plan();
        other.production = true;
        expectUnsound(other, deployed, logs, "production is not the same in every contract");
    }

    // ------------------------------------------------------------- spenders

    function test_RevertWhen_CanaryIsNoSpender() public {
        (Deployed memory deployed, Vm.Log[] memory logs) = deployAndHandOver();
        deployed.canary = new Canary(canaryConfig(deployed));
        expectUnsound(plan(), deployed, logs, "the Canary may not touch nodes");
    }

    function test_RevertWhen_AnotherContractWasEverASpender() public {
        vm.recordLogs();
        Deployed memory deployed = deployContracts(plan());
        handOver(deployed);
        vm.startPrank(address(deployed.ballot));
        deployed.touchLimit.setSpender(makeAddr("friend"), true);
        deployed.touchLimit.setSpender(makeAddr("friend"), false);
        vm.stopPrank();
        expectUnsound(
            plan(), deployed, vm.getRecordedLogs(), "a contract beside the Canary may touch nodes, or might once"
        );
    }

    // ----------------------------------------------------------- electorate

    function test_RevertWhen_ElectorateIsSmallerThanPlanned() public {
        (Deployed memory deployed, Vm.Log[] memory logs) = deployAndHandOver();
        Plan memory other = plan();
        other.electorateMin = 13;
        expectUnsound(other, deployed, logs, "fewer genesis operators than electorateMin");
    }

    function test_RevertWhen_ElectorateMinIsAnother() public {
        (Deployed memory deployed, Vm.Log[] memory logs) = deployAndHandOver();
        Plan memory other = plan();
        other.electorateMin = 4;
        expectUnsound(other, deployed, logs, "electorateMin is not the planned one");
    }

    function test_RevertWhen_AGenesisOperatorDoesNotVote() public {
        (Deployed memory deployed, Vm.Log[] memory logs) = deployAndHandOver();
        Plan memory other = plan();
        vm.prank(other.genesis[3].operator);
        deployed.registry.leave(other.genesis[3].node);
        expectUnsound(other, deployed, logs, "a genesis operator has no active node");
    }

    // ------------------------------------------------- tracks and listings

    function test_RevertWhen_ATrackHasOtherValues() public {
        (Deployed memory deployed, Vm.Log[] memory logs) = deployAndHandOver();
        Plan memory other = plan();
        other.tracks[2].delay += 1;
        expectUnsound(other, deployed, logs, "a track has other values than planned");
    }

    function test_RevertWhen_ACallIsMissing() public {
        omitted = 1;
        (Deployed memory deployed, Vm.Log[] memory logs) = deployAndHandOver();
        expectUnsound(plan(), deployed, logs, "a call is missing, or on another track");
    }

    function test_RevertWhen_ACallIsListedThatWasNotPlanned() public {
        extra = ISnapshotBallot.Listing(makeAddr("elsewhere"), INodeRegistry.suspend.selector, 1);
        (Deployed memory deployed, Vm.Log[] memory logs) = deployAndHandOver();
        expectUnsound(plan(), deployed, logs, "a call is listed that was not planned");
    }

    // -------------------------------------------------------------- helpers

    /// @dev External, so that `expectRevert` sees the library's revert.
    function check(Plan memory planned, Deployed memory deployed, Vm.Log[] memory logs) external view {
        DeploymentCheck.requireSound(planned, deployed, logs);
    }

    function expectUnsound(Plan memory planned, Deployed memory deployed, Vm.Log[] memory logs, string memory reason)
        private
    {
        vm.expectRevert(abi.encodeWithSelector(DeploymentCheck.DeploymentCheck_Unsound.selector, reason));
        this.check(planned, deployed, logs);
    }

    function plan() private view returns (Plan memory) {
        return PlanFile.read("script/config/devnet.json");
    }

    function deployAndHandOver() private returns (Deployed memory deployed, Vm.Log[] memory logs) {
        vm.recordLogs();
        deployed = deployContracts(plan());
        handOver(deployed);
        logs = vm.getRecordedLogs();
    }

    function deployContracts(Plan memory planned) private returns (Deployed memory deployed) {
        deployed.authority = new AccessManager(address(this));
        deployed.registry = new NodeRegistry(address(deployed.authority), planned.rules, planned.genesis);
        deployed.cradle = newCradle(deployed.registry, address(deployed.authority));
        connectCanary(deployed);
        ISnapshotBallot.Config memory config = ISnapshotBallot.Config(
            planned.space,
            deployed.registry,
            address(deployed.authority),
            planned.production,
            planned.electorateMin,
            planned.snapshotAgeMaxBlocks
        );
        deployed.ballot = new SnapshotBallot(config, planned.tracks, listings(deployed));
    }

    function handOver(Deployed memory deployed) private {
        deployed.authority.grantRole(0, address(deployed.ballot), 0);
        deployed.authority.renounceRole(0, address(this));
    }

    function newCradle(NodeRegistry registry, address authority) private returns (Cradle) {
        Plan memory planned = plan();
        ICradle.Config memory config =
            ICradle.Config(registry, authority, planned.production, planned.attemptGapSeconds, planned.bounds);
        return new Cradle(config, planned.attestors, planned.attestationsRequired);
    }

    /// @dev As the deployment does it: the limit names the Canary that comes after it.
    function connectCanary(Deployed memory deployed) private {
        address canary = vm.computeCreateAddress(address(this), uint256(vm.getNonce(address(this))) + 1);
        deployed.touchLimit = newTouchLimit(deployed.registry, address(deployed.authority), canary);
        deployed.canary = new Canary(canaryConfig(deployed));
    }

    function canaryConfig(Deployed memory deployed) private view returns (ICanary.Config memory) {
        Plan memory planned = plan();
        return ICanary.Config({
            cradle: deployed.cradle,
            registry: deployed.registry,
            touchLimit: deployed.touchLimit,
            authority: address(deployed.authority),
            production: planned.production,
            waveSeconds: planned.waveSeconds,
            heartbeatSeconds: planned.heartbeatSeconds,
            ballotHeartbeatSeconds: planned.ballotHeartbeatSeconds
        });
    }

    function newTouchLimit(NodeRegistry registry, address authority, address spender) private returns (NodeTouchLimit) {
        address[] memory spenders = new address[](1);
        spenders[0] = spender;
        return new NodeTouchLimit(authority, registry, spenders);
    }

    function listings(Deployed memory deployed) private view returns (ISnapshotBallot.Listing[] memory listed) {
        ISnapshotBallot.Listing[] memory planned = ListingPlan.given(
            address(deployed.authority),
            address(deployed.registry),
            address(deployed.touchLimit),
            address(deployed.cradle),
            address(deployed.canary)
        );
        uint256 extras = extra.track == 0 ? 0 : 1;
        listed = new ISnapshotBallot.Listing[](planned.length - omitted + extras);
        for (uint256 i = omitted; i < planned.length; i++) {
            listed[i - omitted] = planned[i];
        }
        if (extras == 1) listed[listed.length - 1] = extra;
    }
}
