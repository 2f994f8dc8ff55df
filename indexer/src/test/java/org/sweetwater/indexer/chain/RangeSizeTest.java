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
  void aHardLimitIsTriedAgainSeldom() {
    int limit = 300;
    RangeSize size = new RangeSize(5_000);
    int refused = 0;
    int answered = 0;
    for (int i = 0; i < 10_000; i++) {
      int asked = size.blocks();
      if (asked > limit) {
        refused++;
        size.shrink(asked, NO_WORD);
      } else {
        answered += asked;
        size.learn(asked, 0);
      }
    }
    assertThat(refused).isLessThan(10);
    assertThat(answered / 10_000).isGreaterThan(limit * 4 / 5);
  }

  @Test
  void aLimitThatIsGoneIsForgotten() {
    RangeSize size = new RangeSize(1_000);
    size.shrink(64, OptionalLong.of(50));
    for (int i = 0; i < 100; i++) {
      size.learn(size.blocks(), 0);
    }
    assertThat(size.blocks()).isEqualTo(1_000);
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
