package org.sweetwater.indexer.decode;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * Strict reading of ABI-encoded bytes: 32-byte words, checked padding, no reading past the end.
 *
 * <p>Every method throws {@link IllegalArgumentException} with "found …" when the bytes are not
 * what it reads.
 *
 * @see <a href="https://docs.soliditylang.org/en/latest/abi-spec.html">Contract ABI
 *     Specification</a>
 */
final class AbiWords {
  static final int WORD = 32;

  private static final int UINT_BITS_MAX = 256;

  private final byte[] data;

  AbiWords(byte[] data) {
    this.data = data;
  }

  int size() {
    return data.length;
  }

  Hash32 word(int offset) {
    return Hash32.of(copy(offset, WORD));
  }

  /** An unsigned number of at most {@code bits} bits. */
  BigInteger unsigned(int offset, int bits) {
    BigInteger value = word(offset).toUnsigned();
    if (value.bitLength() > bits) {
      throw new IllegalArgumentException("found more than %d bits: %s".formatted(bits, value));
    }
    return value;
  }

  /** An unsigned number of at most {@code bits} bits, which are 63 or fewer. */
  long unsignedLong(int offset, int bits) {
    requireRoom(offset, WORD);
    long low = ByteBuffer.wrap(data).getLong(offset + WORD - Long.BYTES);
    if (!isZero(offset, WORD - Long.BYTES) || low >>> bits != 0) {
      throw new IllegalArgumentException(
          "found more than %d bits: %s".formatted(bits, word(offset).toUnsigned()));
    }
    return low;
  }

  /** A two's complement number of {@code bits} bits, sign-extended to the word. */
  BigInteger signed(int offset, int bits) {
    BigInteger value = new BigInteger(copy(offset, WORD));
    if (value.bitLength() >= bits) {
      throw new IllegalArgumentException("found more than %d bits: %s".formatted(bits, value));
    }
    return value;
  }

  Address address(int offset) {
    return Address.fromWord(word(offset));
  }

  boolean bool(int offset) {
    return unsignedLong(offset, 1) == 1;
  }

  /** The first {@code length} bytes of a word whose rest is zero. */
  Bytes fixedBytes(int offset, int length) {
    requireZero(offset + length, WORD - length);
    return Bytes.of(copy(offset, length));
  }

  /** A length or an offset; {@code itemsMax} is what the data could hold at most. */
  int count(int offset, int itemsMax) {
    BigInteger value = unsigned(offset, UINT_BITS_MAX);
    if (value.compareTo(BigInteger.valueOf(itemsMax)) > 0) {
      throw new IllegalArgumentException(
          "found a length or an offset of %s in %d bytes".formatted(value, data.length));
    }
    return value.intValueExact();
  }

  /** Bytes with their length before them, padded with zeros to whole words. */
  Bytes bytes(int offset) {
    int length = count(offset, data.length);
    Bytes value = Bytes.of(copy(offset + WORD, length));
    requireZero(offset + WORD + length, padded(length) - length);
    return value;
  }

  static int padded(int length) {
    return (length + WORD - 1) / WORD * WORD;
  }

  private byte[] copy(int offset, int length) {
    requireRoom(offset, length);
    return Arrays.copyOfRange(data, offset, offset + length);
  }

  private void requireRoom(int offset, int length) {
    if (offset < 0 || length > data.length - offset) {
      throw new IllegalArgumentException(
          "found only %d bytes where %d from %d on were expected"
              .formatted(data.length, length, offset));
    }
  }

  private void requireZero(int offset, int length) {
    requireRoom(offset, length);
    if (!isZero(offset, length)) {
      throw new IllegalArgumentException("found padding that is not zero at " + offset);
    }
  }

  private boolean isZero(int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (data[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
