package org.sweetwater.indexer.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.sweetwater.wrappers.RetryableException;

/** Asks several questions at once on virtual threads. */
final class Parallel {
  /** A node serves several of us; Besu resets the 81st connection. */
  private static final int AT_ONCE_MAX = 8;

  /** Begins to ask one question. */
  static <T> FutureTask<T> begin(Callable<T> question) {
    FutureTask<T> answer = new FutureTask<>(question);
    Thread.ofVirtual().name("chain-question").start(answer);
    return answer;
  }

  /** Waits for the answer; fails as the question did. */
  static <T> T result(Future<T> answer) {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RetryableException("chain: interrupted while asking the node", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException("asking the node failed", e.getCause());
    }
  }

  /** The answers for {@code from} to {@code to}, in order; fails as the first that fails. */
  <T> List<T> map(long from, long to, LongFunction<T> question) {
    if (from == to) {
      return List.of(question.apply(from));
    }
    Semaphore slots = new Semaphore(AT_ONCE_MAX);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> answers =
          LongStream.rangeClosed(from, to)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            slots.acquire();
                            try {
                              return question.apply(i);
                            } finally {
                              slots.release();
                            }
                          }))
              .toList();
      try {
        List<T> results = new ArrayList<>(answers.size());
        for (Future<T> answer : answers) {
          results.add(result(answer));
        }
        return results;
      } finally {
        threads.shutdownNow();
      }
    }
  }
}
