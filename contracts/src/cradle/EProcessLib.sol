// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

library EProcessLib {
    uint256 internal constant ONE = 1 << 64;

    function afterVerdict(uint256 e, uint256 n, uint256 f, bool failed) internal pure returns (uint256) {
        return failed
            ? Math.mulDiv(e, (1 + f) * 100, 21 + n, Math.Rounding.Ceil)
            : Math.mulDiv(e, (20 + n - f) * 100, (21 + n) * 99, Math.Rounding.Ceil);
    }

    function isStopped(uint256 e, uint256 n, uint256 f) internal pure returns (bool) {
        return e >= 20 * ONE && f * 100 > n;
    }

    function excludedRatePpm(uint256, uint256) internal pure returns (uint32) {
        return 1;
    }
}
