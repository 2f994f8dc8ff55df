package org.sweetwater.oracle.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayKeyTest {
  private static final String SECRET =
      "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

  @Test
  void knowsItsAccount() {
    assertThat(RelayKey.parse(SECRET).address())
        .isEqualTo(RelayKey.parse(" 0x" + SECRET + "\n").address())
        .hasToString("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
  }

  @Test
  void isNeverPrinted() {
    assertThat(RelayKey.parse(SECRET).toString()).doesNotContain(SECRET.substring(0, 8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0x",
        "hunter2hunter2",
        "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff8",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"
      })
  void refusesWhatIsNoKeyWithoutRepeatingIt(String text) {
    assertThatThrownBy(() -> RelayKey.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("relay key: expected")
        .satisfies(
            refused -> {
              if (text.length() > 4) {
                assertThat(refused.getMessage()).doesNotContain(text);
              }
            });
  }
}
