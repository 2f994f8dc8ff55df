package org.sweetwater.indexer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.Supplier;
import org.sweetwater.indexer.chain.ChainEvent;
import org.sweetwater.indexer.chain.EndpointState;
import org.sweetwater.indexer.chain.Endpoints;
import org.sweetwater.wrappers.BlockRef;

/** What the pipeline did, in numbers for Prometheus. */
final class IndexerMetrics {
  private final Counter blocks;
  private final Counter logs;
  private final Counter retries;
  private final Counter holes;
  private final DistributionSummary reorganisations;

  IndexerMetrics(MeterRegistry registry) {
    this.blocks = registry.counter("sweetwater.indexer.blocks");
    this.logs = registry.counter("sweetwater.indexer.logs");
    this.retries = registry.counter("sweetwater.indexer.retries");
    this.holes = registry.counter("sweetwater.indexer.holes.mended");
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

  /** Adds how each node does. */
  static void observe(MeterRegistry registry, Endpoints nodes) {
    FunctionCounter.builder("sweetwater.indexer.rpc.disagreements", nodes, Endpoints::disagreements)
        .register(registry);
    for (int i = 0; i < nodes.states().size(); i++) {
      int place = i;
      Supplier<EndpointState> node = () -> nodes.states().get(place);
      Tags tags = Tags.of("endpoint", node.get().name(), "place", Integer.toString(place));
      count(registry, "sweetwater.indexer.rpc.requests", tags, () -> node.get().requests());
      count(registry, "sweetwater.indexer.rpc.errors", tags, () -> node.get().errors());
      count(registry, "sweetwater.indexer.rpc.ratelimited", tags, () -> node.get().rateLimited());
      Gauge.builder("sweetwater.indexer.rpc.healthy", () -> node.get().isHealthy() ? 1 : 0)
          .tags(tags)
          .register(registry);
      Gauge.builder("sweetwater.indexer.rpc.head.block", () -> node.get().head())
          .tags(tags)
          .register(registry);
    }
  }

  private static void count(MeterRegistry registry, String name, Tags tags, Supplier<Long> value) {
    FunctionCounter.builder(name, value, each -> each.get()).tags(tags).register(registry);
  }

  void holeMended() {
    holes.increment();
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
