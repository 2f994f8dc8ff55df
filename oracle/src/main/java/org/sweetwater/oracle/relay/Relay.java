package org.sweetwater.oracle.relay;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.oracle.pace.Backoff;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.ChainClient;

/**
 * The daemon's one sender of transactions: a thread that takes the lease on the outbox and then
 * makes round after round. A second daemon on the same database waits until the first one ends.
 */
public final class Relay implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
  private static final Backoff FAILURE_BACKOFF =
      new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

  private final Parts parts;
  private final RelayMetrics metrics;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private volatile RelayStatus status;

  /**
   * What a relay works with.
   *
   * @param pollInterval the pause between two rounds
   */
  public record Parts(
      DataSource dataSource,
      ChainClient chain,
      RelayKey key,
      RelayLimits limits,
      Duration pollInterval,
      ErrorCatalogue errors,
      RevertPolicy policy,
      Clock clock,
      RandomGenerator random) {}

  private Relay(Parts parts, MeterRegistry registry) {
    this.parts = parts;
    this.metrics = new RelayMetrics(registry);
    this.status = new RelayStatus(false, Optional.empty(), Optional.empty(), metrics.figures());
    this.thread = Thread.ofVirtual().name("relay").unstarted(this::work);
  }

  /** Starts the relay's thread and returns at once. */
  public static Relay start(Parts parts, MeterRegistry registry) {
    Relay relay = new Relay(parts, registry);
    relay.thread.start();
    return relay;
  }

  /** How the relay does; never blocks. */
  public RelayStatus status() {
    return status;
  }

  /** Lets the present step end, at most 10 seconds, and returns the lease. */
  @Override
  public void close() {
    stopping.countDown();
    try {
      if (!thread.join(CLOSE_TIMEOUT)) {
        LOG.warn("relay.slow_stop: waitedSeconds={}", CLOSE_TIMEOUT.toSeconds());
        thread.interrupt();
      }
    } catch (InterruptedException interrupted) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    int failures = 0;
    while (!isStopping()) {
      try {
        lead();
        failures = 0;
      } catch (RetryableException | JdbiException failed) {
        failures++;
        note(false, Optional.of(String.valueOf(failed.getMessage())));
        LOG.warn("relay.failed: failures={} reason=\"{}\"", failures, failed.getMessage());
        pause(FAILURE_BACKOFF.after(failures, parts.random()));
      } catch (FatalException fatal) {
        halt("relay.halted: reason=\"{}\"", fatal);
        return;
      } catch (RuntimeException bug) {
        // The thread ends either way; the status must not go on saying that all is well.
        halt("relay.failed_unexpectedly: reason=\"{}\"", bug);
        throw bug;
      }
    }
  }

  private void halt(String event, RuntimeException reason) {
    note(false, Optional.of(String.valueOf(reason.getMessage())));
    LOG.error(event, reason.getMessage());
  }

  private void lead() {
    Optional<RelayLease> acquired = RelayLease.tryAcquire(parts.dataSource());
    if (acquired.isEmpty()) {
      note(false, Optional.of("another daemon works on this outbox"));
      pause(parts.pollInterval());
      return;
    }
    try (RelayLease lease = acquired.get()) {
      LOG.info("relay.leading: account={} epoch={}", parts.key().address(), lease.epoch());
      RelayRound round = new RelayRound(session(lease.epoch()), this::isStopping);
      while (!isStopping()) {
        if (!lease.isHeld()) {
          throw new LeaseLostException(lease.epoch());
        }
        round.run();
        note(true, Optional.empty());
        pause(parts.pollInterval());
      }
    }
  }

  private RelaySession session(long epoch) {
    Jdbi jdbi = Jdbi.create(parts.dataSource());
    RelayChain chain = new NodeRelayChain(parts.chain());
    return new RelaySession(
        chain,
        new OutboxReader(jdbi),
        new OutboxStore(jdbi),
        new TransactionSigner(parts.key(), parts.chain().chainId()),
        parts.limits(),
        new RevertJudge(parts.errors(), parts.policy(), chain, parts.limits().confirmations()),
        metrics,
        parts.clock(),
        parts.random(),
        epoch);
  }

  private void note(boolean isLeading, Optional<String> problem) {
    Optional<Instant> round = isLeading ? Optional.of(parts.clock().instant()) : status.lastRound();
    status = new RelayStatus(isLeading, round, problem, metrics.figures());
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private void pause(Duration duration) {
    try {
      boolean stopped = stopping.await(duration.toMillis(), TimeUnit.MILLISECONDS);
      LOG.trace("relay.awake: stopping={}", stopped);
    } catch (InterruptedException interrupted) {
      stopping.countDown();
      Thread.currentThread().interrupt();
    }
  }
}
