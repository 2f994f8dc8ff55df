// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title Who signed a digest
/// @notice ECDSA with low s only, and ERC-1271 that a hostile wallet can neither make expensive nor make revert.
/// @custom:source EIP-2, EIP-2098, ERC-1271
library SignatureLib {
    /// @notice Gas that a contract wallet gets for its answer. Safe's check of several owners needs about a tenth.
    uint256 internal constant ERC1271_GAS = 500_000;
    /// @dev Half the order of secp256k1: the other half holds the twin of each signature (EIP-2).
    uint256 private constant S_MAX = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;

    /// @notice Whether `signer`'s own key made the signature in EIP-2098 form. The zero address never signs.
    /// @dev As OpenZeppelin's ECDSA.tryRecover(digest, r, vs), for less gas: every counted vote pays for it.
    /// @param signer an address as a word; a word that is none never signed
    function isSignedByKey(uint256 signer, bytes32 digest, bytes32 r, bytes32 vs) internal pure returns (bool) {
        uint256 s = uint256(vs) & type(uint256).max >> 1;
        if (s > S_MAX) return false;
        uint256 recovered = uint160(ecrecover(digest, uint8(27 + (uint256(vs) >> 255)), r, bytes32(s)));
        return recovered == signer && recovered != 0;
    }

    /// @notice Whether `signer` signed: by its own key (65 bytes r, s, v = 27 or 28, or 64 bytes of EIP-2098), or else,
    /// if it has code, by ERC-1271.
    /// @dev The key comes first: an EIP-7702 account has both.
    function isSignedBy(address signer, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        (uint8 v, bytes32 r, bytes32 s) = ECDSA.parseCalldata(signature);
        (address recovered, ECDSA.RecoverError problem,) = ECDSA.tryRecover(digest, v, r, s);
        if (problem == ECDSA.RecoverError.NoError && recovered == signer) return true;
        return isSignedByContract(signer, digest, signature);
    }

    /// @notice Whether `signer` is a contract that answers ERC-1271's magic value within `ERC1271_GAS`.
    /// @dev A static call; whatever it returns, one word is copied. A caller who gives too little gas makes the answer
    /// false, so that nothing may be remembered from a false.
    function isSignedByContract(address signer, bytes32 digest, bytes calldata signature) internal view returns (bool) {
        if (signer.code.length == 0) return false;
        bytes memory question = abi.encodeCall(IERC1271.isValidSignature, (digest, signature));
        bool isAnswered;
        bytes32 answer;
        assembly ("memory-safe") {
            let success := staticcall(ERC1271_GAS, signer, add(question, 0x20), mload(question), 0x00, 0x20)
            isAnswered := and(success, gt(returndatasize(), 0x1f))
            answer := mload(0x00)
        }
        return isAnswered && answer == bytes32(IERC1271.isValidSignature.selector);
    }
}
