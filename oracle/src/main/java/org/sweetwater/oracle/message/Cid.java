package org.sweetwater.oracle.message;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * IPFS content identifiers of a pinned message, in the two forms that Snapshot's pinning providers
 * return.
 *
 * @see <a href="https://github.com/multiformats/cid">CID</a>
 */
public final class Cid {
  /** Largest content that IPFS keeps in one CIDv0 block by default: 256 KiB. */
  public static final int V0_BYTES_MAX = 1 << 18;

  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
  private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final byte[] V1_RAW_SHA256 = {0x01, 0x55, 0x12, 0x20};
  private static final byte[] MULTIHASH_SHA256 = {0x12, 0x20};

  private Cid() {}

  /** CIDv1, codec raw, sha2-256, in base32: {@code bafkrei…}. */
  public static String v1Raw(byte[] content) {
    return "b" + base32(concat(V1_RAW_SHA256, sha256(content)));
  }

  /**
   * CIDv0: {@code Qm…}, the content as one UnixFS leaf in a dag-pb node.
   *
   * @throws IllegalArgumentException when the content is longer than {@link #V0_BYTES_MAX}
   */
  public static String v0(byte[] content) {
    if (content.length > V0_BYTES_MAX) {
      throw new IllegalArgumentException(
          "content: expected at most %d bytes for one block, found %d"
              .formatted(V0_BYTES_MAX, content.length));
    }
    return base58(concat(MULTIHASH_SHA256, sha256(leaf(content))));
  }

  /** Whether {@code cid} names exactly this content; false for forms other than these two. */
  public static boolean matches(String cid, byte[] content) {
    if (cid.startsWith("Qm")) {
      return content.length <= V0_BYTES_MAX && cid.equals(v0(content));
    }
    return cid.equals(v1Raw(content));
  }

  /** PBNode{Data: UnixFS{Type: File, Data: content, filesize}}; empty content has no Data field. */
  private static byte[] leaf(byte[] content) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {0x08, 0x02});
    if (content.length > 0) {
      file.write(0x12);
      file.writeBytes(varint(content.length));
      file.writeBytes(content);
    }
    file.write(0x18);
    file.writeBytes(varint(content.length));
    return concat(new byte[] {0x0a}, varint(file.size()), file.toByteArray());
  }

  private static byte[] varint(int value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int rest = value;
    while (rest > 0x7f) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
    return out.toByteArray();
  }

  private static String base32(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    int buffer = 0;
    int bits = 0;
    for (byte b : bytes) {
      buffer = (buffer << 8) | (b & 0xff);
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text.append(BASE32.charAt(buffer >> bits & 31));
      }
      buffer &= (1 << bits) - 1;
    }
    if (bits > 0) {
      text.append(BASE32.charAt(buffer << (5 - bits) & 31));
    }
    return text.toString();
  }

  /** The multihash begins with 0x12, so no leading zero needs its own digit. */
  private static String base58(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    BigInteger rest = new BigInteger(1, bytes);
    while (rest.signum() > 0) {
      BigInteger[] parts = rest.divideAndRemainder(BigInteger.valueOf(58));
      text.append(BASE58.charAt(parts[1].intValue()));
      rest = parts[0];
    }
    return text.reverse().toString();
  }

  private static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static byte[] concat(byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
