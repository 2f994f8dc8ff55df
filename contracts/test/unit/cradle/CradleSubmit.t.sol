// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Cradle} from "../../../src/cradle/Cradle.sol";
import {ICradle} from "../../../src/interfaces/ICradle.sol";
import {CradleFixture} from "../../support/CradleFixture.sol";
import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";

/// @notice Constructor, `submit` and `latchSeed` of Cradle.tree.
contract CradleSubmitTest is CradleFixture {
    function setUp() public {
        deployCradle();
    }

    // ---------------------------------------------------------- constructor

    function test_RevertWhen_ProductionAttemptGapIsShort() public {
        ICradle.Config memory config = productionConfig();
        config.attemptGap = 24 hours - 1;
        vm.expectRevert(
            abi.encodeWithSelector(ICradle.Cradle_BelowProductionMinimum.selector, "attemptGap", 24 hours - 1, 24 hours)
        );
        new Cradle(config, attestorAddresses(), 3);
    }

    function test_RevertWhen_ABoundIsMissing() public {
        ICradle.Config memory config = productionConfig();
        config.bounds.present = ALL & ~uint8(1 << 5);
        vm.expectRevert(abi.encodeWithSelector(ICradle.Cradle_ThresholdMissing.selector, uint8(5)));
        new Cradle(config, attestorAddresses(), 3);
    }

    function test_TakesAnyAttemptGapOnADevnet() public {
        ICradle.Config memory config = productionConfig();
        config.production = false;
        config.attemptGap = 0;
        assertEq(new Cradle(config, attestorAddresses(), 3).config().attemptGap, 0);
    }

    function test_KeepsItsConfigurationWithTheConstantPrivacyBound() public view {
        ICradle.Config memory config = cradle.config();
        assertEq(address(config.registry), address(registry));
        assertEq(config.authority, address(authority));
        assertEq(cradle.authority(), address(authority));
        assertTrue(config.production);
        assertEq(config.attemptGap, 24 hours);
        assertEq(config.bounds.deanonymisationRiskPpm, 10_000);
        assertEq(config.bounds.latencyP99Micros, 500_000);
    }

    function test_IgnoresAGivenPrivacyBound() public {
        ICradle.Config memory config = productionConfig();
        config.bounds.deanonymisationRiskPpm = 1_000_000;
        config.bounds.present = ALL & ~uint8(1 << 3);
        assertEq(new Cradle(config, attestorAddresses(), 3).config().bounds.deanonymisationRiskPpm, 10_000);
    }

    function test_NamesItsDomainAndItsAttestors() public view {
        (, string memory name, string memory version,, address verifier,,) = IERC5267(address(cradle)).eip712Domain();
        assertEq(name, "Sweetwater Cradle");
        assertEq(version, "1");
        assertEq(verifier, address(cradle));
        (uint32 attestorsVersion, address[] memory accounts, uint8 required) = cradle.attestors();
        assertEq(attestorsVersion, 1);
        assertEq(accounts, attestorAddresses());
        assertEq(required, 3);
    }

    function test_FitsTheContractSizeLimit() public view {
        assertLt(address(cradle).code.length, 24_576);
    }

    // --------------------------------------------------------------- submit

    function test_RevertWhen_SubmitterHasNoNode() public {
        address stranger = makeAddr("stranger");
        expectError(ICradle.Cradle_SubmitterHasNoNode.selector, stranger);
        vm.prank(stranger);
        cradle.submit(CHANGE, SPEC, thresholds(), 0);
    }

    function test_RevertWhen_SubmittersNodeIsSuspended() public {
        registry.suspendByBallot(nodeAt(0).addr, uint64(vm.getBlockTimestamp() + 1));
        expectError(ICradle.Cradle_SubmitterHasNoNode.selector, submitter);
        submit();
    }

    function test_RevertWhen_AnyThresholdIsMissing() public {
        for (uint8 metric = 0; metric < 6; metric++) {
            ICradle.MetricSet memory wanted = thresholds();
            wanted.present = ALL & ~uint8(1 << metric);
            vm.expectRevert(abi.encodeWithSelector(ICradle.Cradle_ThresholdMissing.selector, metric));
            submit(wanted);
        }
    }

    function test_RevertWhen_AnyThresholdIsLooser() public {
        ICradle.MetricSet memory limits = cradle.config().bounds;
        for (uint8 metric = 0; metric < 6; metric++) {
            uint64 bound = metricOf(limits, metric);
            uint64 looser = metric < 4 ? bound + 1 : bound - 1;
            vm.expectRevert(abi.encodeWithSelector(ICradle.Cradle_ThresholdTooLoose.selector, metric, looser, bound));
            submit(withMetric(thresholds(), metric, looser));
        }
    }

    function test_TakesThresholdsAtTheirBounds() public {
        assertExperiment(submit(cradle.config().bounds), ICradle.Status.Submitted);
    }

    function test_RevertWhen_FewerAttestationsAreAskedThanTheCommonNumber() public {
        vm.expectRevert(abi.encodeWithSelector(ICradle.Cradle_AttestationsRequiredTooFew.selector, uint8(2), uint8(3)));
        vm.prank(submitter);
        cradle.submit(CHANGE, SPEC, thresholds(), 2);
    }

    function test_RevertWhen_MoreAttestationsAreAskedThanThereAreAttestors() public {
        vm.expectRevert(
            abi.encodeWithSelector(ICradle.Cradle_AttestationsRequiredOutOfRange.selector, uint256(6), uint256(5))
        );
        vm.prank(submitter);
        cradle.submit(CHANGE, SPEC, thresholds(), 6);
    }

    function test_RevertWhen_AttemptComesTooSoon() public {
        submit();
        uint64 nextAttemptAt = uint64(vm.getBlockTimestamp() + 24 hours);
        skip(24 hours - 1);
        vm.expectRevert(abi.encodeWithSelector(ICradle.Cradle_AttemptTooSoon.selector, CHANGE, nextAttemptAt));
        vm.prank(operatorAt(1).addr);
        cradle.submit(CHANGE, keccak256("another spec"), thresholds(), 0);
    }

    function test_CountsAttemptsPerChange() public {
        submit();
        skip(24 hours);
        bytes32 second = submit();
        assertEq(cradle.experiment(second).attempt, 2);
        (uint32 attempts, uint64 lastAt) = cradle.attemptsOf(CHANGE);
        assertEq(attempts, 2);
        assertEq(lastAt, vm.getBlockTimestamp());
        (attempts, lastAt) = cradle.attemptsOf(keccak256("another change"));
        assertEq(attempts, 0);
        assertEq(lastAt, 0);
    }

    function test_KeepsWhatWasSubmitted() public {
        bytes32 id = keccak256(abi.encode(vm.getChainId(), address(cradle), submitter, CHANGE, SPEC, uint32(1)));
        vm.expectEmit();
        emit ICradle.ExperimentSubmitted(id, submitter, CHANGE, SPEC, 1, 4, thresholds());
        vm.prank(submitter);
        assertEq(cradle.submit(CHANGE, SPEC, thresholds(), 4), id);

        ICradle.Experiment memory experiment = cradle.experiment(id);
        assertExperiment(id, ICradle.Status.Submitted);
        assertEq(experiment.submitter, submitter);
        assertEq(experiment.attempt, 1);
        assertEq(experiment.attestationsRequired, 4);
        assertEq(experiment.submittedAt, vm.getBlockTimestamp());
        assertEq(experiment.submitBlock, vm.getBlockNumber());
        assertEq(experiment.changeHash, CHANGE);
        assertEq(experiment.specHash, SPEC);
        assertEq(keccak256(abi.encode(experiment.thresholds)), keccak256(abi.encode(thresholds())));
    }

    function test_TakesTheCommonNumberNamedOutright() public {
        vm.prank(submitter);
        assertEq(cradle.experiment(cradle.submit(CHANGE, SPEC, thresholds(), 3)).attestationsRequired, 3);
    }

    // ------------------------------------------------------------ latchSeed

    function test_RevertWhen_SeedOfAnUnknownExperimentIsLatched() public {
        expectExperimentError(bytes32(uint256(1)), ICradle.Status.Unknown);
        cradle.latchSeed(bytes32(uint256(1)));
    }

    function test_RevertWhen_SeedIsLatchedTwice() public {
        bytes32 id = submitAndLatch();
        expectExperimentError(id, ICradle.Status.Running);
        cradle.latchSeed(id);
    }

    function test_RevertWhen_SeedsBlockIsNotPast() public {
        bytes32 id = submit();
        uint256 seedBlock = vm.getBlockNumber() + 2;
        vm.roll(seedBlock);
        vm.expectRevert(abi.encodeWithSelector(ICradle.Cradle_SeedNotReady.selector, id, seedBlock));
        cradle.latchSeed(id);
    }

    function test_RevertWhen_SeedsBlockIsOutOfReach() public {
        bytes32 id = submit();
        uint256 last = vm.getBlockNumber() + 2 + 256;
        vm.roll(last + 1);
        vm.expectRevert(abi.encodeWithSelector(ICradle.Cradle_SeedMissed.selector, id, last));
        cradle.latchSeed(id);
    }

    function test_LatchesAtTheLastBlockThatReachesTheSeeds() public {
        bytes32 id = submit();
        uint256 seedBlock = vm.getBlockNumber() + 2;
        vm.roll(seedBlock + 256);
        vm.setBlockhash(seedBlock, keccak256("seed block"));
        assertEq(cradle.latchSeed(id), keccak256(abi.encode(id, keccak256("seed block"))));
    }

    function test_FixesTheSeedFromIdAndBlockHash() public {
        bytes32 id = submit();
        uint256 seedBlock = vm.getBlockNumber() + 2;
        vm.roll(seedBlock + 1);
        vm.setBlockhash(seedBlock, keccak256("seed block"));
        bytes32 expected = keccak256(abi.encode(id, keccak256("seed block")));
        vm.expectEmit();
        emit ICradle.SeedLatched(id, expected);
        vm.prank(makeAddr("anybody"));
        assertEq(cradle.latchSeed(id), expected);
        assertEq(cradle.experiment(id).seed, expected);
        assertExperiment(id, ICradle.Status.Running);
    }
}
