package org.sweetwater.oracle.recount;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.web3j.crypto.ECDSASignature;
import org.web3j.crypto.Keys;
import org.web3j.crypto.Sign;

/**
 * Whose key made a signature, by web3j and BouncyCastle. Takes the forms that Snapshot takes: r, s,
 * v with v of 27, 28, 0, 1 or larger, r and vs (EIP-2098), low and high s.
 */
final class KeySignature {
  private static final int HALF = 32;

  private KeySignature() {}

  /** The account whose key signed a digest; empty when these bytes are no such signature. */
  static Optional<Address> signer(Hash32 digest, Bytes signature) {
    byte[] bytes = signature.bytes();
    if (bytes.length != 2 * HALF && bytes.length != 2 * HALF + 1) {
      return Optional.empty();
    }
    BigInteger r = new BigInteger(1, Arrays.copyOfRange(bytes, 0, HALF));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(bytes, HALF, 2 * HALF));
    boolean isCompact = bytes.length == 2 * HALF;
    int v = isCompact ? (s.testBit(255) ? 28 : 27) : bytes[2 * HALF] & 0xff;
    if (v > 1 && v < 27) {
      return Optional.empty();
    }
    return recover(v < 27 ? v : 1 - v % 2, r, isCompact ? s.clearBit(255) : s, digest);
  }

  private static Optional<Address> recover(int parity, BigInteger r, BigInteger s, Hash32 digest) {
    BigInteger order = Sign.CURVE_PARAMS.getN();
    if (r.signum() == 0 || s.signum() == 0 || r.compareTo(order) >= 0 || s.compareTo(order) >= 0) {
      return Optional.empty();
    }
    try {
      BigInteger key = Sign.recoverFromSignature(parity, new ECDSASignature(r, s), digest.bytes());
      return Optional.ofNullable(key).map(found -> Address.parse("0x" + Keys.getAddress(found)));
    } catch (IllegalArgumentException noPoint) {
      // The expected answer for random bytes: r is no x coordinate on the curve.
      return Optional.empty();
    }
  }
}
