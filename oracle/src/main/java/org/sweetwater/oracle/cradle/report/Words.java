package org.sweetwater.oracle.cradle.report;

import java.util.OptionalLong;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.oracle.cradle.twin.Quantity;

/** Metrics and their values as the page writes them. */
final class Words {
  /** What stands where nothing was measured. */
  static final String MISSING = "not measured";

  private Words() {}

  static String title(Metric metric) {
    return switch (metric) {
      case LATENCY_P99 -> "Latency, 99th percentile";
      case PACKET_LOSS -> "Packet loss";
      case MTTR -> "Mean time to repair";
      case DEANONYMISATION_RISK -> "Deanonymisation risk";
      case POLICY_CONSISTENCY -> "Policy consistency";
      case ROUTE_STABILITY -> "Route stability";
    };
  }

  static String meaning(Metric metric) {
    return switch (metric) {
      case LATENCY_P99 -> "one way, of delivered packets";
      case PACKET_LOSS -> "of packets that some live path could carry";
      case MTTR -> "from a fault or its end until all is routed again";
      case DEANONYMISATION_RISK -> "how surely the adversary knows who sends to whom";
      case POLICY_CONSISTENCY -> "live nodes that hold the newest policy";
      case ROUTE_STABILITY -> "paths that are as they were a window before";
    };
  }

  static String value(Metric metric, OptionalLong value) {
    return value.isPresent() ? Quantity.of(metric, value.getAsLong()) : MISSING;
  }

  /** What must hold, as {@code ≤ 200 ms}. */
  static String gate(Metric metric, long threshold) {
    String sign =
        switch (metric.direction()) {
          case AT_MOST -> "≤ ";
          case AT_LEAST -> "≥ ";
        };
    return sign + Quantity.of(metric, threshold);
  }

  /** With a sign; shares in percentage points, so that nobody takes them for relative. */
  static String difference(Metric metric, long with, long without) {
    String amount = Quantity.of(metric, Math.abs(with - without));
    String sign = with == without ? "±" : with > without ? "+" : "−";
    return sign + (amount.endsWith("%") ? amount.replace("%", " pp") : amount);
  }

  /** Whether a value is better or worse than another. */
  static String comparison(Metric metric, long with, long without) {
    if (with == without) {
      return "same";
    }
    return metric.isWithin(with, without) ? "better" : "worse";
  }

  /** A mark that needs no colour to be read. */
  static Html mark(boolean holds) {
    return holds
        ? new Html("<span class=\"good\"><span aria-hidden=\"true\">✓</span> passed</span>")
        : new Html("<span class=\"bad\"><span aria-hidden=\"true\">✗</span> failed</span>");
  }
}
