package org.sweetwater.oracle.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import fr.acinq.secp256k1.Secp256k1;
import fr.acinq.secp256k1.Secp256k1Exception;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * Recovers signers with libsecp256k1, accepting what ethers v5 accepts: 65 bytes with v of 27, 28,
 * 0 or 1 (or a larger v, by parity), 64 bytes in EIP-2098 form, and a high s.
 */
public final class Signatures {
  private static final BigInteger ORDER =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
  private static final BigInteger HALF_ORDER = ORDER.shiftRight(1);

  private Signatures() {}

  /** A signature and the account whose key made it. */
  public record Recovered(Address signer, CompactSignature signature) {}

  /**
   * Says who signed a digest.
   *
   * @param signature {@code 0x} and hex digits
   * @return empty when these are not the bytes of an ECDSA signature
   */
  public static Optional<Recovered> recover(Hash32 digest, String signature) {
    return bytes(signature).flatMap(bytes -> recover(digest, bytes));
  }

  /** As {@link #recover(Hash32, String)}, from the signature's bytes. */
  public static Optional<Recovered> recover(Hash32 digest, Bytes signature) {
    return recover(digest, signature.bytes());
  }

  /**
   * The digest that a wallet signs for a text.
   *
   * @see <a href="https://eips.ethereum.org/EIPS/eip-191">EIP-191, version 0x45</a>
   */
  public static Hash32 personalDigest(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    byte[] prefix = ("\u0019Ethereum Signed Message:\n" + bytes.length).getBytes(UTF_8);
    return Hash32.of(Keccak.hash(prefix, bytes));
  }

  /** Compares the maker of a signature with the account that claims it. */
  public static SignatureOutcome check(Hash32 digest, String signature, Address claimed) {
    Optional<Bytes> bytes = bytes(signature);
    if (bytes.isEmpty()) {
      return new SignatureOutcome.Unreadable(
          "signature: expected 0x and pairs of hex digits, found " + Eip712.shown(signature));
    }
    return check(digest, bytes.get(), claimed);
  }

  /** As {@link #check(Hash32, String, Address)}, from the signature's bytes. */
  public static SignatureOutcome check(Hash32 digest, Bytes signature, Address claimed) {
    Optional<Recovered> recovered = recover(digest, signature);
    if (recovered.isEmpty()) {
      return new SignatureOutcome.Opaque();
    }
    if (recovered.get().signer().equals(claimed)) {
      return new SignatureOutcome.SignedByKey(recovered.get().signature());
    }
    return new SignatureOutcome.SignedByOther(recovered.get().signer());
  }

  /**
   * The form that SnapshotBallot takes of a signature that {@link #recover recovers} a signer.
   *
   * @throws IllegalArgumentException when these are not the bytes of an ECDSA signature
   */
  public static CompactSignature compact(Bytes signature) {
    byte[] bytes = signature.bytes();
    boolean odd =
        isOdd(bytes)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "signature: expected 64 or 65 bytes with a known v, found " + signature));
    return normal(rs(bytes), odd);
  }

  /** The bytes of a signature's text; empty when it is not {@code 0x} and pairs of hex digits. */
  public static Optional<Bytes> bytes(String signature) {
    try {
      return Optional.of(Bytes.parse(signature));
    } catch (IllegalArgumentException notHex) {
      // The expected answer for a text that is no hex.
      return Optional.empty();
    }
  }

  private static Optional<Recovered> recover(Hash32 digest, byte[] bytes) {
    Optional<Boolean> odd = isOdd(bytes);
    if (odd.isEmpty()) {
      return Optional.empty();
    }
    byte[] rs = rs(bytes);
    try {
      byte[] key = Secp256k1.get().ecdsaRecover(rs, digest.bytes(), odd.get() ? 1 : 0);
      return Optional.of(new Recovered(addressOf(key), normal(rs, odd.get())));
    } catch (Secp256k1Exception notOnTheCurve) {
      // The expected answer for random bytes: r is no x coordinate, or r or s is out of range.
      return Optional.empty();
    }
  }

  /** r and s; EIP-2098 keeps the parity of y in the top bit of s. */
  private static byte[] rs(byte[] bytes) {
    byte[] rs = Arrays.copyOf(bytes, 64);
    if (bytes.length == 64) {
      rs[32] &= 0x7f;
    }
    return rs;
  }

  /** The parity of y that the signature names; empty when its length or v is wrong. */
  private static Optional<Boolean> isOdd(byte[] bytes) {
    if (bytes.length == 64) {
      return Optional.of(bytes[32] < 0);
    }
    if (bytes.length != 65) {
      return Optional.empty();
    }
    int v = bytes[64] & 0xff;
    if (v < 27) {
      return v <= 1 ? Optional.of(v == 1) : Optional.empty();
    }
    return Optional.of(v % 2 == 0);
  }

  private static CompactSignature normal(byte[] rs, boolean odd) {
    BigInteger s = new BigInteger(1, rs, 32, 32);
    boolean high = s.compareTo(HALF_ORDER) > 0;
    byte[] vs = Hash32.fromUnsigned(high ? ORDER.subtract(s) : s).bytes();
    if (odd != high) {
      vs[0] |= (byte) 0x80;
    }
    return new CompactSignature(Hash32.of(Arrays.copyOf(rs, 32)), Hash32.of(vs));
  }

  /** The account of a public key in its uncompressed form: 0x04, x, y. */
  static Address addressOf(byte[] publicKey) {
    byte[] hash = Keccak.hash(Arrays.copyOfRange(publicKey, 1, 65));
    return Address.of(Arrays.copyOfRange(hash, 12, 32));
  }
}
