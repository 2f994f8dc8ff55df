package org.sweetwater.wrappers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {
  @ParameterizedTest
  @ValueSource(strings = {"0x", "0x00", "0xdeadbeef"})
  void readsAndWritesHex(String text) {
    assertThat(Bytes.parse(text).hex()).isEqualTo(text);
    assertThat(Bytes.parse(text)).isEqualTo(Bytes.of(Bytes.parse(text).bytes()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "00", "0x0", "0xzz", "deadbeef"})
  void refusesOtherText(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Bytes.parse(text));
  }

  @Test
  void cutsOutARange() {
    Bytes bytes = Bytes.parse("0x00112233");
    assertThat(bytes.slice(1, 3))
        .isEqualTo(Bytes.parse("0x1122"))
        .hasSameHashCodeAs(Bytes.parse("0x1122"));
    assertThat(bytes.slice(4, 4)).isEqualTo(Bytes.EMPTY);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> bytes.slice(2, 5))
        .withMessage("bytes: expected a range within 0..4, found 2..5");
  }

  @Test
  void printsLongOnesShort() {
    assertThat(Bytes.of(new byte[64]).toString()).hasSize(2 + 128);
    assertThat(Bytes.of(new byte[65]).toString()).endsWith("…(65 bytes)").hasSizeLessThan(150);
  }

  @Test
  void hashesWithKeccak() {
    assertThat(Bytes.EMPTY.keccak()).isEqualTo(Hash32.keccak(new byte[0]));
    assertThat(Bytes.EMPTY.isEmpty()).isTrue();
  }
}
