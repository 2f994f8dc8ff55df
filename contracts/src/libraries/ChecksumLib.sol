// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title The hash of an address as wallets write it
/// @notice keccak256 of the EIP-55 string "0x…" (42 bytes), which is how EIP-712 encodes a `string from`.
/// @dev Works on whole words of characters in scratch space, in assembly because every counted vote pays for it: about a
/// twentieth of the gas of OpenZeppelin's Strings.toChecksumHexString, to which it is fuzzed equal.
/// @custom:source EIP-55
library ChecksumLib {
    // Masks for spreading nibbles over bytes, by the bits that stay together.
    uint256 private constant BY_64 = 0x0000000000000000ffffffffffffffff0000000000000000ffffffffffffffff;
    uint256 private constant BY_32 = 0x00000000ffffffff00000000ffffffff00000000ffffffff00000000ffffffff;
    uint256 private constant BY_16 = 0x0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff;
    uint256 private constant BY_8 = 0x00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff;
    uint256 private constant BY_4 = 0x0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f;
    // One value in each byte.
    uint256 private constant ONES = 0x0101010101010101010101010101010101010101010101010101010101010101;
    uint256 private constant SIXES = 0x0606060606060606060606060606060606060606060606060606060606060606;
    uint256 private constant DIGITS = 0x3030303030303030303030303030303030303030303030303030303030303030;

    /// @notice keccak256(bytes(Strings.toChecksumHexString(account))).
    /// @param account an address as a word; the hash is of no use if its upper 96 bits are not zero
    function checksumHash(uint256 account) internal pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            // The 32 nibbles of a 128-bit value over the 32 bytes of a word, most significant first.
            function spread(value) -> nibbles {
                nibbles := and(or(value, shl(64, value)), BY_64)
                nibbles := and(or(nibbles, shl(32, nibbles)), BY_32)
                nibbles := and(or(nibbles, shl(16, nibbles)), BY_16)
                nibbles := and(or(nibbles, shl(8, nibbles)), BY_8)
                nibbles := and(or(nibbles, shl(4, nibbles)), BY_4)
            }
            // The 8 nibbles of a 32-bit value, over the low 8 bytes.
            function spreadTail(value) -> nibbles {
                nibbles := and(or(value, shl(16, value)), BY_16)
                nibbles := and(or(nibbles, shl(8, nibbles)), BY_8)
                nibbles := and(or(nibbles, shl(4, nibbles)), BY_4)
            }

            // The first 32 characters and the last 8, at first as numbers 0 to 15.
            let head := spread(shr(32, account))
            let tail := spreadTail(and(account, 0xffffffff))
            // 0x01 in each byte that is a letter: 10 + 6 reaches bit 4, and 15 + 6 does not reach bit 5.
            let headLetters := and(shr(4, add(head, SIXES)), ONES)
            let tailLetters := and(shr(4, add(tail, SIXES)), ONES)
            // As lower-case characters: "0" is 0x30, and "a" is 0x30 + 10 + 0x27.
            head := add(add(head, mul(headLetters, 0x27)), DIGITS)
            tail := and(add(add(tail, mul(tailLetters, 0x27)), DIGITS), 0xffffffffffffffff)
            mstore(0x00, head)
            mstore(0x20, shl(192, tail))
            hash := keccak256(0x00, 40)
            // A letter is upper case, its bit 5 cleared, where the hash has a nibble of 8 or more.
            head := xor(head, shl(5, and(headLetters, shr(3, spread(shr(128, hash))))))
            tail := xor(tail, shl(5, and(tailLetters, shr(3, spreadTail(and(shr(96, hash), 0xffffffff))))))
            mstore(0x00, or(shl(240, 0x3078), shr(16, head))) // "0x" and 30 characters
            mstore(0x20, or(shl(240, head), shl(176, tail)))
            hash := keccak256(0x00, 42)
        }
    }
}
