// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {HexLib} from "../../../src/libraries/HexLib.sol";
import {Test} from "../../support/Test.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

contract HexLibTest is Test {
    function testFuzz_WritesWhatOpenZeppelinWrites(bytes32 value) public pure {
        assertHex(value);
    }

    function test_WritesEveryByte() public pure {
        for (uint256 value = 0; value < 256; value++) {
            assertHex(bytes32(value));
            assertHex(bytes32(value << 120));
            assertHex(bytes32(value << 128));
            assertHex(bytes32(value << 248));
        }
    }

    function assertHex(bytes32 value) private pure {
        (bytes32 first, bytes32 second) = HexLib.toLowerHex(value);
        assertEq(string(abi.encodePacked("0x", first, second)), Strings.toHexString(uint256(value), 32));
    }
}
