package org.sweetwater.devnet.ballot;

import org.sweetwater.devnet.member.PlainText;

/** Text of strangers on its way to a terminal, on one line of bounded length. */
final class Text {
  private static final int CHARACTERS_MAX = 500;

  private Text() {}

  static String line(String text) {
    return PlainText.line(text, CHARACTERS_MAX);
  }

  static String line(Exception failure) {
    String message = failure.getMessage();
    return line(message == null ? failure.getClass().getSimpleName() : message);
  }
}
