package org.sweetwater.wrappers.chain;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
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

  /** Makes a value of the characters from one place (inclusive) to another (exclusive). */
  interface Reader<T> {
    T read(char[] text, int from, int to);
  }

  /** A value of a whole text. */
  static <T> T read(JsonParser parser, Reader<T> reader) throws IOException {
    requireText(parser);
    int from = parser.getTextOffset();
    return reader.read(parser.getTextCharacters(), from, from + parser.getTextLength());
  }

  /** 1 to 15 digits. */
  static long number(JsonParser parser) throws IOException {
    requireText(parser);
    char[] text = parser.getTextCharacters();
    int from = parser.getTextOffset();
    int length = parser.getTextLength();
    boolean isPrefixed = length > 2 && text[from] == '0' && text[from + 1] == 'x';
    if (!isPrefixed || length > 2 + NUMBER_DIGITS_MAX) {
      throw noQuantity(parser);
    }
    long number = 0;
    for (int i = from + 2; i < from + length; i++) {
      if (!HexFormat.isHexDigit(text[i])) {
        throw noQuantity(parser);
      }
      number = number << 4 | HexFormat.fromHexDigit(text[i]);
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

  private static IllegalArgumentException noQuantity(JsonParser parser) throws IOException {
    String text = parser.getText();
    String shown = text.length() <= SHOWN_MAX ? text : text.substring(0, SHOWN_MAX) + "…";
    return new IllegalArgumentException(
        "expected a quantity, 0x and hex digits, found \"" + shown + "\"");
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

  /** Reads a value once for a run of the same text: neighbours share much. */
  static final class Repeated<T> {
    private final Reader<T> reader;
    private char[] text = {};
    private @Nullable T value;

    Repeated(Reader<T> reader) {
      this.reader = reader;
    }

    T read(JsonParser parser) throws IOException {
      return HexTokens.read(parser, this::read);
    }

    private T read(char[] next, int from, int to) {
      T known = value;
      if (known == null || !Arrays.equals(text, 0, text.length, next, from, to)) {
        known = reader.read(next, from, to);
        value = known;
        text = Arrays.copyOfRange(next, from, to);
      }
      return known;
    }
  }
}
