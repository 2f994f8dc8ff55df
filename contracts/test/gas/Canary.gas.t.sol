// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ICanary} from "../../src/interfaces/ICanary.sol";
import {CanaryFixture} from "../support/CanaryFixture.sol";

/// @notice What a rollout costs those who carry it, in a network of 200: waves of 10, 40, 100 and 200 nodes. Run isolated: each
/// call is then a transaction of its own.
contract CanaryGasTest is CanaryFixture {
    string private constant GROUP = "Canary";
    uint32 private constant BATCH = 100;

    function setUp() public {
        deployCanary(200);
    }

    function test_Gas_FirstWave() public {
        bytes32 id = approved();
        canary.beginWave(id);
        vm.snapshotGasLastCall(GROUP, "beginWave, the first");
        rollForward(3);
        canary.draw(id, EVERY);
        vm.snapshotGasLastCall(GROUP, "draw, 10 of 200 nodes");

        warpWatched(id, present(id).startedAt + 15 minutes);
        beat(id);
        vm.snapshotGasLastCall(GROUP, "heartbeat");
        report(id, healthyReport(id, 0));
        vm.snapshotGasLastCall(GROUP, "report, 1 healthy");
        canary.judge(id, EVERY);
        vm.snapshotGasLastCall(GROUP, "judge, 1 healthy verdict");
        canary.breach(id, attestorBreaches(id, 0, 1));
        canary.breach(id, attestorBreaches(id, 1, 1));
        canary.breach(id, attestorBreaches(id, 2, 1));
        vm.snapshotGasLastCall(GROUP, "breach, by the last of three attestors");
    }

    function test_Gas_WaveOfAHundred() public {
        bytes32 id = approved();
        startWave(id);
        passWave(id);
        startWave(id);
        passWave(id);
        startWave(id);
        assertEq(present(id).size, BATCH);
        warpWatched(id, present(id).startedAt + 1 hours);
        ICanary.NodeReport[] memory first = healthyReports(id);
        canary.report(id, 3, first);
        vm.snapshotGasLastCall(GROUP, "report, 50 healthy");
        warpWatched(id, present(id).startedAt + 90 minutes);
        reportAll(id);
        warpWatched(id, present(id).startedAt + 2 hours);
        uint256 before = vm.snapshotState();
        canary.judge(id, EVERY);
        vm.snapshotGasLastCall(GROUP, "judge, 100 healthy verdicts, passing");
        vm.revertToState(before);
        canary.breach(id, nodeBreaches(id, 0, 9));
        canary.breach(id, nodeBreaches(id, 9, 1));
        vm.snapshotGasLastCall(GROUP, "breach, by the last of ten nodes");
    }

    /// @dev A report of failure is taken from anybody at any time, so that a hundred come in one call.
    function test_Gas_AHundredReports() public {
        bytes32 id = approved();
        startWave(id);
        passWave(id);
        startWave(id);
        passWave(id);
        startWave(id);
        ICanary.NodeReport[] memory reports = new ICanary.NodeReport[](BATCH);
        for (uint32 i = 0; i < BATCH; i++) {
            reports[i] = failedReport(id, i);
        }
        canary.report(id, 3, reports);
        vm.snapshotGasLastCall(GROUP, "report, 100 failed");
    }
}
