package org.sweetwater.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.RetryableException;

/** A loop outlives what the outside world does to it, and ends with what is our own fault. */
class PollLoopTest {
  private static final Duration INTERVAL = Duration.ofMillis(5);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final PollLoop.Tools tools =
      new PollLoop.Tools(Clock.systemUTC(), new Random(1), registry);

  @Test
  void goesOnAfterAFailureAndSaysThatItIsWellAgain() throws InterruptedException {
    AtomicInteger rounds = new AtomicInteger();
    CountDownLatch third = new CountDownLatch(3);
    PollLoop.Round round =
        () -> {
          third.countDown();
          if (rounds.incrementAndGet() == 1) {
            throw new RetryableException("node: gone for lunch");
          }
          return false;
        };
    try (PollLoop loop = PollLoop.start("test", round, INTERVAL, tools)) {
      assertThat(third.await(10, TimeUnit.SECONDS)).isTrue();
      await(() -> loop.status().lastRound().isPresent());
      assertThat(loop.status().problem()).isEmpty();
    }
    assertThat(registry.counter("sweetwater.oracle.round.failures", "loop", "test").count())
        .isEqualTo(1);
  }

  @Test
  void haltsWhenThereIsNoUseInGoingOn() throws InterruptedException {
    AtomicInteger rounds = new AtomicInteger();
    PollLoop.Round round =
        () -> {
          rounds.incrementAndGet();
          throw new FatalException("chain: expected 1, found 2");
        };
    try (PollLoop loop = PollLoop.start("test", round, INTERVAL, tools)) {
      await(() -> loop.status().problem().isPresent());
      assertThat(loop.status().problem()).contains("chain: expected 1, found 2");
      assertThat(loop.status().lastRound()).isEmpty();
    }
    assertThat(rounds).hasValue(1);
  }

  @Test
  void haltsOnAFaultOfOurOwnAndShowsIt() throws InterruptedException {
    PollLoop.Round round =
        () -> {
          throw new UnsupportedOperationException("a bug");
        };
    try (PollLoop loop = PollLoop.start("test", round, INTERVAL, tools)) {
      await(() -> loop.status().problem().isPresent());
      assertThat(loop.status().problem()).contains("a bug");
    }
  }

  @Test
  void closingWaitsForTheRoundInWork() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicInteger ended = new AtomicInteger();
    PollLoop.Round round =
        () -> {
          begun.countDown();
          pause(100);
          ended.incrementAndGet();
          return false;
        };
    PollLoop loop = PollLoop.start("test", round, Duration.ofHours(1), tools);
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    loop.close();
    assertThat(ended).hasValue(1);
  }

  @Test
  void goesOnAtOnceWhileThereIsMoreToDo() throws InterruptedException {
    CountDownLatch third = new CountDownLatch(3);
    PollLoop.Round round =
        () -> {
          third.countDown();
          return third.getCount() > 0;
        };
    try (PollLoop loop = PollLoop.start("test", round, Duration.ofHours(1), tools)) {
      assertThat(third.await(10, TimeUnit.SECONDS)).isTrue();
      await(() -> loop.status().lastRound().isPresent());
    }
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(Condition condition) throws InterruptedException {
    Instant deadline = Instant.now().plusSeconds(10);
    while (!condition.holds()) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.sleep(5);
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
