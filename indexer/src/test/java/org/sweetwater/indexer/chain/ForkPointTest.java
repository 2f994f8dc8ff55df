package org.sweetwater.indexer.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Hash32;

final class ForkPointTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 10, 100, 10_000, 100_000})
  void findsAnyDepthInFewSteps(long depth) {
    long head = 200_000;
    AtomicInteger questions = new AtomicInteger();
    ForkPoint search =
        new ForkPoint(
            block -> {
              questions.incrementAndGet();
              return block.number() <= head - depth;
            },
            (number, limit) ->
                LongStream.iterate(number, n -> n >= 0, n -> n - 1)
                    .limit(limit)
                    .mapToObj(ForkPointTest::block)
                    .toList());

    assertThat(search.below(head)).hasValue(head - depth);
    assertThat(questions.get()).isLessThan(20 + (int) (depth / 1_024));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void findsTheHighestStoredBlockWhereThereAreGaps(long seed) {
    Random random = new Random(seed);
    List<Long> stored =
        LongStream.range(0, 5_000).filter(n -> random.nextInt(7) == 0).boxed().toList();
    long fork = random.nextInt(5_000);
    ForkPoint search =
        new ForkPoint(
            block -> block.number() <= fork,
            (number, limit) ->
                stored.reversed().stream()
                    .filter(n -> n <= number)
                    .limit(limit)
                    .map(ForkPointTest::block)
                    .toList());

    assertThat(search.below(5_000))
        .hasValue(stored.stream().filter(n -> n <= fork).mapToLong(n -> n).max().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, 9, 3_000})
  void findsNothingWhereNothingIsShared(int known) {
    ForkPoint search =
        new ForkPoint(
            block -> false,
            (number, limit) ->
                LongStream.iterate(Math.min(number, known - 1L), n -> n >= 0, n -> n - 1)
                    .limit(limit)
                    .mapToObj(ForkPointTest::block)
                    .toList());
    assertThat(search.below(5_000)).isEmpty();
  }

  private static BlockRef block(long number) {
    return new BlockRef(number, Hash32.ZERO);
  }
}
