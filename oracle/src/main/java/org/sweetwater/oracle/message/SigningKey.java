package org.sweetwater.oracle.message;

import fr.acinq.secp256k1.Secp256k1;
import java.security.SecureRandom;
import java.util.Arrays;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/** A secp256k1 private key. It is never printed. */
public final class SigningKey {
  private final byte[] key;
  private final Address address;

  private SigningKey(byte[] key) {
    this.key = key;
    this.address = Signatures.addressOf(Secp256k1.get().pubkeyCreate(key));
  }

  /**
   * The key with these bytes, which are copied.
   *
   * @throws IllegalArgumentException unless they are 32 and a number from 1 to the curve's order
   */
  public static SigningKey of(byte[] bytes) {
    if (bytes.length != 32 || !Secp256k1.get().secKeyVerify(bytes)) {
      throw new IllegalArgumentException(
          "private key: expected 32 bytes below the order of secp256k1");
    }
    return new SigningKey(bytes.clone());
  }

  /**
   * Reads {@code 0x} and 64 hex digits.
   *
   * @throws IllegalArgumentException for any other text, which the message does not show
   */
  public static SigningKey parse(String text) {
    if (!text.matches("0x[0-9a-fA-F]{64}")) {
      throw new IllegalArgumentException("private key: expected 0x and 64 hex digits");
    }
    return of(Bytes.parse(text).bytes());
  }

  /** A new key from the system's secure random numbers. */
  public static SigningKey random() {
    SecureRandom random = new SecureRandom();
    byte[] bytes = new byte[32];
    do {
      random.nextBytes(bytes);
    } while (!Secp256k1.get().secKeyVerify(bytes));
    return new SigningKey(bytes);
  }

  /** The key's account. */
  public Address address() {
    return address;
  }

  /** The key's bytes, a fresh copy; only for storing it. */
  public byte[] reveal() {
    return key.clone();
  }

  /** Signs a digest: 65 bytes, low s, v 27 or 28. */
  public Bytes sign(Hash32 digest) {
    byte[] signature = Arrays.copyOf(Secp256k1.get().sign(digest.bytes(), key, null), 65);
    for (byte v = 27; v <= 28; v++) {
      signature[64] = v;
      Bytes signed = Bytes.of(signature);
      if (Signatures.recover(digest, signed.hex())
          .filter(recovered -> recovered.signer().equals(address))
          .isPresent()) {
        return signed;
      }
    }
    throw new IllegalStateException("a signature of " + address + " does not recover to it");
  }

  /**
   * Signs a text as wallets do.
   *
   * @see <a href="https://eips.ethereum.org/EIPS/eip-191">EIP-191, version 0x45</a>
   */
  public Bytes personalSign(String text) {
    return sign(Signatures.personalDigest(text));
  }

  /** The account, never the key. */
  @Override
  public String toString() {
    return "SigningKey[" + address + "]";
  }
}
