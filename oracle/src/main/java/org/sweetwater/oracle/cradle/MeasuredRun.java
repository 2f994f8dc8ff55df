package org.sweetwater.oracle.cradle;

import java.util.List;
import java.util.OptionalLong;
import org.sweetwater.oracle.cradle.twin.MetricSet;
import org.sweetwater.oracle.cradle.twin.Run;
import org.sweetwater.wrappers.Hash32;

/**
 * One of an experiment's runs, as it is published.
 *
 * @param seed what it was drawn from
 * @param metrics what the gates look at
 * @param baseline the same without the change, from the same seed
 * @param latency of the whole run, after the warm-up
 * @param series what was measured over time
 * @param incidents each change of nodes or links that broke routes
 */
public record MeasuredRun(
    Hash32 seed,
    MetricSet metrics,
    MetricSet baseline,
    Run.Latency latency,
    Run.Totals totals,
    Series series,
    List<Run.Incident> incidents) {
  /** Copies the list. */
  public MeasuredRun {
    incidents = List.copyOf(incidents);
  }

  static MeasuredRun of(Hash32 seed, Run run, Run baseline) {
    return new MeasuredRun(
        seed,
        run.metrics(),
        baseline.metrics(),
        run.latency(),
        run.totals(),
        Series.of(run.windows()),
        run.incidents());
  }

  /**
   * What was measured over time: the value of each window, in order; empty where there was none.
   *
   * @param endNanos when each window ended, ns after the start
   */
  public record Series(
      List<Long> endNanos,
      List<OptionalLong> latencyP50Micros,
      List<OptionalLong> latencyP99Micros,
      List<OptionalLong> latencyP999Micros,
      List<OptionalLong> packetLossPpm,
      List<OptionalLong> deanonymisationRiskPpm,
      List<Long> policyConsistencyPpm,
      List<OptionalLong> routeStabilityPpm) {
    /** Copies the lists. */
    public Series {
      endNanos = List.copyOf(endNanos);
      latencyP50Micros = List.copyOf(latencyP50Micros);
      latencyP99Micros = List.copyOf(latencyP99Micros);
      latencyP999Micros = List.copyOf(latencyP999Micros);
      packetLossPpm = List.copyOf(packetLossPpm);
      deanonymisationRiskPpm = List.copyOf(deanonymisationRiskPpm);
      policyConsistencyPpm = List.copyOf(policyConsistencyPpm);
      routeStabilityPpm = List.copyOf(routeStabilityPpm);
    }

    static Series of(List<Run.Window> windows) {
      return new Series(
          windows.stream().map(Run.Window::endNanos).toList(),
          windows.stream().map(it -> it.latency().p50Micros()).toList(),
          windows.stream().map(it -> it.latency().p99Micros()).toList(),
          windows.stream().map(it -> it.latency().p999Micros()).toList(),
          windows.stream().map(Run.Window::packetLossPpm).toList(),
          windows.stream().map(Run.Window::deanonymisationRiskPpm).toList(),
          windows.stream().map(Run.Window::policyConsistencyPpm).toList(),
          windows.stream().map(Run.Window::routeStabilityPpm).toList());
    }
  }
}
