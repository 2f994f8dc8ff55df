package org.sweetwater.wrappers;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.web3j.crypto.Hash;

/** Thirty-two bytes that name something: a block, a transaction, a proposal, a log topic. */
public final class Hash32 implements Comparable<Hash32> {
  /** Bytes in a hash. */
  public static final int LENGTH = 32;

  /** Thirty-two zero bytes: the parent of a genesis block, "none" in many contracts. */
  public static final Hash32 ZERO = new Hash32(new byte[LENGTH]);

  private final byte[] value;

  /** Kept, since the same object is looked up again and again; 0 before it was computed. */
  private int hash;

  private Hash32(byte[] value) {
    this.value = value;
  }

  /**
   * The hash with these bytes, which are copied.
   *
   * @throws IllegalArgumentException unless there are exactly 32
   */
  public static Hash32 of(byte[] bytes) {
    return new Hash32(FixedBytes.copyOf(bytes, LENGTH, "hash"));
  }

  /**
   * Reads {@code 0x} and 64 hex digits in any case.
   *
   * @throws IllegalArgumentException for any other text
   */
  public static Hash32 parse(String text) {
    return new Hash32(FixedBytes.parse(text, LENGTH, "hash"));
  }

  /**
   * As {@link #parse(String)}, from characters within others.
   *
   * @throws IllegalArgumentException for any other text
   */
  public static Hash32 parse(char[] text, int from, int to) {
    return new Hash32(FixedBytes.parse(text, from, to, LENGTH, "hash"));
  }

  /** The Keccak-256 hash of {@code message}, which may be empty. */
  public static Hash32 keccak(byte[] message) {
    return new Hash32(Hash.sha3(message));
  }

  /**
   * The big-endian word of an unsigned number.
   *
   * @throws IllegalArgumentException when it is negative or needs more than 256 bits
   */
  public static Hash32 fromUnsigned(BigInteger number) {
    if (number.signum() < 0 || number.bitLength() > 8 * LENGTH) {
      throw new IllegalArgumentException("word: expected 0 to 2^256 - 1, found " + number);
    }
    byte[] digits = number.toByteArray();
    byte[] word = new byte[LENGTH];
    // toByteArray may begin with one zero byte for the sign.
    int length = Math.min(digits.length, LENGTH);
    System.arraycopy(digits, digits.length - length, word, LENGTH - length, length);
    return new Hash32(word);
  }

  /** The 32 bytes, a fresh copy. */
  public byte[] bytes() {
    return value.clone();
  }

  /** Puts the 32 bytes where the buffer stands; it must have room for them. */
  public void writeTo(ByteBuffer out) {
    out.put(value);
  }

  /** The 32 bytes themselves, which the caller only reads. */
  byte[] shared() {
    return value;
  }

  /** {@code 0x} and 64 lower-case digits. */
  public String hex() {
    return FixedBytes.hex(value);
  }

  /** The bytes as an unsigned big-endian number. */
  public BigInteger toUnsigned() {
    return new BigInteger(1, value);
  }

  /** Whether this is {@link #ZERO}. */
  public boolean isZero() {
    return equals(ZERO);
  }

  /** The order of the bytes, unsigned: that of the numbers they write. */
  @Override
  public int compareTo(Hash32 other) {
    return Arrays.compareUnsigned(value, other.value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Hash32 that && Arrays.equals(value, that.value);
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

  /** The same as {@link #hex()}. */
  @Override
  public String toString() {
    return hex();
  }
}
