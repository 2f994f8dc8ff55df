package org.sweetwater.wrappers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
  private static final String CHECKSUMMED = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

  /** The examples of EIP-55. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        CHECKSUMMED,
        "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
        "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
        "0x52908400098527886E0F7030069857D2E4169EE7",
        "0xde709f2102306220921060314715629080e2fb77",
      })
  void writesAndReadsTheChecksum(String text) {
    assertThat(Address.parse(text.toLowerCase(Locale.ROOT)).checksummed()).isEqualTo(text);
    assertThat(Address.parseChecksummed(text)).isEqualTo(Address.parse(text));
  }

  @Test
  void readsAnyCase() {
    String digits = CHECKSUMMED.substring(2);
    assertThat(Address.parse("0x" + digits.toUpperCase(Locale.ROOT)))
        .isEqualTo(Address.parse("0x" + digits.toLowerCase(Locale.ROOT)))
        .hasSameHashCodeAs(Address.parse(CHECKSUMMED));
  }

  @Test
  void refusesAWrongChecksumAndNamesTheRightOne() {
    String lower = CHECKSUMMED.toLowerCase(Locale.ROOT);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Address.parseChecksummed(lower))
        .withMessageContaining(CHECKSUMMED)
        .withMessageContaining(lower);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0x",
        "0x12",
        "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0X5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg",
        " 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed00",
      })
  void refusesOtherText(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Address.parse(text))
        .withMessage("address: expected 0x and 40 hex digits, found \"" + text + "\"");
  }

  @Test
  void capsTheTextInTheMessage() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Address.parse("x".repeat(10_000)))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
  }

  @Test
  void refusesAnyOtherNumberOfBytes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Address.of(new byte[19]))
        .withMessage("address: expected 20 bytes, found 19");
  }

  @Test
  void cannotBeChangedFromOutside() {
    byte[] bytes = new byte[20];
    Address address = Address.of(bytes);
    bytes[0] = 1;
    address.bytes()[0] = 1;
    assertThat(address).isEqualTo(Address.ZERO);
    assertThat(address.isZero()).isTrue();
  }

  @Test
  void goesThroughAWordAndBack() {
    Address address = Address.parse(CHECKSUMMED);
    assertThat(Address.fromWord(address.toWord())).isEqualTo(address);
    assertThat(address.toWord().toUnsigned()).isEqualTo(address.toUnsigned());
  }

  @Test
  void refusesAWordWithDirtyPadding() {
    Hash32 dirty = Hash32.fromUnsigned(BigInteger.ONE.shiftLeft(160));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Address.fromWord(dirty))
        .withMessageContaining("12 zero bytes of padding");
  }

  @Test
  void ordersAsUnsignedNumbers() {
    Address low = Address.parse("0x0000000000000000000000000000000000000001");
    Address high = Address.parse("0xf000000000000000000000000000000000000000");
    assertThat(low).isLessThan(high);
    assertThat(low).isNotEqualTo(high).isNotEqualTo("0x");
  }

  @Test
  void printsTheChecksummedForm() {
    assertThat(Address.parse(CHECKSUMMED)).hasToString(CHECKSUMMED);
    assertThat(Address.parse(CHECKSUMMED).lowerHex())
        .isEqualTo(CHECKSUMMED.toLowerCase(Locale.ROOT));
  }
}
