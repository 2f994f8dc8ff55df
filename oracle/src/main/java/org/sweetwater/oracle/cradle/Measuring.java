package org.sweetwater.oracle.cradle;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.Hash32;

/**
 * Measures one experiment after the other on a thread of its own, since a measurement may take many
 * minutes and the oracle's rounds must not wait for it.
 */
final class Measuring implements AutoCloseable {
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("twin").factory());
  private final Map<Hash32, CompletableFuture<Attestor.Attestation>> begun = new HashMap<>();

  /** What was measured; empty while it is being measured, which the first call begins. */
  Optional<Attestor.Attestation> find(Hash32 id, Supplier<Attestor.Attestation> measurement) {
    CompletableFuture<Attestor.Attestation> measured =
        begun.computeIfAbsent(id, it -> CompletableFuture.supplyAsync(measurement, executor));
    if (!measured.isDone()) {
      return Optional.empty();
    }
    try {
      return Optional.of(measured.join());
    } catch (CompletionException e) {
      throw new FatalException("experiment " + id + ": the twin failed: " + e.getCause());
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
