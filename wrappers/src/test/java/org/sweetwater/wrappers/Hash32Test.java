package org.sweetwater.wrappers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Hash32Test {
  private static final String EMPTY_KECCAK =
      "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470";

  @Test
  void hashesWithKeccak() {
    assertThat(Hash32.keccak(new byte[0])).isEqualTo(Hash32.parse(EMPTY_KECCAK));
  }

  @Test
  void goesThroughTextBytesAndNumberAndBack() {
    Random random = new Random(5357);
    for (int i = 0; i < 256; i++) {
      byte[] bytes = new byte[32];
      random.nextBytes(bytes);
      Hash32 hash = Hash32.of(bytes);
      assertThat(Hash32.parse(hash.hex())).isEqualTo(hash).hasSameHashCodeAs(hash);
      assertThat(Hash32.of(hash.bytes())).isEqualTo(hash);
      assertThat(Hash32.fromUnsigned(hash.toUnsigned())).isEqualTo(hash);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0x", "0x00", "c5d2", "0xzz"})
  void refusesOtherText(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Hash32.parse(text))
        .withMessage("hash: expected 0x and 64 hex digits, found \"" + text + "\"");
  }

  @Test
  void refusesADigitThatIsNotHex() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Hash32.parse("0x" + "0".repeat(63) + "g"))
        .withMessageContaining("64 hex digits");
  }

  @Test
  void refusesAnyOtherNumberOfBytes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Hash32.of(new byte[33]))
        .withMessage("hash: expected 32 bytes, found 33");
  }

  @Test
  void refusesNumbersThatDoNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Hash32.fromUnsigned(BigInteger.ONE.shiftLeft(256)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Hash32.fromUnsigned(BigInteger.ONE.negate()));
  }

  @Test
  void cannotBeChangedFromOutside() {
    byte[] bytes = new byte[32];
    Hash32 hash = Hash32.of(bytes);
    bytes[0] = 1;
    hash.bytes()[0] = 1;
    assertThat(hash.isZero()).isTrue();
  }

  @Test
  void ordersAsUnsignedNumbers() {
    Hash32 low = Hash32.fromUnsigned(BigInteger.ONE);
    Hash32 high = Hash32.fromUnsigned(BigInteger.ONE.shiftLeft(255));
    assertThat(low).isLessThan(high).isNotEqualTo(high).isNotEqualTo("0x");
  }

  @Test
  void aBlockIsNamedByNumberAndHash() {
    assertThat(new BlockRef(7, Hash32.ZERO)).hasToString("7:0x" + "0".repeat(64));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BlockRef(-1, Hash32.ZERO))
        .withMessage("block number: expected 0 or more, found -1");
  }
}
