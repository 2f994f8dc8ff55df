package org.sweetwater.oracle.hub;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;

/** Counts messages by what became of them, and times requests. */
final class HubMetrics {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  void message(SubmitOutcome outcome) {
    switch (outcome) {
      case SubmitOutcome.Accepted accepted -> message("accepted", "none");
      case SubmitOutcome.Refused(Refusal refusal) -> message("refused", refusal.code());
      case SubmitOutcome.InProgress inProgress -> message("in_progress", "none");
      case SubmitOutcome.Unavailable unavailable -> message("unavailable", "none");
    }
  }

  private void message(String outcome, String reason) {
    Counter.builder("sweetwater_hub_messages")
        .description("Messages posted, by outcome and reason of refusal")
        .tag("outcome", outcome)
        .tag("reason", reason)
        .register(registry)
        .increment();
  }

  void request(String endpoint, int status, Duration time) {
    Timer.builder("sweetwater_hub_requests")
        .description("Requests, by endpoint and HTTP status")
        .tag("endpoint", endpoint)
        .tag("status", String.valueOf(status))
        .register(registry)
        .record(time);
  }

  /** In Prometheus' text format. */
  String scrape() {
    return registry.scrape();
  }

  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";
}
