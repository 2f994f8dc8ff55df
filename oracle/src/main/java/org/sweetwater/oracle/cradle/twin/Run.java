package org.sweetwater.oracle.cradle.twin;

import java.util.List;
import java.util.OptionalLong;

/**
 * What one run gave.
 *
 * @param metrics what gates look at, measured after the warm-up
 * @param latency percentiles of the one-way latency of delivered packets
 * @param windows all windows from the start on, warm-up included
 * @param incidents each change of nodes or links that broke routes, in order
 */
public record Run(
    MetricSet metrics,
    Latency latency,
    Totals totals,
    List<Window> windows,
    List<Incident> incidents) {
  /** Copies the lists. */
  public Run {
    windows = List.copyOf(windows);
    incidents = List.copyOf(incidents);
  }

  /** Percentiles in µs, rounded up to three digits; empty when nothing was delivered. */
  public record Latency(OptionalLong p50Micros, OptionalLong p99Micros, OptionalLong p999Micros) {}

  /**
   * Counts of the whole run, after the warm-up.
   *
   * @param delivered packets that arrived
   * @param lost packets that did not though a live path led from end to end
   * @param meanHops mean number of links of delivered packets, thousandths
   * @param events all events of the simulation, warm-up included
   * @param routingMessages messages between routers, warm-up included
   */
  public record Totals(
      long delivered, long lost, long meanHops, long events, long routingMessages) {}

  /**
   * A window of measurements; empty where there was nothing to measure.
   *
   * @param endNanos when it ended, ns after the start
   */
  public record Window(
      long endNanos,
      Latency latency,
      OptionalLong packetLossPpm,
      OptionalLong deanonymisationRiskPpm,
      long policyConsistencyPpm,
      OptionalLong routeStabilityPpm) {}

  /**
   * A change that broke routes.
   *
   * @param atNanos when, ns after the start
   * @param millis how long until all sampled pairs were routed again, or until the end of the run
   * @param isRepaired whether they were
   * @param pairs how many sampled pairs it broke
   */
  public record Incident(long atNanos, long millis, boolean isRepaired, int pairs) {}
}
