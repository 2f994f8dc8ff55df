package org.sweetwater.indexer.chain;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.LogEntry;

/**
 * One of several nodes: keeps to its rate limit, counts, and rests after failures, longer each
 * time.
 */
final class Endpoint implements ChainSource {
  private static final Duration REST_FIRST = Duration.ofSeconds(1);
  private static final int DOUBLINGS_MAX = 6;

  private final String name;
  private final Supplier<ChainSource> connecting;
  private final TokenBucket bucket;
  private final Clock clock;
  private final LongAdder requests = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private final LongAdder rateLimited = new LongAdder();
  private @Nullable ChainSource source;
  private volatile long head = -1;
  private volatile Instant restsUntil = Instant.MIN;
  private volatile int failures;
  private volatile @Nullable RuntimeException lastFailure;

  Endpoint(String name, Supplier<ChainSource> connecting, int requestsPerSecond, Clock clock) {
    this.name = name;
    this.connecting = connecting;
    this.bucket = new TokenBucket(requestsPerSecond, clock);
    this.clock = clock;
  }

  String name() {
    return name;
  }

  /** The highest head that it gave; -1 before the first. */
  long head() {
    return head;
  }

  boolean isHealthy() {
    return !clock.instant().isBefore(restsUntil);
  }

  Instant restsUntil() {
    return restsUntil;
  }

  EndpointState state() {
    return new EndpointState(
        name, isHealthy(), head, requests.sum(), errors.sum(), rateLimited.sum());
  }

  /** Lets it rest for a failure; one that it was told of already counts once. */
  synchronized void blame(RuntimeException failure) {
    if (!failure.equals(lastFailure)) {
      lastFailure = failure;
      errors.increment();
      restsUntil = clock.instant().plus(REST_FIRST.multipliedBy(1L << failures));
      failures = Math.min(DOUBLINGS_MAX, failures + 1);
    }
  }

  /** Whether this failure was one of its own questions'. */
  boolean isSourceOf(RuntimeException failure) {
    return failure.equals(lastFailure);
  }

  @Override
  public long headNumber() {
    long number = ask(1, ChainSource::headNumber);
    head = number;
    return number;
  }

  @Override
  public Optional<Block> blockByNumber(long number) {
    return ask(1, node -> node.blockByNumber(number));
  }

  @Override
  public List<Block> blocks(long from, long to) {
    return ask((int) (to - from + 1), node -> node.blocks(from, to));
  }

  @Override
  public List<LogEntry> logs(long fromBlock, long toBlock) {
    return ask(1, node -> node.logs(fromBlock, toBlock));
  }

  @Override
  public List<LogEntry> logs(Hash32 blockHash) {
    return ask(1, node -> node.logs(blockHash));
  }

  @Override
  public List<List<LogEntry>> logs(List<Hash32> blockHashes) {
    return ask(blockHashes.size(), node -> node.logs(blockHashes));
  }

  @Override
  public Optional<List<LogEntry>> logsOfReceipts(Hash32 blockHash) {
    return ask(1, node -> node.logsOfReceipts(blockHash));
  }

  /** The requests in a batch count one by one, as providers count them. */
  private <T> T ask(int count, Function<ChainSource, T> question) {
    awaitTurn(count);
    requests.add(count);
    try {
      T answer = question.apply(connected());
      failures = 0;
      return answer;
    } catch (RangeTooLargeException e) {
      // The question was at fault.
      throw e;
    } catch (RetryableException | FatalException e) {
      if (String.valueOf(e.getMessage()).contains("HTTP 429")) {
        rateLimited.increment();
      }
      blame(e);
      throw e;
    }
  }

  private void awaitTurn(int count) {
    Duration wait = bucket.take(count);
    if (wait.isPositive()) {
      rateLimited.increment();
      try {
        Thread.sleep(wait);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RetryableException("chain: interrupted while waiting for our turn", e);
      }
    }
  }

  private synchronized ChainSource connected() {
    ChainSource known = source;
    if (known == null) {
      known = connecting.get();
      source = known;
    }
    return known;
  }
}
