package org.sweetwater.devnet.member;

import java.util.Arrays;
import java.util.Locale;

/** A choice as members write it on the command line. */
enum ChoiceName {
  FOR("For", 1),
  AGAINST("Against", 2),
  ABSTAIN("Abstain", 3);

  private final String word;
  private final int number;

  ChoiceName(String word, int number) {
    this.word = word;
    this.number = number;
  }

  /** As Snapshot signs it, from 1. */
  int number() {
    return number;
  }

  /** As Snapshot shows it. */
  String word() {
    return word;
  }

  /** The word for a number that the contract gave. */
  static String of(int number) {
    return Arrays.stream(values())
        .filter(choice -> choice.number == number)
        .findFirst()
        .map(ChoiceName::word)
        .orElseThrow(
            () -> new IllegalArgumentException("choice: expected 1 to 3, found " + number));
  }

  /** In lower case, as options are written. */
  @Override
  public String toString() {
    return word.toLowerCase(Locale.ROOT);
  }
}
