package org.sweetwater.oracle.cradle.spec;

import java.util.OptionalInt;

/**
 * Text that is what it looks like. Titles end up in ballots and reports, so nothing may hide in
 * them, or turn around what is read.
 */
final class PlainText {
  private PlainText() {}

  /** Where the first character stands that no text may have. */
  static OptionalInt findForbidden(String text) {
    int at = 0;
    while (at < text.length()) {
      int character = text.codePointAt(at);
      if (isForbidden(character)) {
        return OptionalInt.of(at);
      }
      at += Character.charCount(character);
    }
    return OptionalInt.empty();
  }

  /** Says which character is wrong. */
  static String problem(String text, int at) {
    return "the character U+%04X is not allowed".formatted(text.codePointAt(at));
  }

  private static boolean isForbidden(int character) {
    boolean isLayout = character == '\n' || character == '\r' || character == '\t';
    boolean isControl = Character.isISOControl(character) && !isLayout;
    boolean isHalf = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
    boolean isNone = (character & 0xFFFE) == 0xFFFE;
    return isControl || isHalf || isNone || turnsAround(character);
  }

  /** Unicode's explicit directional formatting (UAX 9, section 2), as misused in Trojan Source. */
  private static boolean turnsAround(int character) {
    return (character >= 0x202A && character <= 0x202E)
        || (character >= 0x2066 && character <= 0x2069);
  }
}
