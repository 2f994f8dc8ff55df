package org.sweetwater.wrappers.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

final class LogsBloomTest {
  @Test
  void anEmptyFilterSaysNoAndAnUnknownOneYes() {
    LogsBloom empty = LogsBloom.of(Bytes.of(new byte[LogsBloom.LENGTH]));
    assertThat(empty.mayHold(Address.ZERO)).isFalse();
    assertThat(empty.mayHold(Hash32.ZERO)).isFalse();
    assertThat(LogsBloom.UNKNOWN.mayHold(Address.ZERO)).isTrue();
  }

  @Test
  void equalsByItsBits() {
    LogsBloom empty = LogsBloom.of(Bytes.of(new byte[LogsBloom.LENGTH]));
    assertThat(empty)
        .isEqualTo(LogsBloom.of(Bytes.parse(empty.toString())))
        .hasSameHashCodeAs(LogsBloom.of(Bytes.of(new byte[LogsBloom.LENGTH])))
        .isNotEqualTo(LogsBloom.UNKNOWN);
  }

  @Test
  void refusesAnyOtherLength() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LogsBloom.of(Bytes.EMPTY))
        .withMessage("logsBloom: expected 256 bytes, found 0");
  }
}
