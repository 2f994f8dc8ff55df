package org.sweetwater.devnet.member;

import java.util.regex.Pattern;

/** Makes hostile text harmless for a terminal: titles and hub answers are written by strangers. */
public final class PlainText {
  /** Escape sequences, line breaks, and characters that turn the direction of writing. */
  private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private PlainText() {}

  /** One line of visible characters, at most {@code charactersMax} of them. */
  public static String line(String text, int charactersMax) {
    String visible = INVISIBLE.matcher(text).replaceAll("\uFFFD");
    return visible.codePointCount(0, visible.length()) <= charactersMax
        ? visible
        : visible.substring(0, visible.offsetByCodePoints(0, charactersMax)) + "…";
  }
}
