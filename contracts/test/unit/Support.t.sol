// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Test} from "../support/Test.sol";

contract SupportTest is Test {
    function testFuzz_BoundStaysInside(uint256 value, uint256 a, uint256 b) external pure {
        (uint256 least, uint256 most) = a < b ? (a, b) : (b, a);
        uint256 bounded = bound(value, least, most);
        assertGe(bounded, least);
        assertLe(bounded, most);
    }

    function testFuzz_SignedBoundStaysInside(int256 value, int256 a, int256 b) external pure {
        (int256 least, int256 most) = a < b ? (a, b) : (b, a);
        int256 bounded = bound(value, least, most);
        assertGe(bounded, least);
        assertLe(bounded, most);
    }

    function test_SignatureRecoversToTheAccount() external {
        Account memory alice = makeAccount("alice");
        bytes32 digest = keccak256("message");
        bytes memory packed = signature(alice.key, digest);
        (bytes32 r, bytes32 s, uint8 v) = (bytes32(0), bytes32(0), uint8(packed[64]));
        assembly ("memory-safe") {
            r := mload(add(packed, 32))
            s := mload(add(packed, 64))
        }
        assertEq(ecrecover(digest, v, r, s), alice.addr);
    }

    function test_SkipAndRollForward() external {
        (uint256 time, uint256 height) = (vm.getBlockTimestamp(), vm.getBlockNumber());
        skip(60);
        rollForward(3);
        assertEq(vm.getBlockTimestamp(), time + 60);
        assertEq(vm.getBlockNumber(), height + 3);
    }

    function test_AFailedComparisonShowsBothValues() external {
        vm.expectRevert(abi.encodeWithSelector(AssertionFailed.selector, "votes: 1 != 2"));
        this.compare(1, 2);
    }

    function compare(uint256 left, uint256 right) external pure {
        assertEq(left, right, "votes");
    }
}
