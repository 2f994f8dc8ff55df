// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title Evidence that a rollout breaks nodes
/// @notice A rollout's verdicts, through all of its waves, come one after another, each healthy or failed; the evidence E says how much better a
/// network that breaks more than 1 % of its nodes explains them than one that breaks 1 %. It may be looked at after
/// every verdict.
/// @dev n verdicts, f of them failed, s = n - f healthy:
///
///     E = B(1 + f, 20 + s) / B(1, 20) / (p0^f (1 - p0)^s)
///
/// the likelihood under a Beta(1, 20) mixture over that under p0: a non-negative martingale that starts at 1 when each
/// verdict fails with probability p0. It also grows when there are far too few failures (none in 648 verdicts gives
/// 20), which is no reason to stop. A rollout is therefore stopped when E ≥ 1/α and f > p0 n.
///
/// False stops have a probability of at most α for every true rate p ≤ p0, however long the rollout:
/// - p = p0: Ville's inequality, P(some E ≥ 1/α) ≤ α.
/// - p < p0: at a fixed n, log E is convex in f (log-gamma is), and E ≤ 1 at f = p0 n, where p0 is the rate that makes
///   the verdicts most likely. So {E ≥ 1/α, f > p0 n} contains with each f all greater ones. Draw the verdicts of p and
///   p0 from the same uniform numbers: p has at most p0's failures at every n, and stops only where p0 has stopped.
///
/// The bound is the upper end of the confidence sequence that belongs to E: M(p), which is E with p in place of p0, is
/// at least 1/α for all excluded rates p above f/n. With p the true rate that ever happens with a probability of at
/// most α.
/// @custom:source rules "Cradle"; Howard, Ramdas, McAuliffe, Sekhon, "Time-uniform, nonparametric, nonasymptotic
/// confidence sequences", 2021 (beta-binomial mixture); docs/canary.md
library EProcessLib {
    /// @notice 1 in Q64.64, the evidence before the first verdict.
    uint256 internal constant ONE = 1 << 64;
    /// @notice 1/α with α = 5 %, as a whole number and in Q64.64.
    uint256 internal constant STOP_AT = 20;
    uint256 internal constant STOP_AT_EVIDENCE = STOP_AT * ONE;
    /// @notice p0 = 1 %, the rate of breakage that is tolerated, as 1 in so many.
    uint256 internal constant TOLERATED_ONE_IN = 100;
    /// @notice Beta(1, 20), the prior: as if 1 failed and 20 healthy verdicts had been seen.
    /// @dev The 1 is written out below: B(1, b) = 1/b is what keeps the bound's formula short.
    uint256 internal constant PRIOR_FAILED = 1;
    uint256 internal constant PRIOR_HEALTHY = 20;
    /// @notice Most verdicts of a rollout for which what is said here holds; a rollout has at most 5,560.
    /// @dev 10,000 healthy verdicts give E = 2^136, the most that 10,000 verdicts give without being stopped on the way.
    uint256 internal constant JUDGED_MAX = 10_000;
    /// @notice Where the evidence stays when it would grow further: E = 2^160. With two uint16 it fills a word.
    /// @dev Only a rollout that was stopped before gets there: one verdict multiplies E by less than 100, so one with
    /// f > p0 n meets the threshold of 20 first. Never ask it again once it was stopped.
    uint256 internal constant EVIDENCE_MAX = type(uint224).max;

    /// @notice A rate of 1.
    uint32 internal constant PPM = 1_000_000;

    /// @dev A mantissa is in [2^126, 2^127], so that a product of two fits into a word.
    uint256 private constant MANTISSA_BITS = 127;
    uint256 private constant MANTISSA_LEAST = 2 ** 126;
    uint256 private constant MANTISSA_MOST = 2 ** 127;

    /// @notice The evidence after one more verdict, in Q64.64, rounded up: against promotion.
    /// @dev The prior's prediction of the verdict over p0's. 10,000 roundings raise E by less than one part in 2^45,
    /// since E is never below 0.04.
    /// @param evidence before the verdict, in Q64.64: ONE at first; at most EVIDENCE_MAX
    /// @param judged verdicts before this one, below JUDGED_MAX; nothing overflows below 2^24
    /// @param failures those of them that failed, silent nodes included
    function afterVerdict(uint256 evidence, uint256 judged, uint256 failures, bool failed)
        internal
        pure
        returns (uint256)
    {
        uint256 numerator = PRIOR_FAILED + failures;
        uint256 denominator = PRIOR_FAILED + PRIOR_HEALTHY + judged;
        if (!failed) {
            numerator = denominator - numerator;
            denominator *= TOLERATED_ONE_IN - 1;
        }
        uint256 next = (evidence * numerator * TOLERATED_ONE_IN + denominator - 1) / denominator;
        return next < EVIDENCE_MAX ? next : EVIDENCE_MAX;
    }

    /// @notice Whether the verdicts are evidence, at α = 5 %, that more than 1 % of the nodes break.
    /// @param evidence in Q64.64, after `judged` verdicts of which `failures` failed
    function isStopped(uint256 evidence, uint256 judged, uint256 failures) internal pure returns (bool) {
        return evidence >= STOP_AT_EVIDENCE && failures * TOLERATED_ONE_IN > judged;
    }

    /// @notice The least rate of breakage, in ppm rounded up, that the verdicts exclude together with all greater ones;
    /// a million when they exclude none. Right with 95 % confidence, whenever it is asked.
    /// @dev Every rounding is towards a greater bound. Costs gas in proportion to `failures`.
    /// @param judged verdicts, at most JUDGED_MAX
    function excludedRatePpm(uint256 judged, uint256 failures) internal pure returns (uint32) {
        if (failures >= judged) return PPM;
        (uint256 mixture, uint256 exponent) = _mixtureDown(judged, failures);
        // `low` is not excluded: M(f/n) ≤ 1. `high` is, or is a million. M grows in between.
        uint256 low = failures * PPM / judged;
        uint256 high = PPM;
        while (high - low > 1) {
            uint256 rate = (low + high) / 2;
            if (_isExcluded(rate, judged, failures, mixture, exponent)) high = rate;
            else low = rate;
        }
        // forge-lint: disable-next-line(unsafe-typecast) -- at most a million
        return uint32(high);
    }

    /// @dev B(1 + f, 20 + s) / B(1, 20) / STOP_AT as mantissa · 2^-exponent, rounded down. The quotient of the two is
    /// 20 · f! (19 + s)! / (20 + n)!, a product of f + 1 factors; its mantissa stays in [2^113, 2^191).
    function _mixtureDown(uint256 judged, uint256 failures) private pure returns (uint256 mantissa, uint256 exponent) {
        uint256 denominator = PRIOR_HEALTHY + judged - failures;
        mantissa = (PRIOR_HEALTHY << MANTISSA_BITS) / (STOP_AT * denominator);
        exponent = MANTISSA_BITS;
        // Nothing overflows: factors and failures are below 2^14, the exponent grows by 64 at most each time.
        unchecked {
            for (uint256 i = 1; i <= failures; ++i) {
                if (mantissa < MANTISSA_MOST) {
                    mantissa <<= 64;
                    exponent += 64;
                }
                mantissa = mantissa * i / (denominator + i);
            }
        }
    }

    /// @dev Whether M(rate) ≥ STOP_AT, that is rate^f (1 - rate)^s ≤ the mixture.
    function _isExcluded(uint256 rate, uint256 judged, uint256 failures, uint256 mixture, uint256 exponent)
        private
        pure
        returns (bool)
    {
        (uint256 failed, uint256 failedExponent) = _powerUp(rate, failures);
        (uint256 healthy, uint256 healthyExponent) = _powerUp(PPM - rate, judged - failures);
        (failed, failedExponent) = _timesUp(failed, failedExponent, healthy, healthyExponent);
        // The mixture is below 2^191 and `failed` at least 2^126: too far apart means that the exponents decide.
        if (failedExponent < exponent) {
            uint256 above = exponent - failedExponent;
            return above <= 64 && failed << above <= mixture;
        }
        uint256 below = failedExponent - exponent;
        return below > 64 || failed <= mixture << below;
    }

    /// @dev (ppm / 1,000,000)^power by squaring, as mantissa · 2^-exponent, rounded up. `ppm` is in [1, 999,999].
    function _powerUp(uint256 ppm, uint256 power) private pure returns (uint256 mantissa, uint256 exponent) {
        uint256 base = ((ppm << MANTISSA_BITS) + PPM - 1) / PPM;
        uint256 baseExponent = MANTISSA_BITS;
        while (base < MANTISSA_LEAST) {
            base <<= 1;
            ++baseExponent;
        }
        mantissa = MANTISSA_MOST;
        exponent = MANTISSA_BITS;
        while (power != 0) {
            if (power & 1 != 0) (mantissa, exponent) = _timesUp(mantissa, exponent, base, baseExponent);
            (base, baseExponent) = _timesUp(base, baseExponent, base, baseExponent);
            power >>= 1;
        }
    }

    /// @dev The product of two numbers of at most 1, rounded up to a mantissa in [2^126, 2^127] again.
    function _timesUp(uint256 left, uint256 leftExponent, uint256 right, uint256 rightExponent)
        private
        pure
        returns (uint256 mantissa, uint256 exponent)
    {
        // The product is in [2^252, 2^254]. A number of at most 1 has an exponent of at least 126 and, since powers
        // are below 2^14 and the greatest exponent of a base 147, of less than 2^22: the exponents stay in range.
        unchecked {
            uint256 product = left * right;
            uint256 shift = product < MANTISSA_LEAST * MANTISSA_MOST ? MANTISSA_BITS - 1 : MANTISSA_BITS;
            mantissa = ((product - 1) >> shift) + 1;
            exponent = leftExponent + rightExponent - shift;
        }
    }
}
