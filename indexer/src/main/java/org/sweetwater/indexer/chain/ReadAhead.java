package org.sweetwater.indexer.chain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Reads ranges ahead of the one that is wanted, a few at once, and hands them out in their order:
 * the nodes work while the last ranges are stored.
 *
 * <p>Memory is bounded by the number of ranges and by the logs that {@link RangeSize} aims at for
 * each. What was read ahead is forgotten as soon as one range fails, or another is wanted than the
 * next; a range that is too large for the node is asked for in parts. Not for several threads at
 * once.
 */
final class ReadAhead {
  /**
   * Logs that are handed out together, and so are stored in one transaction: enough that what a
   * commit costs does not count.
   */
  private static final int LOGS_TOGETHER = 4 * RangeSize.LOGS_AIM;

  /** Reads the blocks of a range, both ends included; called by several threads. */
  @FunctionalInterface
  interface RangeReader {
    List<BlockLogs> read(long from, long to);
  }

  private static final class Range {
    private final long from;
    private final long to;
    private final FutureTask<List<BlockLogs>> blocks;
    private boolean isBegun;

    Range(RangeReader reader, long from, long to) {
      this.from = from;
      this.to = to;
      this.blocks = new FutureTask<>(() -> reader.read(from, to));
    }

    int size() {
      return (int) (to - from + 1);
    }

    void begin() {
      if (!isBegun) {
        isBegun = true;
        Thread.ofVirtual().name("chain-read-ahead").start(blocks);
      }
    }

    boolean isRead() {
      return blocks.state() == Future.State.SUCCESS;
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

  /**
   * The blocks from {@code from} on, at least one, none above {@code head}: those of the next
   * range, and of the ranges after it that are there already and follow it.
   */
  List<BlockLogs> take(long from, long head) {
    if (!ranges.isEmpty() && (ranges.getFirst().from != from || ranges.getLast().to > head)) {
      forget();
    }
    try {
      List<BlockLogs> blocks = new ArrayList<>(takeFirst(from, head));
      int logs = logsIn(blocks);
      while (logs < LOGS_TOGETHER && isNextRead() && follows(blocks.getLast())) {
        List<BlockLogs> next = takeFirst(blocks.getLast().block().number() + 1, head);
        blocks.addAll(next);
        logs += logsIn(next);
      }
      return blocks;
    } catch (RuntimeException e) {
      forget();
      throw e;
    }
  }

  private List<BlockLogs> takeFirst(long from, long head) {
    while (true) {
      Range range = ranges.isEmpty() ? range(from, head) : ranges.removeFirst();
      try {
        beginAhead(range.to, head);
        // A range that nobody began is read here.
        range.blocks.run();
        List<BlockLogs> blocks = result(range);
        size.learn(range.size(), logsIn(blocks));
        beginAhead(range.to, head);
        return blocks;
      } catch (RangeTooLargeException tooLarge) {
        // Not for the ranges that were begun before their size was refused.
        if (range.size() <= size.blocks()
            && !size.shrink(range.size(), tooLarge.suggestedBlocks())) {
          throw tooLarge;
        }
        divide(range);
      }
    }
  }

  /** Puts smaller ranges in front of the others, so that those are not read in vain. */
  private void divide(Range range) {
    if (ranges.isEmpty()) {
      return;
    }
    int step = size.blocks();
    // From the last one down, so that the first is in front.
    for (long from = range.to - (range.size() - 1) % step; from >= range.from; from -= step) {
      ranges.addFirst(new Range(reader, from, Math.min(range.to, from + step - 1)));
    }
  }

  private boolean isNextRead() {
    return !ranges.isEmpty() && ranges.getFirst().isRead();
  }

  /** Whether the next range, which is read, goes on where this block ends. */
  private boolean follows(BlockLogs last) {
    return result(ranges.getFirst()).getFirst().block().parentHash().equals(last.block().hash());
  }

  private static int logsIn(List<BlockLogs> blocks) {
    return blocks.stream().mapToInt(block -> block.logs().size()).sum();
  }

  /** Begins to read what follows {@code last}, up to the head. */
  private void beginAhead(long last, long head) {
    long end = ranges.isEmpty() ? last : ranges.getLast().to;
    while (ranges.size() < rangesMax && end < head) {
      Range range = range(end + 1, head);
      ranges.add(range);
      end = range.to;
    }
    ranges.stream().limit(rangesMax).forEach(Range::begin);
  }

  private Range range(long from, long head) {
    return new Range(reader, from, Math.min(head, from + size.blocks() - 1));
  }

  private static List<BlockLogs> result(Range range) {
    return Parallel.result(range.blocks);
  }

  private void forget() {
    ranges.forEach(range -> range.blocks.cancel(true));
    ranges.clear();
  }
}
