package org.sweetwater.indexer.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.sweetwater.wrappers.RetryableException;

/** Asks many questions at once, a few at a time, on virtual threads. */
final class Parallel {
  /** A node serves several of us; Besu resets the 81st connection. */
  private static final int AT_ONCE_MAX = 8;

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
          results.add(answer.get());
        }
        return results;
      } finally {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RetryableException("chain: interrupted while asking the node", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException("asking the node failed", e.getCause());
    }
  }
}
