package org.sweetwater.oracle.cradle.report;

import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.sweetwater.oracle.cradle.MeasuredRun;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.oracle.cradle.twin.Quantity;
import org.sweetwater.oracle.cradle.twin.Run;

/** One metric over time: five runs, the gate, and what was broken when. */
final class MetricChart {
  private static final double ROOM = 0.06;

  /** A schedule has 1,000 faults at most, and each of them begins and ends. */
  private static final int INCIDENTS_MAX = 2_000;

  private final Measured measured;
  private final Metric metric;
  private final List<Curve> curves;
  private final Axis x;
  private final Axis y;

  MetricChart(Measured measured, Metric metric) {
    this.measured = measured;
    this.metric = metric;
    long duration = measured.spec().durationNanos();
    this.curves =
        measured.runs().stream()
            .map(run -> Curve.of(metric, run, measured.spec().windowNanos(), duration))
            .toList();
    this.x = new Axis(0, (double) duration, ChartFrame.LEFT, ChartFrame.RIGHT);
    this.y = axis();
  }

  /** From 0 up, or from 100 % down, so far that all values and the gate are in it. */
  private Axis axis() {
    LongSummaryStatistics all =
        Stream.of(
                curves.stream().flatMapToLong(Curve::values),
                measured.runs().stream().flatMapToLong(run -> run.metrics().find(metric).stream()),
                LongStream.of(measured.threshold(metric)))
            .flatMapToLong(it -> it)
            .summaryStatistics();
    return switch (metric.direction()) {
      case AT_MOST -> {
        double most = Math.max(1, (double) all.getMax());
        yield new Axis(0, most * (1 + ROOM), ChartFrame.BOTTOM, ChartFrame.TOP);
      }
      case AT_LEAST -> {
        double least = Math.min(999_999, (double) all.getMin());
        double low = Math.max(0, least - (1_000_000 - least) * ROOM);
        yield new Axis(low, 1_000_000, ChartFrame.BOTTOM, ChartFrame.TOP);
      }
    };
  }

  Html html() {
    return Html.of(
        """
        <figure class="chart">
        <figcaption><h3>{}</h3><p>worst of five <b>{}</b>, gate {} {}</p></figcaption>
        {}
        </figure>
        """,
        Words.title(metric),
        Words.value(metric, measured.worst().find(metric)),
        Words.gate(metric, measured.threshold(metric)),
        Words.mark(measured.holds(metric)),
        new ChartFrame(measured, metric, x, y).svg(description(), drawing()));
  }

  private Html description() {
    LongSummaryStatistics values = curves.stream().flatMapToLong(Curve::values).summaryStatistics();
    String found =
        values.getCount() == 0
            ? "Nothing was measured."
            : "%s between %s and %s."
                .formatted(
                    metric == Metric.MTTR ? "Incidents took" : "Windows are",
                    Quantity.of(metric, Math.max(0, values.getMin())),
                    Quantity.of(metric, Math.max(0, values.getMax())));
    return Html.of(
        "Five runs over {}. {} The gate is {}.",
        Quantity.time(measured.spec().durationNanos()),
        found,
        Words.gate(metric, measured.threshold(metric)));
  }

  private Html drawing() {
    List<Html> pieces = new ArrayList<>();
    int worst = measured.worstRun(metric);
    IntStream.range(0, curves.size())
        .filter(it -> it != worst)
        .forEach(it -> pieces.add(run(it, "run")));
    if (worst >= 0) {
      // Last, so that it lies above the others.
      pieces.add(run(worst, "run worst"));
    }
    return Html.join(pieces);
  }

  private Html run(int index, String style) {
    MeasuredRun run = measured.runs().get(index);
    OptionalLong whole = run.metrics().find(metric);
    return Html.of(
        "<g class=\"{}\"><title>Run {}: {}</title>{}{}</g>\n",
        style,
        index + 1,
        Words.value(metric, whole),
        metric == Metric.MTTR ? incidents(run.incidents()) : line(curves.get(index)),
        whole.isPresent()
            ? Html.of(
                "<path class=\"whole\" d=\"M{} {}h9\"/>",
                Axis.place(ChartFrame.RIGHT + 4, 1),
                y.place(whole.getAsLong()))
            : Html.NOTHING);
  }

  private Html line(Curve curve) {
    return Html.of("<path d=\"{}\"/>", curve.line(x, y));
  }

  /** A dot for each that was repaired, a cross for each that was not. */
  private Html incidents(List<Run.Incident> incidents) {
    StringBuilder dots = new StringBuilder();
    StringBuilder crosses = new StringBuilder();
    for (Run.Incident it : incidents.subList(0, Math.min(incidents.size(), INCIDENTS_MAX))) {
      if (it.atNanos() >= 0 && it.atNanos() <= measured.spec().durationNanos()) {
        String place = x.place(it.atNanos()) + " " + y.place(it.millis());
        if (it.isRepaired()) {
          dots.append('M').append(place).append("h.1");
        } else {
          crosses.append('M').append(place).append("m-3-3l6 6m0-6l-6 6");
        }
      }
    }
    return Html.of("<path class=\"dots\" d=\"{}\"/><path d=\"{}\"/>", dots, crosses);
  }
}
