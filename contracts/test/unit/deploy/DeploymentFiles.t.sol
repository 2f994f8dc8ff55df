// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Deployed} from "../../../script/Deployed.sol";
import {DeploymentFile} from "../../../script/DeploymentFile.sol";
import {Plan} from "../../../script/Plan.sol";
import {PlanFile} from "../../../script/PlanFile.sol";
import {SnapshotBallot} from "../../../src/ballot/SnapshotBallot.sol";
import {Canary} from "../../../src/cradle/Canary.sol";
import {Cradle} from "../../../src/cradle/Cradle.sol";
import {NodeTouchLimit} from "../../../src/limit/NodeTouchLimit.sol";
import {NodeRegistry} from "../../../src/registry/NodeRegistry.sol";
import {Test} from "../../support/Test.sol";
import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";

/// @notice The plan that a deployment reads, and the addresses that it writes.
contract DeploymentFilesTest is Test {
    string private constant FILE = "deployments/test/written.json";

    // ------------------------------------------------------------ plan file

    function test_ReadsTheDevnetsPlan() public view {
        Plan memory plan = PlanFile.read("script/config/devnet.json");
        assertEq(plan.space, "sweetwater-devnet.eth");
        assertFalse(plan.production);
        assertEq(plan.electorateMin, 3);
        assertEq(plan.snapshotAgeMaxBlocks, 86_400);
        assertEq(plan.rules.electorateMin, 3);
        assertEq(plan.genesis.length, 12);
        assertEq(plan.genesis[0].operator, 0xBcd4042DE499D14e55001CcbB24a551F3b954096);
        assertEq(plan.tracks[0].window, 20);
        assertEq(plan.tracks[2].delay, 2);
        assertEq(plan.attestationsRequired, 3);
        assertEq(plan.bounds.latencyP99Micros, 500_000);
    }

    function test_ReadsEachNumberToItsPlace() public view {
        Plan memory plan = PlanFile.read("script/config/production.example.json");
        assertTrue(plan.production && plan.rules.production);
        assertEq(plan.rules.activationDelay, 7 days);
        assertEq(plan.rules.voucherAge, 30 days);
        assertEq(plan.rules.vouchPeriod, 30 days);
        assertEq(plan.rules.epochLength, 30 days);
        assertEq(plan.rules.suspensionPeriod, 7 days);
        assertEq(plan.tracks[0].window, 72 hours);
        assertEq(plan.tracks[1].grace, 10 minutes);
        assertEq(plan.tracks[2].quorumBps, 2000);
        assertEq(plan.tracks[2].votersMin, 20);
        assertTrue(plan.tracks[1].twoThirds);
        assertEq(plan.attemptGapSeconds, 24 hours);
        assertEq(plan.waveSeconds[0], 30 minutes);
        assertEq(plan.waveSeconds[3], 4 hours);
        assertEq(plan.heartbeatSeconds, 10 minutes);
        assertEq(plan.ballotHeartbeatSeconds, 2 hours);
    }

    function test_SortsAttestors() public view {
        string memory json = devnetWith('"attestors": [', '"attestors": ["0xffffffffffffffffffffffffffffffffffffffff",');
        address[] memory attestors = this.parse(json).attestors;
        assertEq(attestors.length, 6);
        for (uint256 i = 1; i < attestors.length; i++) {
            assertTrue(attestors[i - 1] < attestors[i], "ascending");
        }
    }

    function test_RevertWhen_ThePlanIsMissing() public {
        string memory path = "script/config/nowhere.json";
        vm.expectRevert(abi.encodeWithSelector(PlanFile.PlanFile_NoSuchFile.selector, path));
        this.read(path);
    }

    function test_RevertWhen_AKeyIsMissing() public {
        string memory json = devnetWith('"graceSeconds"', '"graceSecond"');
        vm.expectRevert(
            abi.encodeWithSignature(
                "CheatcodeError(string)",
                'vm.parseJsonUint: path ".tracks.ordinary.graceSeconds" must return exactly one JSON value'
            )
        );
        this.parse(json);
    }

    function test_RevertWhen_ANumberIsTooLarge() public {
        string memory json = devnetWith('"electorateMin": 3', '"electorateMin": 4294967296');
        vm.expectRevert(
            abi.encodeWithSelector(
                PlanFile.PlanFile_NumberTooLarge.selector, ".electorateMin", 4_294_967_296, type(uint32).max
            )
        );
        this.parse(json);
    }

    // ------------------------------------------------------ deployment file

    function test_WritesWhatItReadsBack() public {
        Deployed memory written = deployedAt(0x1000);
        DeploymentFile.write(FILE, PlanFile.read("script/config/devnet.json"), written, 41);
        (Deployed memory found, uint256 startBlock) = DeploymentFile.read(FILE);
        assertEq(keccak256(abi.encode(found)), keccak256(abi.encode(written)));
        assertEq(startBlock, 41);
        string memory json = vm.readFile(FILE);
        assertEq(vm.parseJsonString(json, ".space"), "sweetwater-devnet.eth");
        assertFalse(vm.parseJsonBool(json, ".production"));
        assertEq(vm.parseJsonKeys(json, "$").length, 10);
        assertEq(vm.parseJsonAddress(json, ".nodeTouchLimit"), address(written.touchLimit));
    }

    function test_RevertWhen_DeploymentIsOnAnotherChain() public {
        string memory file = "deployments/test/other.json";
        DeploymentFile.write(file, PlanFile.read("script/config/devnet.json"), deployedAt(0x2000), 41);
        vm.chainId(999);
        vm.expectRevert(
            abi.encodeWithSelector(
                DeploymentFile.DeploymentFile_OtherChain.selector, file, uint256(31_337), uint256(999)
            )
        );
        this.readDeployment(file);
    }

    // -------------------------------------------------------------- helpers

    /// @dev External, so that `expectRevert` sees the library's revert; the same holds for the next two.
    function parse(string memory json) external view returns (Plan memory) {
        return PlanFile.parse(json);
    }

    function read(string memory path) external view returns (Plan memory) {
        return PlanFile.read(path);
    }

    function readDeployment(string memory file) external view returns (Deployed memory deployed) {
        (deployed,) = DeploymentFile.read(file);
    }

    function devnetWith(string memory from, string memory to) private view returns (string memory) {
        return vm.replace(vm.readFile("script/config/devnet.json"), from, to);
    }

    function deployedAt(uint160 first) private pure returns (Deployed memory) {
        return Deployed({
            authority: AccessManager(address(first)),
            registry: NodeRegistry(address(first + 1)),
            touchLimit: NodeTouchLimit(address(first + 2)),
            cradle: Cradle(address(first + 3)),
            canary: Canary(address(first + 4)),
            ballot: SnapshotBallot(address(first + 5))
        });
    }
}
