package org.sweetwater.indexer;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.indexer.chain.ChainEvent;
import org.sweetwater.indexer.store.ChainStore;
import org.sweetwater.wrappers.BlockRef;

/**
 * Keeps the tables up with the chain on a thread of its own, until it is closed or halts.
 *
 * <p>After any failure the store is opened anew, so that the next step begins at what was really
 * stored, whatever the failed commit did.
 */
final class Follower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

  private final Indexing indexing;
  private final Supplier<ChainStore> stores;
  private final Duration pollInterval;
  private final IndexerMetrics metrics;
  private final Clock clock;
  private final Backoff backoff;
  private final Thread thread;
  private volatile boolean isStopping;
  private volatile Progress progress = Progress.NONE;
  private @Nullable ChainStore store;

  private Follower(
      Indexing indexing,
      Supplier<ChainStore> stores,
      Duration pollInterval,
      IndexerMetrics metrics,
      Clock clock) {
    this.indexing = indexing;
    this.stores = stores;
    this.pollInterval = pollInterval;
    this.metrics = metrics;
    this.clock = clock;
    this.backoff = new Backoff(RandomGenerator.getDefault());
    this.thread = Thread.ofVirtual().name("indexer-follower").unstarted(this::run);
  }

  /**
   * Starts following.
   *
   * @param first the store to begin with, already open; this follower closes it
   * @param stores opens the next ones
   */
  static Follower start(
      Indexing indexing,
      ChainStore first,
      Supplier<ChainStore> stores,
      Duration pollInterval,
      IndexerMetrics metrics,
      Clock clock) {
    Follower follower = new Follower(indexing, stores, pollInterval, metrics, clock);
    follower.store = first;
    follower.thread.start();
    return follower;
  }

  Progress progress() {
    return progress;
  }

  private void run() {
    while (!isStopping && !progress.isHalted()) {
      Duration pause = stepOrRecover();
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        // close() interrupts us after it set isStopping, which the loop looks at.
        LOG.debug("follower woken: stopping={}", isStopping);
      }
    }
    closeStore();
  }

  private Duration stepOrRecover() {
    try {
      ChainStore open = store == null ? stores.get() : store;
      store = open;
      ChainEvent event = indexing.step(open);
      backoff.reset();
      succeed(event, open.head());
      return event instanceof ChainEvent.Unchanged ? pollInterval : Duration.ZERO;
    } catch (RuntimeException e) {
      closeStore();
      return recover(Failure.of(e, isStopping), e);
    }
  }

  private void succeed(ChainEvent event, Optional<BlockRef> head) {
    Progress before = progress;
    progress = before.succeeded(indexing.stream().headSeen(), head, clock.instant());
    metrics.record(event);
    if (before.failure().isPresent()) {
      LOG.info("recovered: head={}", head);
    }
    if (event instanceof ChainEvent.Reorganised(long from, long to)) {
      LOG.info("reorganised: from={} to={}", from, to);
    }
  }

  private Duration recover(Failure failure, RuntimeException cause) {
    switch (failure) {
      case Failure.Retry(String reason) -> {
        progress = progress.failed(reason);
        metrics.retried();
        LOG.warn("step failed: attempt={} reason=\"{}\"", backoff.failures() + 1, reason);
      }
      case Failure.Halt(String reason) -> {
        progress = progress.halted(reason);
        LOG.error("indexing halted: head={} reason=\"{}\"", progress.head(), reason, cause);
      }
      case Failure.Cancelled(String reason) -> LOG.debug("step cancelled: reason={}", reason);
    }
    return failure instanceof Failure.Retry ? backoff.next() : Duration.ZERO;
  }

  private void closeStore() {
    if (store != null) {
      store.close();
      store = null;
    }
  }

  /** Stops after the step that is under way, and waits for it. */
  @Override
  public void close() {
    isStopping = true;
    thread.interrupt();
    try {
      if (!thread.join(STOP_TIMEOUT)) {
        LOG.warn("follower still busy: waited={}", STOP_TIMEOUT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
