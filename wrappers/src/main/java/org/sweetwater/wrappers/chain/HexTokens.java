package org.sweetwater.wrappers.chain;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of JSON-RPC, {@code 0x} and hex digits, from tokens: straight from the parser's
 * characters, since a log has ten such texts. Illegal arguments are the node's fault.
 */
final class HexTokens {
  private static final int SHOWN_MAX = 80;

  /** More digits than any count or height of a chain needs, and fewer than a long has. */
  private static final int NUMBER_DIGITS_MAX = 15;

  private HexTokens() {}

  /** An even number of digits, possibly none. */
  static byte[] bytes(JsonParser parser) throws IOException {
    requireText(parser);
    char[] text = parser.getTextCharacters();
    int from = parser.getTextOffset();
    int length = parser.getTextLength();
    if (!isPrefixed(text, from, length) || length % 2 != 0) {
      throw malformed("0x and pairs of hex digits", parser);
    }
    byte[] bytes = new byte[length / 2 - 1];
    for (int i = 0; i < bytes.length; i++) {
      int at = from + 2 + 2 * i;
      bytes[i] = (byte) (digit(text[at], parser) << 4 | digit(text[at + 1], parser));
    }
    return bytes;
  }

  /** 1 to 15 digits. */
  static long number(JsonParser parser) throws IOException {
    requireText(parser);
    char[] text = parser.getTextCharacters();
    int from = parser.getTextOffset();
    int length = parser.getTextLength();
    if (!isPrefixed(text, from, length) || length < 3 || length > 2 + NUMBER_DIGITS_MAX) {
      throw malformed("a quantity, 0x and hex digits", parser);
    }
    long number = 0;
    for (int i = from + 2; i < from + length; i++) {
      number = number << 4 | digit(text[i], parser);
    }
    return number;
  }

  /** 1 to 64 digits. */
  static BigInteger quantity(JsonParser parser) throws IOException {
    requireText(parser);
    return JsonReader.quantity(parser.getText());
  }

  private static void requireText(JsonParser parser) throws IOException {
    AnswerStream.requireToken(parser, JsonToken.VALUE_STRING, "text");
  }

  private static boolean isPrefixed(char[] text, int from, int length) {
    return length >= 2 && text[from] == '0' && text[from + 1] == 'x';
  }

  private static int digit(char character, JsonParser parser) throws IOException {
    if (!HexFormat.isHexDigit(character)) {
      throw malformed("a quantity, 0x and hex digits", parser);
    }
    return HexFormat.fromHexDigit(character);
  }

  private static IllegalArgumentException malformed(String expected, JsonParser parser)
      throws IOException {
    String text = parser.getText();
    String shown = text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…";
    return new IllegalArgumentException("expected " + expected + ", found \"" + shown + "\"");
  }

  /** The value that a member must have. */
  static <T> T required(@Nullable T member, String name, String where) {
    if (member == null) {
      throw missing(name, where);
    }
    return member;
  }

  /** The number that a member must have; negative when it was not there. */
  static long required(long member, String name, String where) {
    if (member < 0) {
      throw missing(name, where);
    }
    return member;
  }

  private static IllegalArgumentException missing(String name, String where) {
    return new IllegalArgumentException(
        "expected a member %s in a %s, found none".formatted(name, where));
  }

  /** Makes a value of bytes, once for a run of the same text: neighbours share much. */
  static final class Repeated<T> {
    private final Function<byte[], T> maker;
    private char[] text = {};
    private @Nullable T value;

    Repeated(Function<byte[], T> maker) {
      this.maker = maker;
    }

    T read(JsonParser parser) throws IOException {
      requireText(parser);
      char[] next = parser.getTextCharacters();
      int from = parser.getTextOffset();
      int to = from + parser.getTextLength();
      T known = value;
      if (known == null || !Arrays.equals(text, 0, text.length, next, from, to)) {
        known = Objects.requireNonNull(maker.apply(bytes(parser)));
        value = known;
        text = Arrays.copyOfRange(next, from, to);
      }
      return known;
    }
  }
}
