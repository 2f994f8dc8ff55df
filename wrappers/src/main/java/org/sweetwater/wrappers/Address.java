package org.sweetwater.wrappers;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.web3j.crypto.Hash;

/**
 * An account or contract: 20 bytes.
 *
 * <p>Two addresses are equal when their bytes are, whatever the case of the text they came from.
 */
public final class Address implements Comparable<Address> {
  /** Bytes in an address. */
  public static final int LENGTH = 20;

  /** Nobody's address: twenty zero bytes. */
  public static final Address ZERO = new Address(new byte[LENGTH]);

  private final byte[] value;

  /** Kept, since the same object is looked up again and again; 0 before it was computed. */
  private int hash;

  private Address(byte[] value) {
    this.value = value;
  }

  /**
   * The address with these bytes, which are copied.
   *
   * @throws IllegalArgumentException unless there are exactly 20
   */
  public static Address of(byte[] bytes) {
    return new Address(FixedBytes.copyOf(bytes, LENGTH, "address"));
  }

  /**
   * Reads {@code 0x} and 40 hex digits in any case; the EIP-55 checksum is not looked at.
   *
   * @throws IllegalArgumentException for any other text
   */
  public static Address parse(String text) {
    return new Address(FixedBytes.parse(text, LENGTH, "address"));
  }

  /**
   * As {@link #parse(String)}, from characters within others.
   *
   * @throws IllegalArgumentException for any other text
   */
  public static Address parse(char[] text, int from, int to) {
    return new Address(FixedBytes.parse(text, from, to, LENGTH, "address"));
  }

  /**
   * Reads an address typed by a person: its mixed-case checksum must be right.
   *
   * @throws IllegalArgumentException for any other text, one in a single case too unless it has no
   *     letter; the message says what the right spelling would be
   * @see <a href="https://eips.ethereum.org/EIPS/eip-55">EIP-55</a>
   */
  public static Address parseChecksummed(String text) {
    Address address = parse(text);
    if (!address.checksummed().equals(text)) {
      throw new IllegalArgumentException(
          "address: wrong EIP-55 checksum, expected "
              + address.checksummed()
              + ", found \""
              + text
              + "\"");
    }
    return address;
  }

  /**
   * Reads a 32-byte log topic or ABI word: 12 zero bytes, then the address.
   *
   * @throws IllegalArgumentException when the padding is not zero
   */
  public static Address fromWord(Hash32 word) {
    return new Address(FixedBytes.fromWord(word, LENGTH, "address"));
  }

  /** The 20 bytes, a fresh copy. */
  public byte[] bytes() {
    return value.clone();
  }

  /** Puts the 20 bytes where the buffer stands; it must have room for them. */
  public void writeTo(ByteBuffer out) {
    out.put(value);
  }

  /** Left-padded with zeros to 32 bytes, as in a log topic. */
  public Hash32 toWord() {
    byte[] word = new byte[Hash32.LENGTH];
    System.arraycopy(value, 0, word, Hash32.LENGTH - LENGTH, LENGTH);
    return Hash32.of(word);
  }

  /** {@code 0x} and 40 lower-case digits: the form for ids, filters and logs. */
  public String lowerHex() {
    return FixedBytes.hex(value);
  }

  /**
   * {@code 0x} and 40 digits in EIP-55 mixed case: the form for people and for Snapshot messages.
   *
   * @see <a href="https://eips.ethereum.org/EIPS/eip-55">EIP-55</a>
   */
  public String checksummed() {
    byte[] digits = HexFormat.of().formatHex(value).getBytes(StandardCharsets.US_ASCII);
    byte[] hash = Hash.sha3(digits);
    for (int i = 0; i < digits.length; i++) {
      int nibble = hash[i / 2] >> (i % 2 == 0 ? 4 : 0) & 0xf;
      if (nibble >= 8 && digits[i] >= 'a') {
        digits[i] = (byte) (digits[i] - 'a' + 'A');
      }
    }
    return "0x" + new String(digits, StandardCharsets.US_ASCII);
  }

  /** Whether this is {@link #ZERO}. */
  public boolean isZero() {
    return equals(ZERO);
  }

  /** The order of the bytes, unsigned: that of the numbers they write. */
  @Override
  public int compareTo(Address other) {
    return Arrays.compareUnsigned(value, other.value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Address that && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    // As in String: threads that race write the same number, and 0 is computed again.
    int known = hash;
    if (known == 0) {
      known = Arrays.hashCode(value);
      hash = known;
    }
    return known;
  }

  /** The same as {@link #checksummed()}. */
  @Override
  public String toString() {
    return checksummed();
  }

  /** The address as an unsigned number, as ABI encoders take it. */
  public BigInteger toUnsigned() {
    return new BigInteger(1, value);
  }
}
