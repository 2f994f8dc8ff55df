// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ICradle} from "../../src/interfaces/ICradle.sol";
import {CradleFixture} from "../support/CradleFixture.sol";

/// @notice Thresholds, the worst of five and the counting of attestations, each against its definition.
contract CradleFuzzTest is CradleFixture {
    function setUp() public {
        deployCradle();
    }

    /// @dev An experiment is taken exactly when it has all six thresholds and none is looser than its bound.
    function testFuzz_SubmitTakesExactlyWhatIsWithinTheBounds(ICradle.MetricSet memory wanted, uint8 gap) public {
        if (gap % 4 != 0) wanted.present |= ALL;
        wanted = near(wanted, cradle.config().bounds);
        bool expected = wanted.present & ALL == ALL;
        for (uint8 metric = 0; metric < 6; metric++) {
            uint64 bound_ = metricOf(cradle.config().bounds, metric);
            uint64 threshold = metricOf(wanted, metric);
            if (metric < 4 ? threshold > bound_ : threshold < bound_) expected = false;
        }
        vm.prank(submitter);
        try cradle.submit(CHANGE, SPEC, wanted, 0) returns (bytes32 id) {
            assertTrue(expected, "taken");
            assertEq(keccak256(abi.encode(cradle.experiment(id).thresholds)), keccak256(abi.encode(wanted)));
        } catch {
            assertFalse(expected, "refused");
        }
    }

    /// @dev An experiment passes exactly when in each run each metric is there and within its threshold.
    function testFuzz_PassesExactlyWhenEveryRunIsWithinEveryThreshold(
        ICradle.MetricSet memory wanted,
        ICradle.MetricSet[5] memory measured,
        uint8[5] memory gaps
    ) public {
        wanted = withinBounds(wanted);
        ICradle.MetricSet[] memory runs = new ICradle.MetricSet[](5);
        uint8 failed = 0;
        for (uint256 i = 0; i < 5; i++) {
            runs[i] = near(measured[i], wanted);
            if (gaps[i] % 16 != 0) runs[i].present |= ALL;
            failed |= failuresOf(runs[i], wanted);
        }
        bytes32 id = submit(wanted);
        latch(id);
        cradle.attest(id, runs, ARTEFACT, signaturesOf(id, runs, 0, 3));

        assertExperiment(id, failed == 0 ? ICradle.Status.Passed : ICradle.Status.Failed);
        assertEq(cradle.experiment(id).failedMetrics, failed, "failedMetrics");
    }

    /// @dev Whatever signatures come in whatever calls, k different attestors decide, and fewer never do.
    function testFuzz_KDifferentAttestorsDecide(uint8[16] calldata signers, uint256 calls, uint8 required) public {
        required = uint8(bound(required, 3, ATTESTORS));
        vm.prank(submitter);
        bytes32 id = cradle.submit(CHANGE, SPEC, thresholds(), required);
        latch(id);

        uint256 seen = 0;
        for (uint256 i = 0; i < signers.length; i++) {
            // The sixth of five attestors is a stranger.
            uint256 signer = signers[i] % (ATTESTORS + 1);
            bool isNew = signer < ATTESTORS && seen & (1 << signer) == 0;
            if (numberOf(seen) >= required) return;
            bytes[] memory signatures = new bytes[](1 + ((calls >> i) & 1));
            for (uint256 j = 0; j < signatures.length; j++) {
                Account memory account = signer < ATTESTORS ? attestors[signer] : makeAccount("stranger");
                signatures[j] = attestationOf(account, id, passingRuns());
            }
            if (!isNew) vm.expectRevert(abi.encodeWithSelector(ICradle.Cradle_NothingAttested.selector, id));
            cradle.attest(id, passingRuns(), ARTEFACT, signatures);
            if (isNew) seen |= 1 << signer;
            bool isDecided = numberOf(seen) >= required;
            assertExperiment(id, isDecided ? ICradle.Status.Passed : ICradle.Status.Running);
        }
    }

    /// @dev The seed is latched exactly in blocks submitBlock + 3 to submitBlock + 258.
    function testFuzz_SeedIsLatchedWithinReachOnly(uint256 blocks) public {
        blocks = bound(blocks, 0, 600);
        bytes32 id = submit();
        rollForward(blocks);
        bool expected = blocks >= 3 && blocks <= 258;
        try cradle.latchSeed(id) {
            assertTrue(expected, "latched");
        } catch {
            assertFalse(expected, "refused");
        }
    }

    /// @dev A set is taken exactly when 3 ≤ k ≤ n < 2k.
    function testFuzz_AttestationsRequired(uint256 number, uint8 required) public {
        number = bound(number, 0, 40);
        required = uint8(bound(required, 0, 45));
        address[] memory accounts = new address[](number);
        for (uint160 i = 0; i < number; i++) {
            accounts[i] = address(1 + i);
        }
        bool expected = required >= 3 && required <= number && number < 2 * uint256(required);
        try cradle.setAttestors(1, accounts, required) {
            assertTrue(expected, "taken");
        } catch {
            assertFalse(expected, "refused");
        }
    }

    // -------------------------------------------------------------- helpers

    /// @dev The definition, run by run, of what the contract decides on the worst of five.
    function failuresOf(ICradle.MetricSet memory run, ICradle.MetricSet memory wanted)
        private
        pure
        returns (uint8 failed)
    {
        for (uint8 metric = 0; metric < 6; metric++) {
            uint64 value = metricOf(run, metric);
            uint64 threshold = metricOf(wanted, metric);
            bool isThere = run.present & (1 << metric) != 0;
            bool isWithin = metric < 4 ? value <= threshold : value >= threshold;
            if (!isThere || !isWithin) failed |= uint8(1 << metric);
        }
    }

    /// @dev Values at, just within and just beyond other values, where comparisons go wrong.
    function near(ICradle.MetricSet memory set, ICradle.MetricSet memory centre)
        private
        pure
        returns (ICradle.MetricSet memory)
    {
        for (uint8 metric = 0; metric < 6; metric++) {
            uint64 drawn = metricOf(set, metric);
            // Few stray by one and fewer by anything, so that about half of the experiments with 30 values pass.
            if (drawn % 32 == 0) set = withMetric(set, metric, metricOf(centre, metric) - 1 + uint64(drawn / 32 % 3));
            else if (drawn % 64 != 1) set = withMetric(set, metric, metricOf(centre, metric));
        }
        return set;
    }

    function withinBounds(ICradle.MetricSet memory set) private view returns (ICradle.MetricSet memory) {
        ICradle.MetricSet memory limits = cradle.config().bounds;
        for (uint8 metric = 0; metric < 6; metric++) {
            uint64 limit = metricOf(limits, metric);
            uint256 drawn = metricOf(set, metric);
            drawn = metric < 4 ? bound(drawn, 1, limit) : bound(drawn, limit, type(uint64).max - 2);
            set = withMetric(set, metric, uint64(drawn));
        }
        set.present = ALL;
        return set;
    }

    function numberOf(uint256 bits) private pure returns (uint256 number) {
        for (; bits != 0; bits >>= 1) {
            number += bits & 1;
        }
    }
}
