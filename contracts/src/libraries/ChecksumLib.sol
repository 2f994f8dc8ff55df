// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {HexLib} from "./HexLib.sol";

/// @title The hash of an address as wallets write it
/// @notice keccak256 of the EIP-55 string "0x…" (42 bytes), which is how EIP-712 encodes a `string from`.
/// @dev Fuzzed equal to OpenZeppelin's Strings.toChecksumHexString, at about a fortieth of its gas.
/// @custom:source EIP-55
library ChecksumLib {
    // forge-lint: disable-start(unsafe-typecast) -- each cast cuts out the nibbles that it names

    /// @notice keccak256(bytes(Strings.toChecksumHexString(account))).
    function checksumHash(address account) internal pure returns (bytes32) {
        uint256 bits = uint160(account);
        // 40 characters: 32 in `head`, 8 at the low end of `tail`.
        uint256 head = HexLib.toNibbles(uint128(bits >> 32));
        uint256 tail = HexLib.toNibbles(uint32(bits));
        uint256 caseBits = uint256(_hashOfLower(HexLib.toLowerCase(head), HexLib.toLowerCase(tail)));
        head = _toMixedCase(head, HexLib.toNibbles(uint128(caseBits >> 128)));
        // Nibbles 32 to 39 of the hash decide the case of the last 8 characters.
        tail = _toMixedCase(tail, HexLib.toNibbles(uint32(caseBits >> 96)));
        return _hashOfPrefixed(head, tail);
    }

    // forge-lint: disable-end(unsafe-typecast)

    /// @dev Upper case where the character is a letter and the hash's nibble is 8 or more; the cases differ in bit 5.
    function _toMixedCase(uint256 nibbles, uint256 hashNibbles) private pure returns (uint256) {
        uint256 upper = HexLib.letters(nibbles) & (hashNibbles >> 3);
        return HexLib.toLowerCase(nibbles) ^ (upper << 5);
    }

    /// @dev keccak256 of 32 characters and the last 8 of `tail`, in scratch space.
    function _hashOfLower(uint256 head, uint256 tail) private pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            mstore(0x00, head)
            mstore(0x20, shl(192, tail))
            hash := keccak256(0x00, 40)
        }
    }

    /// @dev keccak256 of "0x", 32 characters and the last 8 of `tail`, in scratch space.
    function _hashOfPrefixed(uint256 head, uint256 tail) private pure returns (bytes32 hash) {
        assembly ("memory-safe") {
            mstore(0x00, or(shl(240, 0x3078), shr(16, head)))
            mstore(0x20, or(shl(240, head), shl(176, and(tail, 0xffffffffffffffff))))
            hash := keccak256(0x00, 42)
        }
    }
}
