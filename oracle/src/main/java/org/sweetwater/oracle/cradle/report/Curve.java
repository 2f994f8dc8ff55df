package org.sweetwater.oracle.cradle.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.sweetwater.oracle.cradle.MeasuredRun;
import org.sweetwater.oracle.cradle.MeasuredRun.Series;
import org.sweetwater.oracle.cradle.twin.Metric;

/** What one run shows of a metric over time. */
record Curve(List<Point> points) {
  /** As many as a screen can show; of more, each stands for the worst of several windows. */
  static final int POINTS_MAX = 480;

  /** A window, or an incident; nothing where there was nothing to measure. */
  record Point(long atNanos, OptionalLong value) {}

  static Curve of(Metric metric, MeasuredRun run, long windowNanos, long durationNanos) {
    Series series = run.series();
    return switch (metric) {
      case LATENCY_P99 -> of(metric, series, series.latencyP99Micros(), windowNanos, durationNanos);
      case PACKET_LOSS -> of(metric, series, series.packetLossPpm(), windowNanos, durationNanos);
      case DEANONYMISATION_RISK ->
          of(metric, series, series.deanonymisationRiskPpm(), windowNanos, durationNanos);
      case ROUTE_STABILITY ->
          of(metric, series, series.routeStabilityPpm(), windowNanos, durationNanos);
      case POLICY_CONSISTENCY ->
          of(
              metric,
              series,
              series.policyConsistencyPpm().stream().map(OptionalLong::of).toList(),
              windowNanos,
              durationNanos);
      case MTTR ->
          new Curve(
              run.incidents().stream()
                  .map(it -> new Point(it.atNanos(), OptionalLong.of(it.millis())))
                  .toList());
    };
  }

  private static Curve of(
      Metric metric,
      Series series,
      List<OptionalLong> values,
      long windowNanos,
      long durationNanos) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < Math.min(values.size(), series.endNanos().size()); i++) {
      long end = series.endNanos().get(i);
      if (end >= 0 && end <= durationNanos) {
        points.add(new Point(Math.max(0, end - windowNanos / 2), values.get(i)));
      }
    }
    return new Curve(thinned(metric, points));
  }

  private static List<Point> thinned(Metric metric, List<Point> points) {
    int each = Math.ceilDiv(points.size(), POINTS_MAX);
    if (each <= 1) {
      return List.copyOf(points);
    }
    List<Point> worst = new ArrayList<>();
    for (int from = 0; from < points.size(); from += each) {
      List<Point> some = points.subList(from, Math.min(from + each, points.size()));
      worst.add(
          new Point(
              some.get(some.size() / 2).atNanos,
              some.stream().flatMapToLong(it -> it.value.stream()).reduce(metric::worse)));
    }
    return List.copyOf(worst);
  }

  LongStream values() {
    return points.stream().flatMapToLong(it -> it.value().stream());
  }

  /** A line through what is there, as the data of an SVG path. */
  String line(Axis x, Axis y) {
    StringBuilder path = new StringBuilder();
    boolean isDrawing = false;
    for (Point point : points) {
      if (point.value.isPresent()) {
        path.append(isDrawing ? 'L' : 'M').append(place(point, x, y));
        if (!isDrawing) {
          // A point without neighbours is a dot.
          path.append("h.1");
        }
      }
      isDrawing = point.value.isPresent();
    }
    return path.toString();
  }

  private static String place(Point point, Axis x, Axis y) {
    return x.place(point.atNanos) + " " + y.place(point.value.orElseThrow());
  }
}
