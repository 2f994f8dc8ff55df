package org.sweetwater.oracle.ballot;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** How many proposals are in each stage, for Prometheus. */
final class BallotMetrics {
  private final AtomicReference<Map<Stage, Long>> counts = new AtomicReference<>(Map.of());

  BallotMetrics(MeterRegistry registry) {
    for (Stage stage : Stage.values()) {
      Gauge.builder("sweetwater.ballot.proposals", counts, now -> now.get().getOrDefault(stage, 0L))
          .description("Proposals that the oracle knows, by stage")
          .tag("stage", stage.sql())
          .register(registry);
    }
  }

  void update(Map<Stage, Long> now) {
    counts.set(Map.copyOf(now));
  }
}
