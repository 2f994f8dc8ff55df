// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ICradle} from "../interfaces/ICradle.sol";

/// @notice Comparisons over the six metrics, each by its number.
/// @dev Metrics below FIRST_AT_LEAST are better when smaller, the others when larger.
library MetricSetLib {
    uint8 internal constant COUNT = 6;
    uint8 internal constant ALL = 0x3f;
    uint8 internal constant LATENCY_P99 = 0;
    uint8 internal constant MTTR = 2;
    uint8 internal constant DEANONYMISATION_RISK = 3;
    uint8 internal constant FIRST_AT_LEAST = 4;

    /// @notice Whether the set has a value for a metric.
    function has(ICradle.MetricSet memory set, uint8 metric) internal pure returns (bool) {
        return set.present & (1 << metric) != 0;
    }

    /// @notice The value of a metric; meaningless when the set has none.
    function valueOf(ICradle.MetricSet memory set, uint8 metric) internal pure returns (uint64) {
        if (metric == LATENCY_P99) return set.latencyP99Micros;
        if (metric == 1) return set.packetLossPpm;
        if (metric == MTTR) return set.mttrMillis;
        if (metric == DEANONYMISATION_RISK) return set.deanonymisationRiskPpm;
        if (metric == 4) return set.policyConsistencyPpm;
        return set.routeStabilityPpm;
    }

    /// @notice Whether a value of a metric is as good as a limit, or better.
    function isWithin(uint8 metric, uint64 value, uint64 limit) internal pure returns (bool) {
        return metric < FIRST_AT_LEAST ? value <= limit : value >= limit;
    }

    /// @notice The worst value of each metric; a metric that one run lacks is absent.
    function worstOf(ICradle.MetricSet[] memory runs) internal pure returns (ICradle.MetricSet memory worst) {
        worst = runs[0];
        for (uint256 i = 1; i < runs.length; ++i) {
            worst = _worse(worst, runs[i]);
        }
        worst.present &= ALL;
    }

    /// @notice The metrics that are absent from `measured` or beyond their threshold, bit i for metric i.
    function failuresOf(ICradle.MetricSet memory measured, ICradle.MetricSet memory thresholds)
        internal
        pure
        returns (uint8 failed)
    {
        for (uint8 metric = 0; metric < COUNT; ++metric) {
            bool passes =
                has(measured, metric) && isWithin(metric, valueOf(measured, metric), valueOf(thresholds, metric));
            if (!passes) failed |= uint8(1 << metric);
        }
    }

    function _worse(ICradle.MetricSet memory left, ICradle.MetricSet memory right)
        private
        pure
        returns (ICradle.MetricSet memory)
    {
        return ICradle.MetricSet({
            present: left.present & right.present,
            latencyP99Micros: _max(left.latencyP99Micros, right.latencyP99Micros),
            packetLossPpm: _max(left.packetLossPpm, right.packetLossPpm),
            mttrMillis: _max(left.mttrMillis, right.mttrMillis),
            deanonymisationRiskPpm: _max(left.deanonymisationRiskPpm, right.deanonymisationRiskPpm),
            policyConsistencyPpm: _min(left.policyConsistencyPpm, right.policyConsistencyPpm),
            routeStabilityPpm: _min(left.routeStabilityPpm, right.routeStabilityPpm)
        });
    }

    function _max(uint64 a, uint64 b) private pure returns (uint64) {
        return a > b ? a : b;
    }

    function _min(uint64 a, uint64 b) private pure returns (uint64) {
        return a < b ? a : b;
    }
}
