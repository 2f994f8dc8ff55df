package org.sweetwater.oracle.ballot;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.sweetwater.wrappers.RetryableException;

/**
 * The results of some questions to the outside, in their order. While one result is worked on, the
 * next few questions are asked: so many at once, and so many results at most are held.
 */
final class InOrder<T> implements AutoCloseable {
  private final Iterator<? extends Callable<T>> questions;
  private final ExecutorService askers;
  private final Queue<Future<T>> ahead = new ArrayDeque<>();

  /**
   * Begins to ask.
   *
   * @param most how many are asked at once, beside the one whose result is worked on
   */
  InOrder(List<? extends Callable<T>> questions, int most) {
    this.questions = questions.iterator();
    this.askers = Executors.newFixedThreadPool(most, Thread.ofVirtual().factory());
    for (int i = 0; i < most; i++) {
      askNext();
    }
  }

  private void askNext() {
    if (questions.hasNext()) {
      ahead.add(askers.submit(questions.next()));
    }
  }

  /**
   * The next question's result.
   *
   * @throws RuntimeException what the question ended in
   * @throws java.util.NoSuchElementException after the last one
   */
  T next() {
    Future<T> result = ahead.remove();
    try {
      T value = result.get();
      askNext();
      return value;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("a question to the outside ended in an error", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RetryableException("interrupted while waiting for an answer", e);
    }
  }

  /** Gives up what is being asked, and waits until nothing is. */
  @Override
  public void close() {
    askers.shutdownNow();
    askers.close();
  }
}
