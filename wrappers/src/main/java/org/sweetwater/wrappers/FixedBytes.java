package org.sweetwater.wrappers;

import java.util.Arrays;
import java.util.HexFormat;

/** Reading and checking what {@link Address} and {@link Hash32} share: a fixed number of bytes. */
final class FixedBytes {
  private static final HexFormat HEX = HexFormat.of();

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
      throw new IllegalArgumentException(malformed(text, length, what));
    }
    try {
      return digits(text, length);
    } catch (NumberFormatException notHex) {
      throw new IllegalArgumentException(malformed(text, length, what), notHex);
    }
  }

  /** HexFormat.parseHex copies the text first; a vote has ten such texts. */
  private static byte[] digits(String text, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      int high = HexFormat.fromHexDigit(text.charAt(2 + 2 * i));
      bytes[i] = (byte) (high << 4 | HexFormat.fromHexDigit(text.charAt(3 + 2 * i)));
    }
    return bytes;
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

  private static String malformed(String text, int length, String what) {
    String shown = text.length() <= 80 ? text : text.substring(0, 80) + "…";
    return what + ": expected 0x and " + 2 * length + " hex digits, found \"" + shown + "\"";
  }
}
