package org.sweetwater.indexer.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class RangeSizeTest {
  private static final OptionalLong NO_WORD = OptionalLong.empty();

  @Test
  void takesWhatTheNodeSuggestsOrHalf() {
    RangeSize size = new RangeSize(5_000);
    assertThat(size.shrink(64, OptionalLong.of(50))).isTrue();
    assertThat(size.blocks()).isEqualTo(50);
    assertThat(size.shrink(50, NO_WORD)).isTrue();
    assertThat(size.blocks()).isEqualTo(25);
  }

  @Test
  void aSuggestionThatChangesNothingStillShrinks() {
    RangeSize size = new RangeSize(5_000);
    assertThat(size.shrink(64, OptionalLong.of(10_000))).isTrue();
    assertThat(size.blocks()).isEqualTo(63);
  }

  @Test
  void aSingleBlockCannotShrink() {
    assertThat(new RangeSize(10).shrink(1, NO_WORD)).isFalse();
  }

  @Test
  void growsToTheMostWhereThereIsLittle() {
    RangeSize size = new RangeSize(1_000);
    for (int i = 0; i < 20; i++) {
      size.learn(size.blocks(), 3);
    }
    assertThat(size.blocks()).isEqualTo(1_000);
  }

  @Test
  void aimsAtAnswersOfTheSameSizeWhereThereIsMuch() {
    RangeSize size = new RangeSize(1_000);
    size.learn(64, 64 * 1_000);
    assertThat(size.blocks()).isEqualTo(RangeSize.LOGS_AIM / 1_000);
    size.learn(1, 50_000);
    assertThat(size.blocks()).isEqualTo(1);
  }
}
