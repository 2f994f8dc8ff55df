package org.sweetwater.oracle;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.oracle.pace.Backoff;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.RetryableException;

/**
 * Does one thing again and again on a virtual thread of its own. Failures of the outside world make
 * it wait longer; anything else ends it, and it is not healthy any more.
 */
final class PollLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final String name;
  private final Round round;
  private final Duration interval;
  private final Backoff backoff;
  private final Clock clock;
  private final RandomGenerator random;
  private final Counter failures;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private volatile Status status = new Status(Optional.empty(), Optional.empty());

  /**
   * How a loop does.
   *
   * @param lastRound when a round last succeeded
   * @param problem why the last one did not, in one line
   */
  record Status(Optional<Instant> lastRound, Optional<String> problem) {}

  private PollLoop(String name, Round round, Duration interval, Tools tools) {
    this.name = name;
    this.round = round;
    this.interval = interval;
    this.backoff =
        new Backoff(interval, LONGEST_PAUSE.compareTo(interval) > 0 ? LONGEST_PAUSE : interval);
    this.clock = tools.clock();
    this.random = tools.random();
    this.failures =
        Counter.builder("sweetwater.oracle.round.failures")
            .description("Rounds that failed")
            .tag("loop", name)
            .register(tools.registry());
    this.thread = Thread.ofVirtual().name(name).unstarted(this::work);
  }

  /** What is done again and again. */
  interface Round {
    /** Does some of the work; returns whether more of it can be done at once. */
    boolean run();
  }

  /** What every loop uses. */
  record Tools(Clock clock, RandomGenerator random, MeterRegistry registry) {}

  /** Starts a loop and returns at once. */
  static PollLoop start(String name, Round round, Duration interval, Tools tools) {
    PollLoop loop = new PollLoop(name, round, interval, tools);
    loop.thread.start();
    return loop;
  }

  /** How it does; never blocks. */
  Status status() {
    return status;
  }

  /** Lets the present round end, at most 10 seconds. */
  @Override
  public void close() {
    stopping.countDown();
    try {
      if (!thread.join(CLOSE_TIMEOUT)) {
        LOG.warn("{}.slow_stop: waitedSeconds={}", name, CLOSE_TIMEOUT.toSeconds());
        thread.interrupt();
      }
    } catch (InterruptedException interrupted) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    int failed = 0;
    while (stopping.getCount() > 0) {
      try {
        boolean hasMore = round.run();
        status = new Status(Optional.of(clock.instant()), Optional.empty());
        failed = 0;
        if (!hasMore) {
          pause(interval);
        }
      } catch (RetryableException | JdbiException failure) {
        failed++;
        note(failure);
        LOG.warn("{}.failed: failures={} reason=\"{}\"", name, failed, failure.getMessage());
        pause(backoff.after(failed, random));
      } catch (FatalException fatal) {
        note(fatal);
        LOG.error("{}.halted: reason=\"{}\"", name, fatal.getMessage());
        return;
      } catch (RuntimeException bug) {
        note(bug);
        LOG.error("{}.halted: reason=\"{}\"", name, bug.getMessage(), bug);
        return;
      }
    }
  }

  private void note(RuntimeException failure) {
    failures.increment();
    status = new Status(status.lastRound(), Optional.of(String.valueOf(failure.getMessage())));
  }

  private void pause(Duration duration) {
    try {
      boolean stopped = stopping.await(duration.toMillis(), TimeUnit.MILLISECONDS);
      LOG.trace("{}.awake: stopping={}", name, stopped);
    } catch (InterruptedException interrupted) {
      stopping.countDown();
      Thread.currentThread().interrupt();
    }
  }
}
