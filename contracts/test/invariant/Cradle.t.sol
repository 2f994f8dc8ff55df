// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ICradle} from "../../src/interfaces/ICradle.sol";
import {Test} from "../support/Test.sol";
import {CradleHandler} from "./handlers/CradleHandler.sol";

/// @notice Numbers refer to README.md beside this file.
contract CradleInvariantTest is Test {
    CradleHandler private handler;
    ICradle private cradle;

    function setUp() public {
        handler = new CradleHandler();
        cradle = handler.theCradle();
        targetContract(address(handler));
        targetSelector(address(handler), handler.actions());
    }

    /// @dev One campaign for all: each campaign of its own would play the same games again.
    /// forge-config: default.invariant.runs = 24
    /// forge-config: deep.invariant.runs = 10000
    /// forge-config: deep.invariant.depth = 16
    function invariant_TheCradleHolds() public view {
        onlyWhatPassedIsApproved();
        theFirstResultWithEnoughAttestorsIsFinal();
        attemptsAreCountedAndADayApart();
    }

    /// @dev 9
    function onlyWhatPassedIsApproved() private view {
        for (uint256 i = 0; i < handler.idCount(); i++) {
            bytes32 id = handler.ids(i);
            ICradle.Experiment memory experiment = cradle.experiment(id);
            if (experiment.status != ICradle.Status.Approved) continue;
            assertTrue(handler.everPassed(id), "9: passed first");
            assertEq(experiment.failedMetrics, 0, "9: failedMetrics");
            assertLe(experiment.worst.mttrMillis, experiment.thresholds.mttrMillis, "9: worst");
        }
    }

    /// @dev 10
    function theFirstResultWithEnoughAttestorsIsFinal() private view {
        for (uint256 i = 0; i < handler.idCount(); i++) {
            bytes32 id = handler.ids(i);
            ICradle.Experiment memory experiment = cradle.experiment(id);
            assertEq(experiment.resultHash, handler.firstResult(id), "10: result");
            if (!handler.everDecided(id)) continue;
            assertGe(handler.attestorsOfResult(id), experiment.attestationsRequired, "10: attestors");
            bool isFailed = experiment.status == ICradle.Status.Failed;
            assertEq(isFailed, !handler.everPassed(id), "10: outcome");
        }
    }

    /// @dev 11
    function attemptsAreCountedAndADayApart() private view {
        assertGe(handler.gapMin(), 24 hours, "11: gap");
        for (uint256 change = 0; change < 3; change++) {
            (uint32 attempts,) = cradle.attemptsOf(bytes32(change));
            assertEq(attempts, handler.attempts(bytes32(change)), "11: attempts");
        }
    }
}
