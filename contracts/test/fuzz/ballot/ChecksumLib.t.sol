// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ChecksumLib} from "../../../src/libraries/ChecksumLib.sol";
import {Test} from "../../support/Test.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

contract ChecksumLibTest is Test {
    function testFuzz_EqualsOpenZeppelins(address account) public pure {
        assertHash(account);
    }

    function test_EqualsOpenZeppelinsOnEdges() public pure {
        assertHash(address(0));
        assertHash(address(type(uint160).max));
        for (uint160 nibble = 0; nibble < 16; nibble++) {
            for (uint160 position = 0; position < 160; position += 4) {
                assertHash(address(nibble << position));
            }
        }
    }

    function test_HashesTheExamplesOfEip55() public pure {
        assertEq(
            ChecksumLib.checksumHash(uint160(0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed)),
            keccak256("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")
        );
        assertEq(
            ChecksumLib.checksumHash(uint160(0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359)),
            keccak256("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359")
        );
        assertEq(
            ChecksumLib.checksumHash(uint160(0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB)),
            keccak256("0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB")
        );
        assertEq(
            ChecksumLib.checksumHash(uint160(0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb)),
            keccak256("0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb")
        );
    }

    function test_LeavesTheFreeMemoryAlone() public pure {
        uint256 freeBefore;
        uint256 zeroAfter;
        uint256 freeAfter;
        assembly ("memory-safe") {
            freeBefore := mload(0x40)
        }
        ChecksumLib.checksumHash(type(uint160).max);
        assembly ("memory-safe") {
            freeAfter := mload(0x40)
            zeroAfter := mload(0x60)
        }
        assertEq(freeAfter, freeBefore, "free memory pointer");
        assertEq(zeroAfter, 0, "zero slot");
    }

    function assertHash(address account) private pure {
        assertEq(
            ChecksumLib.checksumHash(uint160(account)),
            keccak256(bytes(Strings.toChecksumHexString(account))),
            Strings.toChecksumHexString(account)
        );
    }
}
