package org.sweetwater.devnet.cradle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetwater.devnet.member.MemberException;
import org.sweetwater.oracle.message.SigningKey;
import org.sweetwater.wrappers.Bytes;

/** What people type to report a breach. */
final class BreachLimitTest {
  @ParameterizedTest
  @CsvSource({
    "latencyP99, 2.4s, 2400000",
    "latencyP99, 2400ms, 2400000",
    "latencyP99, 1us, 1",
    "deanonymisationRisk, 6.5%, 65000",
    "deanonymisationRisk, 65000ppm, 65000"
  })
  void valuesAreReadInTheMetricsUnit(String metric, String text, long value) {
    assertThat(BreachLimit.of(metric).parse(text)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.4", "-1s", "2.4 s", "0.1us", "6%", "9999999999999999s", ""})
  void aValueThatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> BreachLimit.of("latencyP99").parse(text))
        .isInstanceOf(MemberException.class)
        .hasMessageContaining("--value: expected a value such as 2.4s");
  }

  @Test
  void onlyTheMetricsWithALimitCanBeInBreach() {
    assertThatThrownBy(() -> BreachLimit.of("mttr"))
        .hasMessage(
            "--metric: expected latencyP99 or deanonymisationRisk, which are the ones with a limit, found 'mttr'");
  }

  @Test
  void aKeyComesFromOnePlace() {
    assertThatThrownBy(() -> new KeyOptions(Map.of()).open())
        .hasMessage("expected one of --keystore FILE and --key-env NAME, found none");
  }

  @Test
  void aKeyOfTheEnvironmentIsReadAndNeverRepeated() {
    SigningKey key = SigningKey.random();
    String hex = Bytes.of(key.reveal()).hex();
    assertThat(KeyOptions.fromEnvironment(Map.of("KEY", hex), "KEY").address())
        .isEqualTo(key.address());
    assertThatThrownBy(() -> KeyOptions.fromEnvironment(Map.of("KEY", "0xabc"), "KEY"))
        .hasMessageContaining("environment variable KEY: private key: expected")
        .hasMessageNotContaining("0xabc");
    assertThatThrownBy(() -> KeyOptions.fromEnvironment(Map.of(), "KEY"))
        .hasMessage("environment variable KEY: not set");
  }
}
