package org.sweetwater.oracle.cradle;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.sweetwater.wrappers.Hash32;

/**
 * Measures one experiment after the other on a thread of its own, since a measurement may take many
 * minutes and the oracle's rounds must not wait for it.
 */
final class Measuring implements AutoCloseable {
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("twin").factory());
  private final Map<Hash32, CompletableFuture<Attestor.Attestation>> begun = new HashMap<>();

  /** How far a measurement is. */
  sealed interface Progress {
    /** It goes on. */
    record Working() implements Progress {}

    /** It has ended. */
    record Measured(Attestor.Attestation attestation) implements Progress {}

    /** The twin cannot play this experiment, here at least. */
    record Failed(String reason) implements Progress {}
  }

  /** Begins a measurement. */
  void begin(Hash32 id, Supplier<Attestor.Attestation> measurement) {
    begun.put(id, CompletableFuture.supplyAsync(measurement, executor));
  }

  /** How far the measurement of an experiment is; empty when none was begun. */
  Optional<Progress> progress(Hash32 id) {
    return Optional.ofNullable(begun.get(id)).map(Measuring::progress);
  }

  private static Progress progress(CompletableFuture<Attestor.Attestation> measured) {
    if (!measured.isDone()) {
      return new Progress.Working();
    }
    try {
      return new Progress.Measured(measured.join());
    } catch (CompletionException e) {
      return new Progress.Failed("the twin failed: " + e.getCause());
    }
  }

  void forget(Hash32 id) {
    begun.remove(id);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
