// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {SignatureLib} from "../../../src/libraries/SignatureLib.sol";
import {FakeHostileWallet} from "../../support/FakeHostileWallet.sol";
import {Test} from "../../support/Test.sol";
import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

contract SignatureLibTest is Test {
    bytes32 private constant DIGEST = keccak256("digest");
    /// @dev Half the order of secp256k1.
    uint256 private constant S_MAX = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;

    function testFuzz_AgreesWithOpenZeppelin(uint256 key, bytes32 digest, address other) public pure {
        key = bound(key, 1, type(uint128).max);
        (bytes32 r, bytes32 vs) = vm.signCompact(key, digest);
        address signer = vm.addr(key);
        assertEq(ECDSA.recover(digest, r, vs), signer);
        assertTrue(SignatureLib.isSignedByKey(uint160(signer), digest, r, vs));
        assertEq(SignatureLib.isSignedByKey(uint160(other), digest, r, vs), other == signer);
    }

    function testFuzz_RefusesWhatOpenZeppelinRefuses(bytes32 digest, bytes32 r, bytes32 vs) public pure {
        (address recovered, ECDSA.RecoverError problem,) = ECDSA.tryRecover(digest, r, vs);
        bool expected = problem == ECDSA.RecoverError.NoError;
        assertEq(SignatureLib.isSignedByKey(uint160(recovered), digest, r, vs), expected);
    }

    function test_RefusesHighS() public pure {
        // Any r on the curve and any s recover some address, which thereby "signed".
        (bytes32 r,) = vm.signCompact(1, DIGEST);
        address highest = ecrecover(DIGEST, 27, r, bytes32(S_MAX));
        assertTrue(SignatureLib.isSignedByKey(uint160(highest), DIGEST, r, bytes32(S_MAX)));
        address beyond = ecrecover(DIGEST, 27, r, bytes32(S_MAX + 1));
        assertTrue(beyond != address(0), "the curve accepts it");
        assertFalse(SignatureLib.isSignedByKey(uint160(beyond), DIGEST, r, bytes32(S_MAX + 1)));
    }

    function test_RefusesAWordThatIsNoAddress() public pure {
        (bytes32 r, bytes32 vs) = vm.signCompact(1, DIGEST);
        assertFalse(SignatureLib.isSignedByKey(uint160(vm.addr(1)) | (1 << 160), DIGEST, r, vs));
    }

    function test_TakesNoAnswerFromWhatLiesInMemory() public {
        address terse = address(new FakeHostileWallet(FakeHostileWallet.Behaviour.ReturnsThreeBytes));
        assertFalse(this.isSignedWithMagicInScratchSpace(terse, DIGEST, ""));
    }

    /// @dev External, because the library reads signatures from the calldata.
    function isSignedWithMagicInScratchSpace(address signer, bytes32 digest, bytes calldata signed)
        external
        view
        returns (bool)
    {
        bytes32 magic = IERC1271.isValidSignature.selector;
        assembly ("memory-safe") {
            mstore(0x00, magic)
        }
        return SignatureLib.isSignedByContract(signer, digest, signed);
    }
}
