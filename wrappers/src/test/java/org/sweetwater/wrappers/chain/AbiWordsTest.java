package org.sweetwater.wrappers.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.RetryableException;

/** Answers of contracts, right ones and such that no contract of ours gives. */
class AbiWordsTest {
  private static final String ZEROS = "00".repeat(31);

  @Test
  void readsNumbersTextsAndLists() {
    // offset of a text, offset of a list; "ab"; [7, 8]
    AbiWords words =
        words(
            ZEROS + "40",
            ZEROS + "80",
            ZEROS + "02",
            "6162" + "00".repeat(30),
            ZEROS + "02",
            ZEROS + "07",
            ZEROS + "08");
    assertThat(words.number(0)).isEqualTo(64);
    assertThat(words.text(0)).isEqualTo("ab");
    assertThat(words.list(1)).isEqualTo(List.of(BigInteger.valueOf(7), BigInteger.valueOf(8)));
  }

  @Test
  void readsNumbersUpTo63Bits() {
    assertThat(words("00".repeat(24) + "7f" + "ff".repeat(7)).number(0)).isEqualTo(Long.MAX_VALUE);
    assertThatThrownBy(() -> words("00".repeat(24) + "80" + "00".repeat(7)).number(0))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("63 bits");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void refusesAWordThatIsNotThere(int index) {
    assertThatThrownBy(() -> words(ZEROS + "01").word(index))
        .isInstanceOf(RetryableException.class)
        .hasMessageContaining("deployment.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ff", "7f"})
  void refusesAnOffsetBeyondTheAnswer(String offset) {
    assertThatThrownBy(() -> words(ZEROS + offset).text(0)).isInstanceOf(RetryableException.class);
  }

  @Test
  void refusesATextLongerThanTheAnswer() {
    assertThatThrownBy(() -> words(ZEROS + "20", ZEROS + "01").text(0))
        .isInstanceOf(RetryableException.class);
  }

  @Test
  void refusesAListLongerThanTheAnswer() {
    assertThatThrownBy(() -> words(ZEROS + "20", ZEROS + "03", ZEROS + "01").list(0))
        .isInstanceOf(RetryableException.class);
  }

  @Test
  void anEmptyAnswerIsNoContractOfOurs() {
    assertThatThrownBy(() -> new AbiWords(Address.ZERO, Bytes.EMPTY).number(0))
        .isInstanceOf(RetryableException.class);
  }

  private static AbiWords words(String... words) {
    return new AbiWords(Address.ZERO, Bytes.parse("0x" + String.join("", words)));
  }
}
