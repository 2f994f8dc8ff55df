package org.sweetwater.devnet.member;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextTest {
  @Test
  void leavesWordsAlone() {
    assertThat(PlainText.line("Grüße, 世界 😀 <b>", 100)).isEqualTo("Grüße, 世界 😀 <b>");
  }

  @Test
  void replacesWhatATerminalWouldObey() {
    assertThat(PlainText.line("a\u001b[2Jb\r\nc\u0000", 100))
        .isEqualTo("a\uFFFD[2Jb\uFFFD\uFFFDc\uFFFD");
  }

  @Test
  void replacesWhatTurnsTheDirectionOfWritingOrIsNotSeen() {
    assertThat(PlainText.line("pay\u202Eeid\u200B\u2028x", 100))
        .isEqualTo("pay\uFFFDeid\uFFFD\uFFFDx");
  }

  @Test
  void cutsLongTextBetweenCharacters() {
    assertThat(PlainText.line("😀😀😀", 2)).isEqualTo("😀😀…");
    assertThat(PlainText.line("😀😀", 2)).isEqualTo("😀😀");
  }
}
