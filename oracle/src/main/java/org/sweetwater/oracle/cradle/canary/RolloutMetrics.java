package org.sweetwater.oracle.cradle.canary;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** The figures of rollouts. */
final class RolloutMetrics {
  private final AtomicLong open = new AtomicLong();
  private volatile double secondsUntilSilent = Double.NaN;
  private final Counter reports;
  private final Counter breaches;

  RolloutMetrics(MeterRegistry registry) {
    Gauge.builder("sweetwater.canary.rollouts", open, AtomicLong::get)
        .description("Approved experiments whose rollout is neither completed nor rolled back")
        .register(registry);
    Gauge.builder("sweetwater.canary.silent.seconds", () -> secondsUntilSilent)
        .description("Seconds until anybody may roll back the rollout nobody watches; NaN without")
        .register(registry);
    this.reports =
        Counter.builder("sweetwater.canary.reports")
            .description("Reports of nodes handed to the outbox")
            .register(registry);
    this.breaches =
        Counter.builder("sweetwater.canary.breaches")
            .description("Breaches handed to the outbox")
            .register(registry);
  }

  void update(long rollouts, OptionalLong untilSilent) {
    open.set(rollouts);
    secondsUntilSilent = untilSilent.isPresent() ? (double) untilSilent.getAsLong() : Double.NaN;
  }

  void carried(int count) {
    reports.increment((double) count);
  }

  void breachesCarried(int count) {
    breaches.increment((double) count);
  }
}
