package org.sweetwater.wrappers;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** Bytes of any length, possibly none, that nobody can change: calldata, code, a signature. */
public final class Bytes {
  /** No bytes at all, written {@code 0x}. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  /** A copy of these bytes. */
  public static Bytes of(byte[] bytes) {
    return new Bytes(bytes.clone());
  }

  /**
   * Reads {@code 0x} and an even number of hex digits in any case.
   *
   * @throws IllegalArgumentException for any other text
   */
  public static Bytes parse(String text) {
    return new Bytes(FixedBytes.parse(text, Math.max(0, (text.length() - 2) / 2), "bytes"));
  }

  /**
   * As {@link #parse(String)}, from characters within others.
   *
   * @throws IllegalArgumentException for any other text
   */
  public static Bytes parse(char[] text, int from, int to) {
    return new Bytes(FixedBytes.parse(text, from, to, Math.max(0, (to - from - 2) / 2), "bytes"));
  }

  /** How many bytes there are. */
  public int size() {
    return value.length;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return value.length == 0;
  }

  /** The bytes, a fresh copy. */
  public byte[] bytes() {
    return value.clone();
  }

  /** Puts the bytes where the buffer stands; it must have room for them. */
  public void writeTo(ByteBuffer out) {
    out.put(value);
  }

  /**
   * The bytes from {@code from} (inclusive) to {@code to} (exclusive).
   *
   * @throws IndexOutOfBoundsException when the range leaves these bytes
   */
  public Bytes slice(int from, int to) {
    if (from < 0 || to < from || to > value.length) {
      throw new IndexOutOfBoundsException(
          "bytes: expected a range within 0.." + value.length + ", found " + from + ".." + to);
    }
    return new Bytes(Arrays.copyOfRange(value, from, to));
  }

  /** {@code 0x} and lower-case digits. */
  public String hex() {
    return FixedBytes.hex(value);
  }

  /** Their Keccak-256 hash. */
  public Hash32 keccak() {
    return Hash32.keccak(value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  /** The hex digits, cut after 64 bytes with the whole size, so that a log line stays a line. */
  @Override
  public String toString() {
    return value.length <= 64
        ? hex()
        : "0x" + HexFormat.of().formatHex(value, 0, 64) + "…(" + value.length + " bytes)";
  }
}
