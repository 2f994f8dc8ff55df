package org.sweetwater.oracle.cradle.canary;

import java.math.BigInteger;
import java.util.Optional;
import org.sweetwater.oracle.cradle.SigningDomain;
import org.sweetwater.oracle.message.Signatures;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;

/** Canary's domain, and who signed, as the contract recovers it. */
final class CanarySignatures {
  /** r ‖ s ‖ v. */
  static final int LENGTH = 65;

  private static final BigInteger HALF_ORDER =
      new BigInteger("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0", 16);

  private CanarySignatures() {}

  static SigningDomain domain(Deployment deployment) {
    return new SigningDomain("Sweetwater Canary", deployment.chainId(), deployment.canary());
  }

  /**
   * Empty for what OpenZeppelin's ECDSA refuses: other lengths, a v that is not 27 or 28, a high s.
   */
  static Optional<Address> signer(Hash32 digest, Bytes signature) {
    if (signature.size() != LENGTH) {
      return Optional.empty();
    }
    byte[] bytes = signature.bytes();
    boolean isLow = new BigInteger(1, bytes, 32, 32).compareTo(HALF_ORDER) <= 0;
    boolean isKnownV = bytes[64] == 27 || bytes[64] == 28;
    return isLow && isKnownV
        ? Signatures.recover(digest, signature).map(Signatures.Recovered::signer)
        : Optional.empty();
  }
}
