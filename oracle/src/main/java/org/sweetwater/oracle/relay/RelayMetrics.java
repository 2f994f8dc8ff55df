package org.sweetwater.oracle.relay;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.sweetwater.oracle.relay.SignedTransaction.Purpose;

/** The relay's figures for Prometheus. */
final class RelayMetrics {
  private final MeterRegistry registry;
  private final AtomicReference<RelayFigures> figures =
      new AtomicReference<>(new RelayFigures(0, 0, BigInteger.ZERO));

  RelayMetrics(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("sweetwater.relay.waiting", figures, value -> value.get().waiting())
        .description("Calls in the outbox that have no transaction yet")
        .register(registry);
    Gauge.builder("sweetwater.relay.in.flight", figures, value -> value.get().inFlight())
        .description("Calls that are signed and not final")
        .register(registry);
    Gauge.builder(
            "sweetwater.relay.balance.wei",
            figures,
            value -> value.get().balanceWei().doubleValue())
        .description("Money of the relay's account, wei")
        .register(registry);
  }

  RelayFigures figures() {
    return figures.get();
  }

  void update(RelayFigures now) {
    figures.set(now);
  }

  void signed(Purpose purpose) {
    registry.counter("sweetwater.relay.signed", "purpose", purpose.sql()).increment();
  }

  void ended(String kind, CallStatus status) {
    registry.counter("sweetwater.relay.ended", "kind", kind, "status", status.sql()).increment();
  }
}
