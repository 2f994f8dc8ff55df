// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {INodeRegistry} from "../../src/interfaces/INodeRegistry.sol";
import {RegistryFixture} from "../support/RegistryFixture.sol";

/// @notice The sliding windows and the epochs, against lists of what happened when.
contract NodeRegistryLimitsFuzzTest is RegistryFixture {
    uint256 private constant OPERATORS = 30;

    /// @dev When the event under test happened, oldest first.
    uint256[] private times;

    function setUp() public {
        deployNetwork(OPERATORS);
    }

    /// @dev Vouching is possible exactly when fewer than two vouches lie within the last `vouchPeriod`.
    /// forge-config: default.fuzz.runs = 48
    /// forge-config: deep.fuzz.runs = 2000
    function testFuzz_VouchesSlideByTwo(uint32[12] calldata gaps) public {
        skip(30 days);
        for (uint256 i = 0; i < gaps.length; i++) {
            skip(gaps[i] % 25 days);
            address candidate = makeAddr(string.concat("candidate ", vm.toString(i)));
            bool expected = happenedWithin(30 days) < 2;
            INodeRegistry.Vouch[] memory vouches = vouchesFor(candidate, 0, 3);
            try registry.admit(candidate, vouches) {
                assertTrue(expected, "a third vouch in the period");
                times.push(vm.getBlockTimestamp());
            } catch (bytes memory reason) {
                assertFalse(expected, "a vouch that was due");
                assertError(reason, INodeRegistry.NodeRegistry_VouchesSpent.selector);
            }
        }
    }

    /// @dev Suspending is possible exactly when, with this one, at most a tenth lies within the last `suspensionPeriod`.
    /// forge-config: default.fuzz.runs = 48
    /// forge-config: deep.fuzz.runs = 2000
    function testFuzz_SuspensionsSlide(uint32[30] calldata gaps) public {
        for (uint256 i = 0; i < gaps.length; i++) {
            skip(gaps[i] % 3 days);
            bool expected = happenedWithin(7 days) < OPERATORS / 10;
            try registry.suspend(nodeAt(i).addr, type(uint64).max) {
                assertTrue(expected, "one suspension too many");
                times.push(vm.getBlockTimestamp());
            } catch (bytes memory reason) {
                assertFalse(expected, "a suspension that was due");
                assertError(reason, INodeRegistry.NodeRegistry_SuspensionsSpent.selector);
            }
        }
    }

    /// @dev Activating is possible exactly when fewer than max(10, a tenth of the nodes at the epoch's start) were.
    /// forge-config: default.fuzz.runs = 48
    /// forge-config: deep.fuzz.runs = 2000
    function testFuzz_ActivationsPerEpoch(uint32[30] calldata gaps) public {
        for (uint256 i = 0; i < gaps.length; i++) {
            register(newOperator(newcomer(i)).addr, makeAccount(string.concat("node of ", newcomer(i))));
        }
        skip(7 days);
        for (uint256 i = 0; i < gaps.length; i++) {
            skip(gaps[i] % 4 days);
            // All networks here have fewer than 110 nodes, so the limit is ten.
            bool expected = happenedInEpoch() < 10;
            try registry.activate(makeAddr(string.concat("node of ", newcomer(i)))) {
                assertTrue(expected, "one activation too many");
                times.push(vm.getBlockTimestamp());
            } catch (bytes memory reason) {
                assertFalse(expected, "an activation that was due");
                assertError(reason, INodeRegistry.NodeRegistry_ActivationsSpent.selector);
            }
        }
    }

    /// @dev Registering is possible exactly up to max(1, a tenth of the network with the new node).
    /// forge-config: default.fuzz.runs = 48
    /// forge-config: deep.fuzz.runs = 2000
    function testFuzz_OperatorCapAtRegistration(uint256 operators, uint256 wanted) public {
        operators = bound(operators, 10, 90);
        wanted = bound(wanted, 1, 12);
        deployNetwork(operators);
        address whale = newOperator("whale").addr;
        uint256 cap = operators + 1 < 20 ? 1 : (operators + 1) / 10;
        for (uint256 i = 0; i < wanted; i++) {
            Account memory node = makeAccount(string.concat("node ", vm.toString(i), " of whale"));
            if (i >= cap) {
                vm.expectRevert(
                    abi.encodeWithSelector(INodeRegistry.NodeRegistry_OperatorCapExceeded.selector, whale, cap + 1, cap)
                );
            }
            this.registerFor(whale, node);
        }
        assertEq(registry.operatorOf(whale).nodes, wanted < cap ? wanted : cap);
    }

    /// @dev A telemetry key holds from its own second to the next key's.
    function testFuzz_TelemetryKeyRanges(uint32[8] calldata gaps, uint32 asked) public {
        address node = nodeAt(0).addr;
        address operator = operatorAt(0).addr;
        uint256 askedAt = START + (asked % 400 days);
        address expected = telemetryOf(node);
        for (uint256 i = 0; i < gaps.length; i++) {
            skip(gaps[i] % 50 days);
            address key = address(uint160(i + 1));
            vm.prank(operator);
            registry.rotateTelemetryKey(node, key);
            if (vm.getBlockTimestamp() <= askedAt) expected = key;
        }
        assertEq(registry.telemetryKeyAt(node, uint64(askedAt)), expected);
    }

    // -------------------------------------------------------------- helpers

    /// @dev External, so that `expectRevert` takes the whole registration for one call.
    function registerFor(address operator, Account calldata node) external {
        register(operator, node);
    }

    function happenedWithin(uint256 period) private view returns (uint256 number) {
        uint256 present = vm.getBlockTimestamp();
        for (uint256 i = 0; i < times.length; i++) {
            if (times[i] + period > present) number++;
        }
    }

    function happenedInEpoch() private view returns (uint256 number) {
        uint256 epoch = (vm.getBlockTimestamp() - START) / 30 days;
        for (uint256 i = 0; i < times.length; i++) {
            if ((times[i] - START) / 30 days == epoch) number++;
        }
    }

    function newcomer(uint256 i) private pure returns (string memory) {
        return string.concat("newcomer ", vm.toString(i));
    }

    function assertError(bytes memory reason, bytes4 selector) private pure {
        assertEq(bytes32(bytes4(reason)), bytes32(selector), "error");
    }
}
