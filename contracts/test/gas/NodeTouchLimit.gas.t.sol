// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {TouchLimitFixture} from "../support/TouchLimitFixture.sol";

/// @notice What a spender pays in a network of 120. Run isolated: each call is then a transaction of its own.
contract NodeTouchLimitGasTest is TouchLimitFixture {
    string private constant GROUP = "NodeTouchLimit";

    function setUp() public {
        deployLimit(120);
    }

    function test_Gas_Touch() public {
        touch(alice, nodesFrom(0, 10));
        vm.snapshotGasLastCall(GROUP, "touch, ten nodes for the first time");

        skip(1 hours);
        touch(alice, nodesFrom(0, 10));
        vm.snapshotGasLastCall(GROUP, "touch, the ten again an hour later");
    }

    function test_Gas_TouchByBallot() public {
        touchByBallot(alice, nodesFrom(0, 100));
        vm.snapshotGasLastCall(GROUP, "touchByBallot, a hundred nodes for the first time");

        skip(1 days + 1 hours);
        touchByBallot(alice, nodesFrom(0, 100));
        vm.snapshotGasLastCall(GROUP, "touchByBallot, the hundred again after the window");
    }
}
