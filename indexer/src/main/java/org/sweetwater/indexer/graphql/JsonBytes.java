package org.sweetwater.indexer.graphql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** JSON text that grows as bytes, so that no text is made of it in between. */
final class JsonBytes {
  private static final byte[] HEX = "0123456789abcdef".getBytes(UTF_8);
  private static final byte[] NULL = "null".getBytes(UTF_8);
  private static final byte[] TRUE = "true".getBytes(UTF_8);
  private static final byte[] FALSE = "false".getBytes(UTF_8);
  private static final int LONG_DIGITS_MAX = 20;

  private byte[] bytes = new byte[1_024];
  private int length;

  /** Bytes that are JSON, or a part of it, already. */
  JsonBytes raw(byte[] json) {
    reserve(json.length);
    System.arraycopy(json, 0, bytes, length, json.length);
    length += json.length;
    return this;
  }

  /** One ASCII character as it is. */
  JsonBytes raw(char character) {
    reserve(1);
    bytes[length++] = (byte) character;
    return this;
  }

  /** ASCII text as it is: nothing in it needs an escape. */
  @SuppressWarnings("deprecation") // copies the low bytes of ASCII without a decoder
  JsonBytes rawAscii(String text) {
    reserve(text.length());
    text.getBytes(0, text.length(), bytes, length);
    length += text.length();
    return this;
  }

  JsonBytes nullValue() {
    return raw(NULL);
  }

  JsonBytes value(boolean value) {
    return raw(value ? TRUE : FALSE);
  }

  JsonBytes value(long value) {
    if (value < 0) {
      return rawAscii(Long.toString(value));
    }
    reserve(LONG_DIGITS_MAX);
    int digits = 1;
    for (long rest = value / 10; rest > 0; rest /= 10) {
      digits++;
    }
    long rest = value;
    for (int i = length + digits - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
    return this;
  }

  /** {@code 0x} and lower-case hex digits, without quotes. */
  JsonBytes hex(byte[] value) {
    reserve(2 + 2 * value.length);
    bytes[length++] = '0';
    bytes[length++] = 'x';
    for (byte octet : value) {
      bytes[length++] = HEX[(octet >> 4) & 0xf];
      bytes[length++] = HEX[octet & 0xf];
    }
    return this;
  }

  /** Any text, in quotes. */
  JsonBytes text(String value) {
    raw('"');
    for (int i = 0; i < value.length(); i++) {
      char character = value.charAt(i);
      if (character >= 0x80) {
        int next = value.offsetByCodePoints(i, 1);
        raw(value.substring(i, next).getBytes(UTF_8));
        i = next - 1;
      } else if (character == '"' || character == '\\') {
        raw('\\').raw(character);
      } else if (character < 0x20) {
        rawAscii("\\u00").raw((char) HEX[character >> 4]).raw((char) HEX[character & 0xf]);
      } else {
        raw(character);
      }
    }
    return raw('"');
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }
}
