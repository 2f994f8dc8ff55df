package org.sweetwater.oracle.ballot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sweetwater.wrappers.RetryableException;

/** Asking ahead hides the other side's time; it never asks more at once than it may. */
class InOrderTest {
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger inWork = new AtomicInteger();
  private final AtomicInteger mostInWork = new AtomicInteger();

  @Test
  void givesTheResultsInTheOrderOfTheQuestions() {
    try (InOrder<Integer> results = new InOrder<>(questions(20), 3)) {
      for (int i = 0; i < 20; i++) {
        assertThat(results.next()).isEqualTo(i);
      }
      assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(results::next);
    }
    assertThat(mostInWork.get()).isBetween(1, 3);
  }

  @Test
  void asksNoFurtherAheadThanAllowed() throws InterruptedException {
    CountDownLatch second = new CountDownLatch(2);
    List<Callable<Integer>> questions =
        IntStream.range(0, 5)
            .<Callable<Integer>>mapToObj(
                i ->
                    () -> {
                      second.countDown();
                      return ask(i);
                    })
            .toList();
    try (InOrder<Integer> results = new InOrder<>(questions, 1)) {
      assertThat(results.next()).isZero();
      assertThat(second.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(asked).hasValue(2);
  }

  @Test
  void passesAFailureOnAndLeavesNothingRunning() {
    Callable<Integer> failing =
        () -> {
          throw new RetryableException("hub: gone");
        };
    try (InOrder<Integer> results =
        new InOrder<>(List.of(() -> ask(0), failing, () -> ask(2)), 2)) {
      assertThat(results.next()).isZero();
      assertThatExceptionOfType(RetryableException.class)
          .isThrownBy(results::next)
          .withMessage("hub: gone");
    }
    assertThat(inWork).hasValue(0);
  }

  @Test
  void givesUpWhatIsBeingAskedWhenItIsClosed() {
    Callable<Integer> endless =
        () -> {
          Thread.sleep(Duration.ofHours(1));
          return 0;
        };
    Instant began = Instant.now();
    new InOrder<>(List.of(endless), 1).close();
    assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofMinutes(1));
  }

  private List<Callable<Integer>> questions(int count) {
    return IntStream.range(0, count).<Callable<Integer>>mapToObj(i -> () -> ask(i)).toList();
  }

  private int ask(int question) {
    int now = inWork.incrementAndGet();
    mostInWork.accumulateAndGet(now, Math::max);
    asked.incrementAndGet();
    inWork.decrementAndGet();
    return question;
  }
}
