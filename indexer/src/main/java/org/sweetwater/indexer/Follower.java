package org.sweetwater.indexer;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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
 * <p>After a failure of the store it is opened anew, so that the next step begins at what was
 * really stored, whatever the failed commit did. A node's failure leaves it alone, and what it
 * remembers.
 */
final class Follower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

  private final Indexing indexing;
  private final Supplier<ChainStore> stores;
  private final Setting setting;
  private final Backoff backoff = new Backoff(RandomGenerator.getDefault());
  private final Thread thread;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Semaphore wakeUps = new Semaphore(0);
  private final Announced announced;
  private volatile Progress progress = Progress.NONE;
  private @Nullable ChainStore store;

  /**
   * What surrounds a follower.
   *
   * @param onHeadMissed is run when a poll found what no {@link #wake} had told of
   */
  record Setting(
      Duration pollInterval,
      IndexerMetrics metrics,
      CommitListener listener,
      Clock clock,
      Runnable onHeadMissed) {
    /** Nobody wakes. */
    Setting(Duration pollInterval, IndexerMetrics metrics, CommitListener listener, Clock clock) {
      this(pollInterval, metrics, listener, clock, () -> {});
    }
  }

  /**
   * Follows once it is started.
   *
   * @param first the store to begin with, already open; this follower closes it
   * @param stores opens the next ones
   */
  Follower(Indexing indexing, ChainStore first, Supplier<ChainStore> stores, Setting setting) {
    this.indexing = indexing;
    this.store = first;
    this.stores = stores;
    this.setting = setting;
    this.announced = new Announced(setting.clock());
    // Not a virtual one: it works for long without a pause, and those that read ahead must get
    // turns.
    this.thread = Thread.ofPlatform().name("indexer-follower").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  Progress progress() {
    return progress;
  }

  private void run() {
    try {
      Duration pause = Duration.ZERO;
      while (stopping.getCount() > 0 && !progress.isHalted()) {
        boolean isPolled = !isWoken(pause) && pause.isPositive();
        Progress before = progress;
        if (stopping.getCount() > 0) {
          pause = stepOrRecover();
          boolean hasMoved = !progress.head().equals(before.head());
          if (isPolled && before.failure().isEmpty() && hasMoved) {
            setting.onHeadMissed().run();
          }
        }
      }
    } catch (InterruptedException e) {
      LOG.info("follower interrupted: a step took longer than we wait when stopping");
    } finally {
      closeStore();
    }
  }

  /** Look at the chain now: there is something new, it is said. May be called by any thread. */
  void wake() {
    wakeUps.release();
  }

  /** The same, of a head with this number less the confirmations; negative when none is known. */
  void wake(long head) {
    announced.hear(head);
    wake();
  }

  /** Waits; whether it was cut short. Wake-ups that came together are one. */
  private boolean isWoken(Duration pause) throws InterruptedException {
    if (pause.isZero()) {
      return false;
    }
    boolean isWoken = wakeUps.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
    wakeUps.drainPermits();
    return isWoken;
  }

  private Duration stepOrRecover() {
    try {
      ChainStore open = store == null ? stores.get() : store;
      store = open;
      ChainEvent event = indexing.step(open, announced.head());
      backoff.reset();
      succeed(event, open.head());
      return isAtHead(event, open.head())
          ? announced.pause(open.head(), setting.pollInterval())
          : Duration.ZERO;
    } catch (RuntimeException e) {
      if (store != null && !store.isSound()) {
        closeStore();
      }
      return recover(Failure.of(e, stopping.getCount() == 0), e);
    }
  }

  /** Whether there was nothing more when the node was asked last. */
  private boolean isAtHead(ChainEvent event, Optional<BlockRef> head) {
    return switch (event) {
      case ChainEvent.Unchanged() -> true;
      case ChainEvent.Extended _ ->
          head.filter(block -> block.number() >= indexing.stream().headSeen()).isPresent();
      case ChainEvent.Reorganised _ -> false;
    };
  }

  private void succeed(ChainEvent event, Optional<BlockRef> head) {
    Progress before = progress;
    progress = before.succeeded(indexing.stream().headSeen(), head, setting.clock().instant());
    if (!(event instanceof ChainEvent.Unchanged)) {
      setting.listener().committed(event, head);
    }
    setting.metrics().record(event);
    if (before.failure().isPresent()) {
      LOG.info("recovered: head={}", head.map(BlockRef::toString).orElse("none"));
    }
    if (event instanceof ChainEvent.Reorganised(long from, long to)) {
      LOG.info("reorganised: from={} to={}", from, to);
    }
  }

  private Duration recover(Failure failure, RuntimeException cause) {
    return switch (failure) {
      case Failure.Retry(String reason) -> {
        progress = progress.failed(reason);
        setting.metrics().retried();
        LOG.warn("step failed: attempt={} reason=\"{}\"", backoff.failures() + 1, reason);
        yield backoff.next();
      }
      case Failure.Halt(String reason) -> {
        progress = progress.halted(reason);
        LOG.error("indexing halted: head={} reason=\"{}\"", progress.head(), reason, cause);
        yield Duration.ZERO;
      }
      case Failure.Cancelled(String reason) -> {
        LOG.debug("step cancelled: reason=\"{}\"", reason);
        yield Duration.ZERO;
      }
    };
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
    stopping.countDown();
    wake();
    if (thread.getState() == Thread.State.NEW) {
      closeStore();
      return;
    }
    try {
      if (!thread.join(STOP_TIMEOUT)) {
        thread.interrupt();
        thread.join(STOP_TIMEOUT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
