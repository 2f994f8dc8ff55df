// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title Hexadecimal text, 32 characters at a time
/// @notice Works on a whole word of nibbles at once instead of character by character.
library HexLib {
    /// @dev 0x01 in each byte.
    uint256 internal constant ONES = 0x0101010101010101010101010101010101010101010101010101010101010101;

    /// @notice Spreads the 32 nibbles of `value` over the 32 bytes of a word, most significant first.
    function toNibbles(uint128 value) internal pure returns (uint256 nibbles) {
        nibbles = value;
        nibbles = (nibbles | (nibbles << 64)) & 0x0000000000000000ffffffffffffffff0000000000000000ffffffffffffffff;
        nibbles = (nibbles | (nibbles << 32)) & 0x00000000ffffffff00000000ffffffff00000000ffffffff00000000ffffffff;
        nibbles = (nibbles | (nibbles << 16)) & 0x0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff0000ffff;
        nibbles = (nibbles | (nibbles << 8)) & 0x00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff;
        nibbles = (nibbles | (nibbles << 4)) & 0x0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f;
    }

    /// @notice 0x01 in each byte whose nibble is a letter (10 to 15), 0x00 in the others.
    function letters(uint256 nibbles) internal pure returns (uint256) {
        // A nibble plus 6 is at most 21, so that no byte carries into the next one.
        unchecked {
            return ((nibbles + ONES * 6) >> 4) & ONES;
        }
    }

    /// @notice The lower-case characters of 32 nibbles.
    function toLowerCase(uint256 nibbles) internal pure returns (uint256) {
        // "0" is 0x30 and "a" is 0x61 = 0x30 + 10 + 39; a byte is at most 0x66, so that none carries.
        unchecked {
            return nibbles + ONES * 0x30 + letters(nibbles) * 39;
        }
    }

    /// @notice The 64 lower-case characters of a word, without prefix, as two words.
    function toLowerHex(bytes32 value) internal pure returns (bytes32 first, bytes32 second) {
        first = bytes32(toLowerCase(toNibbles(uint128(uint256(value) >> 128))));
        // forge-lint: disable-next-line(unsafe-typecast) -- the lower half is what is wanted
        second = bytes32(toLowerCase(toNibbles(uint128(uint256(value)))));
    }
}
