// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {EProcessLib} from "../../../src/cradle/EProcessLib.sol";
import {Test} from "../../support/Test.sol";

/// @notice The evidence and the excluded rate, against exact arithmetic and against what they promise.
/// @dev test/vectors/eprocess.json is written by the oracle's EProcessVectors from rational numbers.
contract EProcessTest is Test {
    /// @dev Rounding up 10,000 times raises the evidence by less than one part in 2^45.
    uint256 private constant ERROR_BITS = 45;
    /// @dev The most that a wave's end may spend on the published rate.
    uint256 private constant GAS_MAX = 250_000;
    /// @dev Calls of this test are a few thousand gas of their own; a whole row of verdicts costs about 1,500 each.
    uint256 private constant VERDICTS_FUZZED = 400;

    struct Series {
        uint256 evidence;
        uint256 judged;
        uint256 failures;
        /// @dev Verdicts at the first stop; 0 when there is none.
        uint256 stoppedAfter;
    }

    string private json;

    function setUp() public {
        json = vm.readFile(string.concat(vm.projectRoot(), "/test/vectors/eprocess.json"));
    }

    // -------------------------------------------------------------- vectors

    function test_EvidenceIsTheOraclesAndHardlyMoreThanExact() public view {
        uint256 checked = 0;
        for (; vm.keyExistsJson(json, _at("sequences", checked, "")); ++checked) {
            string memory name = vm.parseJsonString(json, _at("sequences", checked, ".name"));
            Series memory series = _played(vm.parseJsonUintArray(json, _at("sequences", checked, ".healthyRuns")));
            assertEq(series.judged, vm.parseJsonUint(json, _at("sequences", checked, ".judged")), name);
            assertEq(series.failures, vm.parseJsonUint(json, _at("sequences", checked, ".failures")), name);
            assertEq(series.evidence, _uintText(_at("sequences", checked, ".evidence")), name);
            assertEq(series.stoppedAfter, vm.parseJsonUint(json, _at("sequences", checked, ".stoppedAfter")), name);
            // A series that met the maximum on its way was stopped long before, and has no exact value.
            if (!vm.keyExistsJson(json, _at("sequences", checked, ".exact"))) continue;
            uint256 exact = _uintText(_at("sequences", checked, ".exact"));
            assertGe(series.evidence, exact, name);
            assertLe(series.evidence - exact, (exact >> ERROR_BITS) + 1, name);
        }
        assertEq(checked, 30, "sequences");
    }

    function test_ExcludedRateIsExact() public view {
        uint256 checked = 0;
        for (; vm.keyExistsJson(json, _at("bounds", checked, "")); ++checked) {
            uint256 judged = vm.parseJsonUint(json, _at("bounds", checked, ".judged"));
            uint256 failures = vm.parseJsonUint(json, _at("bounds", checked, ".failures"));
            uint256 expected = vm.parseJsonUint(json, _at("bounds", checked, ".excludedRatePpm"));
            assertEq(EProcessLib.excludedRatePpm(judged, failures), expected, vm.toString(checked));
        }
        assertEq(checked, 94, "bounds");
    }

    // ------------------------------------------------------------- evidence

    function test_StopsAtTheSecondOfTwoFailures() public pure {
        assertEq(_played(_runs(0, 0)).stoppedAfter, 0);
        assertEq(_played(_runs(0, 0, 0)).stoppedAfter, 2);
    }

    /// @dev From the 648th verdict on the evidence alone is above the threshold.
    function test_NeverStopsAWaveWithoutFailures() public pure {
        Series memory series = _start();
        for (uint256 i = 0; i < EProcessLib.JUDGED_MAX; ++i) {
            _judge(series, false);
        }
        assertEq(series.stoppedAfter, 0);
        assertGt(series.evidence, EProcessLib.ONE << 136);
        assertLt(series.evidence, EProcessLib.EVIDENCE_MAX);
    }

    function test_NeedsMoreFailuresThanTolerated() public pure {
        uint256 much = EProcessLib.STOP_AT_EVIDENCE;
        assertTrue(EProcessLib.isStopped(much, 99, 1));
        assertFalse(EProcessLib.isStopped(much, 100, 1));
        assertFalse(EProcessLib.isStopped(much, 200, 2));
        assertTrue(EProcessLib.isStopped(much, 200, 3));
        assertFalse(EProcessLib.isStopped(much - 1, 200, 3));
    }

    function test_StaysAtItsGreatest() public pure {
        uint256 most = EProcessLib.EVIDENCE_MAX;
        assertEq(EProcessLib.afterVerdict(most, 100, 100, true), most);
        assertLt(EProcessLib.afterVerdict(most, 100, 100, false), most);
        assertEq(EProcessLib.afterVerdict(most, (1 << 24) - 1, (1 << 24) - 1, true), most, "nothing overflows");
    }

    /// @dev One verdict adds at most one unit to the exact product, and takes nothing away.
    function testFuzz_RoundsUpByLessThanOneUnit(uint256 evidence, uint256 judged, uint256 failures, bool failed)
        public
        pure
    {
        judged = bound(judged, 0, EProcessLib.JUDGED_MAX - 1);
        failures = bound(failures, 0, judged);
        evidence = bound(evidence, 1, EProcessLib.EVIDENCE_MAX / 100);
        uint256 next = EProcessLib.afterVerdict(evidence, judged, failures, failed);
        uint256 numerator = evidence * 100 * (failed ? 1 + failures : 20 + judged - failures);
        uint256 denominator = (21 + judged) * (failed ? 1 : 99);
        assertGe(next * denominator, numerator);
        assertLt((next - 1) * denominator, numerator);
    }

    /// @dev More evidence before means no less after: rounding up is never undone later.
    function testFuzz_KeepsTheOrderOfEvidence(uint256 less, uint256 more, uint256 judged, uint256 failures, bool failed)
        public
        pure
    {
        judged = bound(judged, 0, EProcessLib.JUDGED_MAX - 1);
        failures = bound(failures, 0, judged);
        more = bound(more, 0, EProcessLib.EVIDENCE_MAX);
        less = bound(less, 0, more);
        assertLe(
            EProcessLib.afterVerdict(less, judged, failures, failed),
            EProcessLib.afterVerdict(more, judged, failures, failed)
        );
    }

    /// @dev The verdicts are bits of `seed`; the other series has them sorted, failures first.
    function testFuzz_OrderMattersOnlyToRounding(bytes32 seed, uint256 judged, uint256 oneIn) public pure {
        judged = bound(judged, 1, VERDICTS_FUZZED);
        oneIn = bound(oneIn, 16, 200);
        Series memory drawn = _drawn(seed, judged, oneIn);
        // More failures in a row would meet EVIDENCE_MAX, and nothing is promised of a wave that was stopped so long ago.
        if (drawn.failures > 30) return;
        Series memory sorted = _start();
        for (uint256 i = 0; i < judged; ++i) {
            _judge(sorted, i < drawn.failures);
        }
        assertApproxEqAbs(drawn.evidence, sorted.evidence, (sorted.evidence >> ERROR_BITS) + 1);
    }

    /// @dev What the proof rests on: a wave that has more failures at the same places is stopped no later.
    function testFuzz_MoreFailuresStopNoLater(bytes32 seed, uint256 judged, uint256 oneIn, uint256 extra) public pure {
        judged = bound(judged, 1, VERDICTS_FUZZED);
        oneIn = bound(oneIn, 1, 200);
        extra = bound(extra, 0, judged - 1);
        Series memory fewer = _start();
        Series memory more = _start();
        for (uint256 i = 0; i < judged; ++i) {
            bool failed = _isFailed(seed, i, oneIn);
            _judge(fewer, failed);
            _judge(more, failed || i == extra);
        }
        if (fewer.stoppedAfter == 0) return;
        assertGt(more.stoppedAfter, 0);
        assertLe(more.stoppedAfter, fewer.stoppedAfter);
    }

    // -------------------------------------------------------- excluded rate

    function test_ExcludesNothingWithoutHealthyVerdicts() public pure {
        assertEq(EProcessLib.excludedRatePpm(0, 0), 1_000_000);
        assertEq(EProcessLib.excludedRatePpm(1, 1), 1_000_000);
        assertEq(EProcessLib.excludedRatePpm(5000, 5000), 1_000_000);
    }

    function testFuzz_ExcludedRateIsAboveTheObservedAndMonotone(uint256 judged, uint256 failures) public pure {
        judged = bound(judged, 1, 5000);
        failures = bound(failures, 0, judged - 1);
        uint256 rate = EProcessLib.excludedRatePpm(judged, failures);
        assertGt(rate * judged, failures * 1_000_000);
        assertLe(rate, 1_000_000);
        assertGe(EProcessLib.excludedRatePpm(judged, failures + 1), rate, "one more failure");
        assertLe(EProcessLib.excludedRatePpm(judged + 1, failures), rate, "one more healthy verdict");
    }

    /// @dev A wave that the rule stopped on its last verdict excludes no rate at or below the tolerated one.
    function testFuzz_NeverExcludesTheToleratedRateOfAStoppedWave(bytes32 seed, uint256 oneIn) public pure {
        Series memory series = _start();
        oneIn = bound(oneIn, 1, 50);
        for (uint256 i = 0; i < VERDICTS_FUZZED && series.stoppedAfter == 0; ++i) {
            _judge(series, _isFailed(seed, i, oneIn));
        }
        if (series.stoppedAfter == 0) return;
        assertGt(EProcessLib.excludedRatePpm(series.judged, series.failures), 10_000);
    }

    function test_ExcludedRateIsCheapEnough() public view {
        this.excludedRatePpm(50, 0);
        assertLe(vm.lastCallGas().gasTotalUsed, GAS_MAX);
        this.excludedRatePpm(500, 5);
        assertLe(vm.lastCallGas().gasTotalUsed, GAS_MAX);
        this.excludedRatePpm(5000, 40);
        assertLe(vm.lastCallGas().gasTotalUsed, GAS_MAX);
        this.excludedRatePpm(5000, 80);
        assertLe(vm.lastCallGas().gasTotalUsed, GAS_MAX);
    }

    /// @dev External, to measure a call.
    function excludedRatePpm(uint256 judged, uint256 failures) external pure returns (uint32) {
        return EProcessLib.excludedRatePpm(judged, failures);
    }

    // --------------------------------------------------------------- series

    function _start() private pure returns (Series memory series) {
        series.evidence = EProcessLib.ONE;
    }

    function _judge(Series memory series, bool failed) private pure {
        series.evidence = EProcessLib.afterVerdict(series.evidence, series.judged, series.failures, failed);
        ++series.judged;
        if (failed) ++series.failures;
        if (series.stoppedAfter != 0) return;
        if (EProcessLib.isStopped(series.evidence, series.judged, series.failures)) {
            series.stoppedAfter = series.judged;
        }
    }

    /// @dev Healthy verdicts before each failure, and after the last one.
    function _played(uint256[] memory healthyRuns) private pure returns (Series memory series) {
        series = _start();
        for (uint256 run = 0; run < healthyRuns.length; ++run) {
            for (uint256 i = 0; i < healthyRuns[run]; ++i) {
                _judge(series, false);
            }
            if (run + 1 < healthyRuns.length) _judge(series, true);
        }
    }

    function _drawn(bytes32 seed, uint256 judged, uint256 oneIn) private pure returns (Series memory series) {
        series = _start();
        for (uint256 i = 0; i < judged; ++i) {
            _judge(series, _isFailed(seed, i, oneIn));
        }
    }

    function _isFailed(bytes32 seed, uint256 index, uint256 oneIn) private pure returns (bool) {
        return uint256(keccak256(abi.encode(seed, index))) % oneIn == 0;
    }

    function _runs(uint256 first, uint256 second) private pure returns (uint256[] memory runs) {
        runs = new uint256[](2);
        (runs[0], runs[1]) = (first, second);
    }

    function _runs(uint256 first, uint256 second, uint256 third) private pure returns (uint256[] memory runs) {
        runs = new uint256[](3);
        (runs[0], runs[1], runs[2]) = (first, second, third);
    }

    // -------------------------------------------------------------- reading

    function _at(string memory list, uint256 index, string memory key) private pure returns (string memory) {
        return string.concat(".", list, "[", vm.toString(index), "]", key);
    }

    function _uintText(string memory path) private view returns (uint256) {
        return vm.parseUint(vm.parseJsonString(json, path));
    }
}
