package org.sweetwater.devnet.cradle;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.sweetwater.oracle.cradle.ExperimentResult;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.oracle.cradle.twin.MetricSet;
import org.sweetwater.oracle.cradle.twin.Quantity;

/**
 * Each metric against its threshold.
 *
 * @param worst of the five runs, with the change
 * @param baseline of the five runs, without it
 */
record ResultTable(MetricSet thresholds, MetricSet worst, MetricSet baseline) {
  static ResultTable of(MetricSet thresholds, ExperimentResult result) {
    return new ResultTable(thresholds, result.worst(), result.worstBaseline());
  }

  private record Row(String metric, String threshold, String worst, String baseline, String mark) {}

  /** The metrics that fail; empty when the experiment passes. */
  Set<Metric> failures() {
    return worst.failuresOf(thresholds);
  }

  /** In one line whether it passes. */
  String verdict() {
    return failures().isEmpty()
        ? "passes: every metric is within its threshold"
        : "FAILS: " + failures().stream().map(Metric::key).collect(Collectors.joining(", "));
  }

  /** For the terminal, a line each. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Row row : rows()) {
      lines.add(
          "%-20s %12s %12s %12s  %s"
              .formatted(row.metric, row.threshold, row.worst, row.baseline, row.mark)
              .stripTrailing());
    }
    return lines;
  }

  /** For Snapshot, which shows Markdown. */
  List<String> markdown() {
    List<String> lines = new ArrayList<>();
    for (Row row : rows()) {
      lines.add(
          "| %s | %s | %s | %s | %s |"
              .formatted(row.metric, row.threshold, row.worst, row.baseline, row.mark));
      if (lines.size() == 1) {
        lines.add("|---|---|---|---|---|");
      }
    }
    return lines;
  }

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.add(new Row("metric", "threshold", "worst of 5", "without it", ""));
    for (Metric metric : Metric.values()) {
      String sign =
          switch (metric.direction()) {
            case AT_MOST -> "≤ ";
            case AT_LEAST -> "≥ ";
          };
      rows.add(
          new Row(
              metric.key(),
              sign + show(metric, thresholds.find(metric)),
              show(metric, worst.find(metric)),
              show(metric, baseline.find(metric)),
              failures().contains(metric) ? "FAILS" : "ok"));
    }
    return rows;
  }

  private static String show(Metric metric, OptionalLong value) {
    return value.isPresent() ? Quantity.of(metric, value.getAsLong()) : "missing";
  }
}
