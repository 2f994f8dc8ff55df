package org.sweetwater.indexer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import org.sweetwater.indexer.chain.ChainEvent;
import org.sweetwater.wrappers.BlockRef;

/** What the pipeline did, in numbers for Prometheus. */
final class IndexerMetrics {
  private final Counter blocks;
  private final Counter logs;
  private final Counter retries;
  private final DistributionSummary reorganisations;

  IndexerMetrics(MeterRegistry registry) {
    this.blocks = registry.counter("sweetwater.indexer.blocks");
    this.logs = registry.counter("sweetwater.indexer.logs");
    this.retries = registry.counter("sweetwater.indexer.retries");
    this.reorganisations =
        DistributionSummary.builder("sweetwater.indexer.reorganisation.depth")
            .baseUnit("blocks")
            .register(registry);
  }

  /** Adds what is read when Prometheus asks. */
  static void observe(MeterRegistry registry, Supplier<Progress> progress, long startBlock) {
    Gauge.builder(
            "sweetwater.indexer.head.block",
            () -> progress.get().head().map(BlockRef::number).orElse(-1L))
        .register(registry);
    Gauge.builder("sweetwater.indexer.lag.blocks", () -> progress.get().lagBlocks(startBlock))
        .register(registry);
    Gauge.builder("sweetwater.indexer.halted", () -> progress.get().isHalted() ? 1 : 0)
        .register(registry);
  }

  void record(ChainEvent event) {
    switch (event) {
      case ChainEvent.Extended(var added) -> {
        blocks.increment(added.size());
        logs.increment(added.stream().mapToInt(block -> block.logs().size()).sum());
      }
      case ChainEvent.Reorganised(long from, long to) ->
          reorganisations.record((double) (from - to));
      case ChainEvent.Unchanged() -> {
        // Nothing to count.
      }
    }
  }

  void retried() {
    retries.increment();
  }
}
