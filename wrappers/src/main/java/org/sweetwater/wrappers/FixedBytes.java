package org.sweetwater.wrappers;

import java.util.Arrays;
import java.util.HexFormat;

/** Reading and checking what {@link Address} and {@link Hash32} share: a fixed number of bytes. */
final class FixedBytes {
  private static final HexFormat HEX = HexFormat.of();

  private static final byte NO_DIGIT = -1;

  /** A table of our own: a vote has ten such texts, and a log eight. */
  private static final byte[] DIGITS = digitsByCharacter();

  private FixedBytes() {}

  /** A copy of {@code bytes}, so that no caller can change a value after its making. */
  static byte[] copyOf(byte[] bytes, int length, String what) {
    if (bytes.length != length) {
      throw new IllegalArgumentException(
          what + ": expected " + length + " bytes, found " + bytes.length);
    }
    return bytes.clone();
  }

  /** The bytes of {@code 0x} and exactly two hex digits for each byte, in any case. */
  static byte[] parse(String text, int length, String what) {
    if (text.length() != 2 + 2 * length || !text.startsWith("0x")) {
      throw malformed(text, length, what);
    }
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      int octet = octet(text.charAt(2 + 2 * i), text.charAt(3 + 2 * i));
      if (octet < 0) {
        throw malformed(text, length, what);
      }
      bytes[i] = (byte) octet;
    }
    return bytes;
  }

  /** The same from the characters {@code from} (inclusive) to {@code to} (exclusive). */
  static byte[] parse(char[] text, int from, int to, int length, String what) {
    if (to - from != 2 + 2 * length || text[from] != '0' || text[from + 1] != 'x') {
      throw malformed(new String(text, from, to - from), length, what);
    }
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      int octet = octet(text[from + 2 + 2 * i], text[from + 3 + 2 * i]);
      if (octet < 0) {
        throw malformed(new String(text, from, to - from), length, what);
      }
      bytes[i] = (byte) octet;
    }
    return bytes;
  }

  /** What two hex digits write; negative when one is none. */
  private static int octet(char high, char low) {
    return high < DIGITS.length && low < DIGITS.length ? DIGITS[high] << 4 | DIGITS[low] : NO_DIGIT;
  }

  private static byte[] digitsByCharacter() {
    byte[] digits = new byte[1 << Byte.SIZE];
    for (char character = 0; character < digits.length; character++) {
      digits[character] =
          HexFormat.isHexDigit(character) ? (byte) HexFormat.fromHexDigit(character) : NO_DIGIT;
    }
    return digits;
  }

  /** {@code 0x} and lower-case digits. */
  static String hex(byte[] bytes) {
    return "0x" + HEX.formatHex(bytes);
  }

  /** The last {@code length} bytes of a left-padded 32-byte word; the padding must be zero. */
  static byte[] fromWord(Hash32 word, int length, String what) {
    byte[] bytes = word.shared();
    int padding = Hash32.LENGTH - length;
    for (int i = 0; i < padding; i++) {
      if (bytes[i] != 0) {
        throw new IllegalArgumentException(
            what + ": expected " + padding + " zero bytes of padding, found " + word);
      }
    }
    return Arrays.copyOfRange(bytes, padding, Hash32.LENGTH);
  }

  private static IllegalArgumentException malformed(String text, int length, String what) {
    String shown = text.length() <= 80 ? text : text.substring(0, 80) + "…";
    return new IllegalArgumentException(
        what + ": expected 0x and " + 2 * length + " hex digits, found \"" + shown + "\"");
  }
}
