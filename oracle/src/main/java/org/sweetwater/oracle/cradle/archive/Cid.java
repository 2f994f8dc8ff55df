package org.sweetwater.oracle.cradle.archive;

import java.nio.ByteBuffer;
import org.sweetwater.wrappers.Hash32;

/**
 * The name that IPFS has for bytes with a keccak256: version 1, codec raw, in lower-case base32.
 *
 * @see <a href="https://github.com/multiformats/cid">CID</a>
 * @see <a href="https://github.com/multiformats/multicodec/blob/master/table.csv">Codes</a>
 */
final class Cid {
  private static final byte VERSION = 1;
  private static final byte RAW = 0x55;
  private static final byte KECCAK_256 = 0x1b;

  /** What a text in lower-case base32 without padding begins with, in multibase. */
  private static final char BASE32 = 'b';

  private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int BITS_PER_DIGIT = 5;

  private Cid() {}

  static String of(Hash32 hash) {
    // All four numbers are below 128, so that each is its own varint.
    ByteBuffer bytes =
        ByteBuffer.allocate(4 + Hash32.LENGTH)
            .put(VERSION)
            .put(RAW)
            .put(KECCAK_256)
            .put((byte) Hash32.LENGTH);
    hash.writeTo(bytes);
    return BASE32 + base32(bytes.array());
  }

  /** RFC 4648, section 6, in lower case and without padding. */
  private static String base32(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int waiting = 0;
    int bits = 0;
    for (byte octet : bytes) {
      waiting = (waiting << Byte.SIZE | Byte.toUnsignedInt(octet)) & 0xffff;
      for (bits += Byte.SIZE; bits >= BITS_PER_DIGIT; bits -= BITS_PER_DIGIT) {
        text.append(DIGITS.charAt(waiting >> (bits - BITS_PER_DIGIT) & 31));
      }
    }
    if (bits > 0) {
      text.append(DIGITS.charAt(waiting << (BITS_PER_DIGIT - bits) & 31));
    }
    return text.toString();
  }
}
