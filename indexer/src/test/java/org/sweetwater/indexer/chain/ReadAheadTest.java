package org.sweetwater.indexer.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.LogsBloom;

final class ReadAheadTest {
  private static final int AHEAD = 3;

  private final List<Long> begun = Collections.synchronizedList(new ArrayList<>());
  private final RangeSize size = new RangeSize(10);

  @Test
  void handsRangesOutInTheirOrderWhateverOrderTheyComeIn() {
    Random random = new Random(1);
    ReadAhead ahead =
        new ReadAhead(
            (from, to) -> {
              LockSupport.parkNanos(Duration.ofMillis(random.nextInt(4)).toNanos());
              return blocks(from, to);
            },
            size,
            AHEAD);
    List<Long> taken = new ArrayList<>();
    while (taken.size() < 95) {
      taken.addAll(numbers(ahead.take(taken.size(), 94)));
    }
    assertThat(taken).isEqualTo(LongStream.range(0, 95).boxed().toList());
  }

  @Test
  void readsTheNextRangesWhileTheLastIsStoredAndNoMoreThanThose() throws Exception {
    CountDownLatch started = new CountDownLatch(1 + AHEAD);
    ReadAhead ahead =
        new ReadAhead(
            (from, to) -> {
              started.countDown();
              begun.add(from);
              return blocks(from, to);
            },
            size,
            AHEAD);
    ahead.take(0, 10_000);
    assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(begun).containsExactlyInAnyOrder(0L, 10L, 20L, 30L);
  }

  @Test
  void readsNothingAheadWhenItIsToldSo() {
    ReadAhead ahead = new ReadAhead(this::read, size, 0);
    ahead.take(0, 1_000);
    ahead.take(10, 1_000);
    assertThat(begun).containsExactly(0L, 10L);
  }

  @Test
  void readsAnewWhenAnotherRangeIsWanted() {
    ReadAhead ahead = new ReadAhead(this::read, size, AHEAD);
    ahead.take(0, 1_000);
    assertThat(numbers(ahead.take(5, 1_000))).startsWith(5L).hasSize(10);
  }

  @Test
  void forgetsWhatIsAboveAHeadThatWentBack() {
    ReadAhead ahead = new ReadAhead(this::read, size, AHEAD);
    ahead.take(0, 1_000);
    assertThat(numbers(ahead.take(10, 14))).containsExactly(10L, 11L, 12L, 13L, 14L);
  }

  @Test
  void aFailureIsThatOfTheRangeThatIsWantedAndTheNextTryBeginsThere() {
    AtomicInteger failures = new AtomicInteger(1);
    ReadAhead ahead =
        new ReadAhead(
            (from, to) -> {
              if (from == 10 && failures.getAndDecrement() > 0) {
                throw new RetryableException("tired");
              }
              return blocks(from, to);
            },
            size,
            AHEAD);
    ahead.take(0, 1_000);
    assertThatThrownBy(() -> ahead.take(10, 1_000)).hasMessage("tired");
    assertThat(numbers(ahead.take(10, 1_000))).startsWith(10L);
  }

  @Test
  void asksForWhatTheNodeSuggests() {
    ReadAhead ahead =
        new ReadAhead(
            (from, to) -> {
              if (to - from >= 3) {
                throw new RangeTooLargeException(
                    "at most 3", OptionalLong.of(3), new IllegalStateException());
              }
              return blocks(from, to);
            },
            size,
            AHEAD);
    assertThat(numbers(ahead.take(0, 1_000))).containsExactly(0L, 1L, 2L);
  }

  @Test
  void whatIsTooLargeIsAskedForInPartsAndWhatWasReadBeyondItIsKept() {
    ReadAhead ahead =
        new ReadAhead(
            (from, to) -> {
              begun.add(from);
              if (from == 10 && to - from >= 5) {
                throw new RangeTooLargeException("too many", new IllegalStateException());
              }
              return blocks(from, to);
            },
            size,
            AHEAD);
    ahead.take(0, 49);
    assertThat(numbers(ahead.take(10, 49))).containsExactly(10L, 11L, 12L, 13L, 14L);
    assertThat(numbers(ahead.take(15, 49))).containsExactly(15L, 16L, 17L, 18L, 19L);
    assertThat(numbers(ahead.take(20, 49))).startsWith(20L).hasSize(10);
    assertThat(List.copyOf(begun)).containsOnlyOnce(20L);
  }

  @Test
  void rangesThatFollowEachOtherAreHandedOutInAnyNumberAndWithoutAGap() throws Exception {
    CountDownLatch read = new CountDownLatch(1 + AHEAD);
    ReadAhead ahead =
        new ReadAhead(
            (from, to) -> {
              read.countDown();
              return LongStream.rangeClosed(from, to).mapToObj(ReadAheadTest::linked).toList();
            },
            size,
            AHEAD);
    ahead.take(0, 39);
    assertThat(read.await(10, TimeUnit.SECONDS)).isTrue();
    List<Long> taken = new ArrayList<>();
    while (taken.size() < 30) {
      taken.addAll(numbers(ahead.take(10 + taken.size(), 39)));
    }
    assertThat(taken).isEqualTo(LongStream.range(10, 40).boxed().toList());
  }

  private List<BlockLogs> read(long from, long to) {
    begun.add(from);
    return blocks(from, to);
  }

  private static List<BlockLogs> blocks(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(ReadAheadTest::block).toList();
  }

  private static BlockLogs block(long number) {
    return block(number, Hash32.ZERO);
  }

  private static BlockLogs linked(long number) {
    return block(number, number == 0 ? Hash32.ZERO : ScriptedSource.hash(number - 1, 0));
  }

  private static BlockLogs block(long number, Hash32 parent) {
    return new BlockLogs(
        new Block(
            number,
            ScriptedSource.hash(number, 0),
            parent,
            Instant.EPOCH,
            BigInteger.ZERO,
            LogsBloom.UNKNOWN),
        List.of());
  }

  private static List<Long> numbers(List<BlockLogs> blocks) {
    return blocks.stream().map(block -> block.block().number()).toList();
  }
}
