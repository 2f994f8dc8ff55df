package org.sweetwater.bench.indexer;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

/** When something first happened to each block, in {@link System#nanoTime}. */
final class Moments {
  private static final long WAIT_NANOS_MAX = 60_000_000_000L;

  private final Map<Long, Long> nanos = new ConcurrentHashMap<>();
  private volatile Optional<String> failure = Optional.empty();

  /** Remembers the first moment of a block. */
  void put(long block, long moment) {
    nanos.putIfAbsent(block, moment);
  }

  /** There will be no more, for this reason. */
  void fail(String reason) {
    failure = Optional.of(reason);
  }

  /** Waits until a block has a moment. */
  void await(long block) throws InterruptedException {
    long deadline = System.nanoTime() + WAIT_NANOS_MAX;
    while (!nanos.containsKey(block)) {
      if (failure.isPresent() || System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "block %d never came: %s".formatted(block, failure.orElse("waited too long")));
      }
      Thread.sleep(1);
    }
  }

  private long at(long block) {
    return requireNonNull(nanos.get(block), () -> "block " + block);
  }

  /** What passed from these moments to those, of the blocks {@code first} to {@code last}. */
  static Delays between(Moments from, Moments to, long first, long last) {
    return new Delays(
        LongStream.rangeClosed(first, last)
            .map(block -> to.at(block) - from.at(block))
            .sorted()
            .boxed()
            .toList());
  }

  /** Sorted nanoseconds. */
  record Delays(List<Long> nanos) {
    /** Milliseconds within which this share was there, for example 0.99. */
    double millis(double share) {
      return nanos.get((int) Math.min(nanos.size() - 1L, (long) (nanos.size() * share))) / 1e6;
    }
  }
}
