// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {SnapshotBallot} from "../src/ballot/SnapshotBallot.sol";
import {Canary} from "../src/cradle/Canary.sol";
import {Cradle} from "../src/cradle/Cradle.sol";
import {ICanary} from "../src/interfaces/ICanary.sol";
import {ICradle} from "../src/interfaces/ICradle.sol";
import {ISnapshotBallot} from "../src/interfaces/ISnapshotBallot.sol";
import {NodeTouchLimit} from "../src/limit/NodeTouchLimit.sol";
import {NodeRegistry} from "../src/registry/NodeRegistry.sol";
import {Script} from "../test/support/Script.sol";
import {Vm} from "../test/support/Vm.sol";
import {Deployed} from "./Deployed.sol";
import {DeploymentCheck} from "./DeploymentCheck.sol";
import {DeploymentFile} from "./DeploymentFile.sol";
import {ListingPlan} from "./ListingPlan.sol";
import {Plan} from "./Plan.sol";
import {PlanFile} from "./PlanFile.sol";
import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";

/// @notice The one deployment, used by the devnet and by people. contracts/README.md has the commands.
/// @dev Environment: SW_DEPLOY_CONFIG, the plan (default script/config/devnet.json); SW_DEPLOYMENT_FILE, where the addresses
/// go (default deployments/<chain id>.json).
contract Deploy is Script {
    /// @dev Besu answers 5,000 blocks at once by default, others fewer.
    uint256 private constant LOG_RANGE_BLOCKS = 1000;

    /// @notice The Canary is not where the touch limit expects it: the deployer's nonce moved meanwhile.
    error Deploy_CanaryIsElsewhere(address found, address expected);

    /// @notice Deploys the plan, hands everything to the ballot, checks it and writes the deployment file.
    /// @dev Without --broadcast nothing is sent and nothing is written. The block number in the file is the one before the
    /// first contract's.
    function run() external {
        Plan memory plan = PlanFile.read(vm.envOr("SW_DEPLOY_CONFIG", string("script/config/devnet.json")));
        uint256 startBlock = vm.getBlockNumber();
        vm.recordLogs();
        vm.startBroadcast();
        (, address deployer,) = vm.readCallers();
        Deployed memory deployed = deploy(plan, deployer);
        vm.stopBroadcast();
        DeploymentCheck.requireSound(plan, deployed, vm.getRecordedLogs());
        bool sends = vm.isContext(Vm.ForgeContext.ScriptBroadcast) || vm.isContext(Vm.ForgeContext.ScriptResume);
        if (sends) DeploymentFile.write(DeploymentFile.path(), plan, deployed, startBlock);
    }

    /// @notice Checks a deployment on the chain against its plan; for the time before its first constitutional ballot.
    function verify() external view {
        Plan memory plan = PlanFile.read(vm.envOr("SW_DEPLOY_CONFIG", string("script/config/devnet.json")));
        (Deployed memory deployed, uint256 startBlock) = DeploymentFile.read(DeploymentFile.path());
        DeploymentCheck.requireSound(plan, deployed, _logsSince(startBlock, deployed));
    }

    /// @notice Deploys the plan as the present caller and gives its rights away.
    /// @param deployer the caller: admin of the authority until the ballot exists
    function deploy(Plan memory plan, address deployer) public returns (Deployed memory deployed) {
        deployed.authority = new AccessManager(deployer);
        deployed.registry = new NodeRegistry(address(deployed.authority), plan.rules, plan.genesis);
        deployed.cradle = new Cradle(_cradleConfig(plan, deployed), plan.attestors, plan.attestationsRequired);
        // The touch limit and the Canary name each other for ever, so the first must know where the second will be.
        address canary = vm.computeCreateAddress(deployer, uint256(vm.getNonce(deployer)) + 1);
        deployed.touchLimit = new NodeTouchLimit(address(deployed.authority), deployed.registry, _only(canary));
        deployed.canary = new Canary(_canaryConfig(plan, deployed));
        require(address(deployed.canary) == canary, Deploy_CanaryIsElsewhere(address(deployed.canary), canary));
        deployed.ballot = new SnapshotBallot(_ballotConfig(plan, deployed), plan.tracks, _listings(deployed));
        uint64 admin = deployed.authority.ADMIN_ROLE();
        deployed.authority.grantRole(admin, address(deployed.ballot), 0);
        deployed.authority.renounceRole(admin, deployer);
    }

    function _only(address account) private pure returns (address[] memory accounts) {
        accounts = new address[](1);
        accounts[0] = account;
    }

    function _listings(Deployed memory deployed) private pure returns (ISnapshotBallot.Listing[] memory) {
        return ListingPlan.given(
            address(deployed.authority),
            address(deployed.registry),
            address(deployed.touchLimit),
            address(deployed.cradle),
            address(deployed.canary)
        );
    }

    function _cradleConfig(Plan memory plan, Deployed memory deployed) private pure returns (ICradle.Config memory) {
        return ICradle.Config({
            registry: deployed.registry,
            authority: address(deployed.authority),
            production: plan.production,
            attemptGap: plan.attemptGapSeconds,
            bounds: plan.bounds
        });
    }

    function _canaryConfig(Plan memory plan, Deployed memory deployed) private pure returns (ICanary.Config memory) {
        return ICanary.Config({
            cradle: deployed.cradle,
            registry: deployed.registry,
            touchLimit: deployed.touchLimit,
            authority: address(deployed.authority),
            production: plan.production,
            waveSeconds: plan.waveSeconds,
            heartbeatSeconds: plan.heartbeatSeconds,
            ballotHeartbeatSeconds: plan.ballotHeartbeatSeconds
        });
    }

    function _ballotConfig(Plan memory plan, Deployed memory deployed)
        private
        pure
        returns (ISnapshotBallot.Config memory)
    {
        return ISnapshotBallot.Config({
            space: plan.space,
            registry: deployed.registry,
            authority: address(deployed.authority),
            production: plan.production,
            electorateMin: plan.electorateMin,
            snapshotAgeMax: plan.snapshotAgeMaxBlocks
        });
    }

    /// @dev In ranges that every node serves.
    function _logsSince(uint256 startBlock, Deployed memory deployed) private view returns (Vm.Log[] memory logs) {
        uint256 head = vm.getBlockNumber();
        for (uint256 from = startBlock; from <= head; from += LOG_RANGE_BLOCKS) {
            uint256 to = from + LOG_RANGE_BLOCKS - 1 < head ? from + LOG_RANGE_BLOCKS - 1 : head;
            logs = _joined(logs, vm.eth_getLogs(from, to, address(deployed.authority), new bytes32[](0)));
            logs = _joined(logs, vm.eth_getLogs(from, to, address(deployed.ballot), new bytes32[](0)));
            logs = _joined(logs, vm.eth_getLogs(from, to, address(deployed.touchLimit), new bytes32[](0)));
        }
    }

    function _joined(Vm.Log[] memory left, Vm.EthGetLogs[] memory right) private pure returns (Vm.Log[] memory both) {
        both = new Vm.Log[](left.length + right.length);
        for (uint256 i = 0; i < left.length; ++i) {
            both[i] = left[i];
        }
        for (uint256 i = 0; i < right.length; ++i) {
            both[left.length + i] = Vm.Log(right[i].topics, right[i].data, right[i].emitter);
        }
    }
}
