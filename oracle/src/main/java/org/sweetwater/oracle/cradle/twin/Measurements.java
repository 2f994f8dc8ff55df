package org.sweetwater.oracle.cradle.twin;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/** Everything that is measured of a run, by window and after the warm-up. */
final class Measurements {
  private static final long NANOS_PER_MICRO = 1_000;
  // A packet that takes longer than an hour counts as one hour.
  private static final long LATENCY_MAX_MICROS = 3_600_000_000L;
  private static final int DIGITS = 3;

  private final Scenario scenario;
  private final Histogram ofRun = new Histogram(LATENCY_MAX_MICROS, DIGITS);
  private final Histogram ofWindow = new Histogram(LATENCY_MAX_MICROS, DIGITS);
  private final List<Run.Window> windows = new ArrayList<>();
  private long delivered;
  private long lost;
  private long hops;
  private long windowLost;
  private long consistencySum;
  private long consistencyWindows;
  private long stabilitySum;
  private long stabilityWindows;

  Measurements(Scenario scenario) {
    this.scenario = scenario;
  }

  void delivered(long sentAt, long now, int itsHops) {
    long micros = Math.min(Math.ceilDiv(now - sentAt, NANOS_PER_MICRO), LATENCY_MAX_MICROS);
    ofWindow.recordValue(micros);
    if (sentAt >= scenario.warmUpNanos()) {
      ofRun.recordValue(micros);
      delivered++;
      hops += itsHops;
    }
  }

  void lost(long sentAt) {
    windowLost++;
    if (sentAt >= scenario.warmUpNanos()) {
      lost++;
    }
  }

  void endWindow(long now, long riskPpm, long consistencyPpm, OptionalLong stabilityPpm) {
    long arrived = ofWindow.getTotalCount();
    windows.add(
        new Run.Window(
            now,
            latency(ofWindow),
            ratio(windowLost, arrived + windowLost),
            riskPpm < 0 ? OptionalLong.empty() : OptionalLong.of(riskPpm),
            consistencyPpm,
            stabilityPpm));
    ofWindow.reset();
    windowLost = 0;
    if (now > scenario.warmUpNanos()) {
      consistencySum += consistencyPpm;
      consistencyWindows++;
      stabilityPpm.ifPresent(
          ppm -> {
            stabilitySum += ppm;
            stabilityWindows++;
          });
    }
  }

  /**
   * All of it.
   *
   * @param riskPpm the whole run's risk, −1 for none
   */
  Run finish(long riskPpm, List<Run.Incident> incidents, long events, long routingMessages) {
    Map<Metric, Long> values = new EnumMap<>(Metric.class);
    latency(ofRun).p99Micros().ifPresent(value -> values.put(Metric.LATENCY_P99, value));
    ratio(lost, delivered + lost).ifPresent(value -> values.put(Metric.PACKET_LOSS, value));
    incidents.stream()
        .mapToLong(Run.Incident::millis)
        .average()
        .ifPresent(mean -> values.put(Metric.MTTR, (long) Math.ceil(mean)));
    if (riskPpm >= 0) {
      values.put(Metric.DEANONYMISATION_RISK, riskPpm);
    }
    if (consistencyWindows > 0) {
      values.put(Metric.POLICY_CONSISTENCY, consistencySum / consistencyWindows);
    }
    if (stabilityWindows > 0) {
      values.put(Metric.ROUTE_STABILITY, stabilitySum / stabilityWindows);
    }
    long meanHops = delivered == 0 ? 0 : hops * 1_000 / delivered;
    return new Run(
        new MetricSet(values),
        latency(ofRun),
        new Run.Totals(delivered, lost, meanHops, events, routingMessages),
        windows,
        incidents);
  }

  private static Run.Latency latency(Histogram histogram) {
    return new Run.Latency(
        percentile(histogram, 50), percentile(histogram, 99), percentile(histogram, 99.9));
  }

  private static OptionalLong percentile(Histogram histogram, double percent) {
    return histogram.getTotalCount() == 0
        ? OptionalLong.empty()
        : OptionalLong.of(histogram.getValueAtPercentile(percent));
  }

  private static OptionalLong ratio(long part, long whole) {
    return whole == 0 ? OptionalLong.empty() : OptionalLong.of(Ppm.of(part, whole));
  }
}
