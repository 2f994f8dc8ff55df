// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice A contract wallet that answers ERC-1271 as badly as it can.
contract FakeHostileWallet {
    enum Behaviour {
        BurnsAllGas,
        ReturnsHugeData,
        RevertsWithHugeData,
        ReturnsThreeBytes,
        ReturnsTrue,
        ReturnsDirtyMagic,
        Reverts
    }

    /// @dev ERC-1271's magic value.
    bytes4 private constant MAGIC = 0x1626ba7e;

    Behaviour private immutable BEHAVIOUR;

    constructor(Behaviour behaviour) {
        BEHAVIOUR = behaviour;
    }

    /// @notice As ERC-1271, in bad faith.
    function isValidSignature(bytes32, bytes calldata) external view {
        if (BEHAVIOUR == Behaviour.BurnsAllGas) {
            while (true) gasleft();
        }
        if (BEHAVIOUR == Behaviour.ReturnsHugeData) _leave({length: 200_000, reverting: false, word: bytes32(MAGIC)});
        if (BEHAVIOUR == Behaviour.RevertsWithHugeData) {
            _leave({length: 200_000, reverting: true, word: bytes32(MAGIC)});
        }
        if (BEHAVIOUR == Behaviour.ReturnsThreeBytes) _leave({length: 3, reverting: false, word: bytes32(MAGIC)});
        if (BEHAVIOUR == Behaviour.ReturnsTrue) _leave({length: 32, reverting: false, word: bytes32(uint256(1))});
        if (BEHAVIOUR == Behaviour.ReturnsDirtyMagic) {
            _leave({length: 32, reverting: false, word: bytes32(MAGIC) | bytes32(uint256(1))});
        }
        _leave({length: 0, reverting: true, word: 0});
    }

    function _leave(uint256 length, bool reverting, bytes32 word) private pure {
        assembly ("memory-safe") {
            mstore(0x00, word)
            if reverting { revert(0x00, length) }
            return(0x00, length)
        }
    }
}
