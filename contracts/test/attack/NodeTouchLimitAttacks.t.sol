// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {INodeTouchLimit} from "../../src/interfaces/INodeTouchLimit.sol";
import {TouchLimitFixture} from "../support/TouchLimitFixture.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

/// @notice Attacks on how much of the network one principal changes in a day: a tenth of 40 nodes is 4.
contract NodeTouchLimitAttacksTest is TouchLimitFixture {
    function setUp() public {
        deployLimit(40);
    }

    /// @dev A tenth in the last second of one day and a tenth in the first of the next, whatever the principal takes for a
    /// day's beginning: the window slides, and is never shorter than 24 hours.
    function test_Attack_ATenthOnEachSideOfTheWindowsEnd() public {
        for (uint256 second = 0; second < 1 hours; second += 599) {
            deployLimit(40);
            vm.warp(START + second);
            touch(alice, nodesFrom(0, 4));
            address[] memory more = nodesFrom(4, 1);
            uint256[4] memory moments = [START + second, START + 1 hours, START + 23 hours, START + second + 24 hours];
            for (uint256 i = 0; i < moments.length; i++) {
                vm.warp(moments[i]);
                expectExceeded(alice, 5, 4);
                touch(alice, more);
            }
        }
    }

    /// @dev One node an hour is a tenth in four hours, and then none until the first is a day old.
    function test_Attack_NodesAreTouchedInSmallSteps() public {
        uint256 touched = 0;
        for (uint256 hour = 0; hour < 48; hour++) {
            vm.warp(START + hour * 1 hours);
            address[] memory next = nodesFrom(touched, 1);
            vm.prank(canary);
            try limiter.touch(alice, next) {
                touched++;
            } catch (bytes memory reason) {
                assertEq(bytes32(bytes4(reason)), bytes32(INodeTouchLimit.NodeTouchLimit_Exceeded.selector));
            }
            assertLe(limiter.touchedBy(alice), 4);
        }
        assertEq(touched, 8, "a tenth in each of two days");
    }

    /// @dev Two ways to change nodes draw on one allowance, and the same nodes count once for both together.
    function test_Attack_TwoSpendersForOnePrincipal() public {
        touchAs(canary, alice, nodesFrom(0, 3));
        touchAs(agent, alice, nodesFrom(0, 3));
        assertEq(limiter.touchedBy(alice), 3, "the same nodes");
        touchAs(agent, alice, nodesFrom(3, 1));
        address[] memory more = nodesFrom(4, 1);
        expectExceeded(alice, 5, 4);
        touchAs(canary, alice, more);
        expectExceeded(alice, 5, 4);
        touchAs(agent, alice, more);
    }

    /// @dev A stranger would spend a principal's allowance to stop it, by either way; nor does the principal spend its own.
    function test_Attack_AStrangerSpendsSomebodyElsesAllowance() public {
        address[] memory nodes = nodesFrom(0, 4);
        address[3] memory callers = [bob, alice, operatorAt(0).addr];
        for (uint256 i = 0; i < callers.length; i++) {
            expectError(INodeTouchLimit.NodeTouchLimit_NotASpender.selector, callers[i]);
            touchAs(callers[i], alice, nodes);
            expectError(INodeTouchLimit.NodeTouchLimit_NotASpender.selector, callers[i]);
            vm.prank(callers[i]);
            limiter.touchByBallot(alice, nodes);
            expectError(IAccessManaged.AccessManagedUnauthorized.selector, callers[i]);
            vm.prank(callers[i]);
            limiter.setSpender(callers[i], true);
        }
        assertEq(limiter.touchedBy(alice), 0);
    }

    /// @dev Nodes touched again move to the present hour; they must neither vanish from the count nor count twice, however
    /// often that is done, so refreshing them frees no room.
    function test_Attack_NodesAreTouchedAgainToFreeRoom() public {
        touch(alice, nodesFrom(0, 4));
        address[] memory more = nodesFrom(4, 1);
        for (uint256 hour = 1; hour < 60; hour++) {
            vm.warp(START + hour * 1 hours);
            touch(alice, nodesFrom(hour % 4, 1));
            touch(alice, nodesFrom((hour + 1) % 4, 1));
            assertEq(limiter.touchedBy(alice), 4);
            expectExceeded(alice, 5, 4);
            touch(alice, more);
        }
    }

    /// @dev Made-up addresses would fill the record with touches of nothing: only what the registry knows is a node.
    function test_Attack_MadeUpNodesAreTouched() public {
        address[] memory madeUp = both(makeAddr("made up"), makeAddr("made up too"));
        expectError(INodeTouchLimit.NodeTouchLimit_NodeUnknown.selector, madeUp[0]);
        touch(alice, madeUp);
        expectError(INodeTouchLimit.NodeTouchLimit_NodeUnknown.selector, address(0));
        touch(alice, new address[](1));
    }
}
