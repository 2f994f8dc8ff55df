package org.sweetwater.indexer.chain;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.sweetwater.wrappers.RetryableException;

/**
 * Reads ranges ahead of the one that is wanted, a few at once, and hands them out in their order:
 * the nodes work while the last range is stored.
 *
 * <p>Memory is bounded by the number of ranges and by the logs that {@link RangeSize} aims at for
 * each. What was read ahead is forgotten as soon as one range fails, or another is wanted than the
 * next. Not for several threads at once.
 */
final class ReadAhead {
  /** Reads the blocks of a range, both ends included; called by several threads. */
  @FunctionalInterface
  interface RangeReader {
    List<BlockLogs> read(long from, long to);
  }

  private record Range(long from, long to, FutureTask<List<BlockLogs>> blocks) {
    int size() {
      return (int) (to - from + 1);
    }
  }

  private final RangeReader reader;
  private final RangeSize size;
  private final int rangesMax;
  private final Deque<Range> ranges = new ArrayDeque<>();

  ReadAhead(RangeReader reader, RangeSize size, int rangesMax) {
    this.reader = reader;
    this.size = size;
    this.rangesMax = rangesMax;
  }

  /** The blocks from {@code from} on, at least one, none above {@code head}. */
  List<BlockLogs> take(long from, long head) {
    if (!ranges.isEmpty() && (ranges.getFirst().from() != from || ranges.getLast().to() > head)) {
      forget();
    }
    while (true) {
      Range range = ranges.isEmpty() ? range(from, head) : ranges.removeFirst();
      try {
        startAhead(range.to(), head);
        // A range that nobody began is read here.
        range.blocks().run();
        List<BlockLogs> blocks = result(range);
        size.learn(range.size(), blocks.stream().mapToInt(block -> block.logs().size()).sum());
        startAhead(range.to(), head);
        return blocks;
      } catch (RangeTooLargeException tooLarge) {
        forget();
        if (!size.shrink(range.size(), tooLarge.suggestedBlocks())) {
          throw tooLarge;
        }
      } catch (RuntimeException e) {
        forget();
        throw e;
      }
    }
  }

  /** Begins to read what follows {@code last}, up to the head. */
  private void startAhead(long last, long head) {
    long end = ranges.isEmpty() ? last : ranges.getLast().to();
    while (ranges.size() < rangesMax && end < head) {
      Range range = range(end + 1, head);
      ranges.add(range);
      end = range.to();
      Thread.ofVirtual().name("chain-read-ahead").start(range.blocks());
    }
  }

  private Range range(long from, long head) {
    long to = Math.min(head, from + size.blocks() - 1);
    return new Range(from, to, new FutureTask<>(() -> reader.read(from, to)));
  }

  private static List<BlockLogs> result(Range range) {
    try {
      return range.blocks().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RetryableException("chain: interrupted while reading a range", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException("reading a range failed", e.getCause());
    }
  }

  private void forget() {
    ranges.forEach(range -> range.blocks().cancel(true));
    ranges.clear();
  }
}
