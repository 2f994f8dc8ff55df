package org.sweetwater.oracle.relay;

import java.math.BigInteger;
import java.util.regex.Pattern;
import org.sweetwater.wrappers.Address;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.ECKeyPair;

/** The key that pays for and signs the oracle's transactions. Never printed. */
public final class RelayKey {
  private static final Pattern HEX = Pattern.compile("(?:0x)?[0-9a-fA-F]{64}");

  /** Order of the curve's group. SEC 2, section 2.4.1. */
  private static final BigInteger ORDER =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

  private final Credentials credentials;
  private final Address address;

  private RelayKey(Credentials credentials) {
    this.credentials = credentials;
    this.address = Address.parse(credentials.getAddress());
  }

  /**
   * Reads a private key: 64 hex digits, with or without {@code 0x}; white space around is ignored.
   *
   * @throws IllegalArgumentException for anything else; the message does not repeat the text
   */
  public static RelayKey parse(String text) {
    String digits = text.strip();
    if (!HEX.matcher(digits).matches()) {
      throw new IllegalArgumentException(
          "relay key: expected 64 hex digits, found %d characters of another form"
              .formatted(digits.length()));
    }
    BigInteger secret = new BigInteger(digits.startsWith("0x") ? digits.substring(2) : digits, 16);
    if (secret.signum() == 0 || secret.compareTo(ORDER) >= 0) {
      throw new IllegalArgumentException(
          "relay key: expected a number from 1 to the order of secp256k1, found one outside");
    }
    return new RelayKey(Credentials.create(ECKeyPair.create(secret)));
  }

  /** The account that sends. */
  public Address address() {
    return address;
  }

  Credentials credentials() {
    return credentials;
  }

  /** Names the account, never the key. */
  @Override
  public String toString() {
    return "RelayKey[" + address.lowerHex() + "]";
  }
}
