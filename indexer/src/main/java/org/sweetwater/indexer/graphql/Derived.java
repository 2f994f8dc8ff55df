package org.sweetwater.indexer.graphql;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sweetwater.indexer.decode.MetricSet;

/** Fields that are computed from the columns of one or two rows. */
final class Derived {
  /** Of the metrics, in the contract's order, these first ones are better when they are less. */
  private static final int LESS_IS_BETTER = 4;

  /** Fraction bits of Q64.64. */
  private static final int FRACTION_BITS = 64;

  private static final int DECIMALS = 6;

  private Derived() {}

  /** NodeRegistry.getVotes: min(active nodes, max(1, a tenth of the total)). */
  static BigInteger power(BigInteger active, BigInteger total) {
    return active.min(BigInteger.ONE.max(total.divide(BigInteger.TEN)));
  }

  /** A wave's evidence in decimal digits, rounded down; null before it started. */
  static @Nullable String evidenceDecimalDown(Row wave) {
    if (!(wave.values().get("evidence") instanceof BigInteger evidence)) {
      return null;
    }
    // Exact: a power of two divides without a remainder in as many decimals.
    return new BigDecimal(evidence)
        .divide(new BigDecimal(BigInteger.ONE.shiftLeft(FRACTION_BITS)))
        .setScale(DECIMALS, RoundingMode.DOWN)
        .toPlainString();
  }

  /**
   * Canary.slotEndOf: startedAt + lead + ⌈(duration − lead) · (position + 1) / size⌉, lead being
   * half of the duration; null before the wave started.
   */
  static @Nullable Long slotEnd(Row drawn, Row wave) {
    if (!(wave.values().get("started_at") instanceof Long startedAt)
        || !(wave.values().get("ends_at") instanceof Long endsAt)) {
      return null;
    }
    long duration = endsAt - startedAt;
    long lead = duration / 2;
    long share = (duration - lead) * (number(drawn, "position").longValueExact() + 1);
    return startedAt + lead + Math.ceilDiv(share, number(wave, "size").longValueExact());
  }

  /** Every metric of an experiment with its threshold and, once decided, what became of it. */
  static List<Map<String, @Nullable Object>> results(Row experiment) {
    Map<String, @Nullable Object> values = experiment.values();
    boolean isDecided = values.get("decided_at") != null;
    BigInteger failed = number(experiment, "failed_metrics");
    List<Map<String, @Nullable Object>> results = new ArrayList<>();
    for (int i = 0; i < MetricSet.COUNT; i++) {
      String metric = MetricSet.NAMES.get(i);
      String column = Catalogue.snake(metric);
      Map<String, @Nullable Object> result = new LinkedHashMap<>();
      result.put("metric", metric);
      result.put("bound", i < LESS_IS_BETTER ? "AtMost" : "AtLeast");
      result.put("threshold", values.get("threshold_" + column));
      result.put("worst", values.get("worst_" + column));
      result.put("passed", isDecided ? !failed.testBit(i) : null);
      results.add(result);
    }
    return results;
  }

  static BigInteger number(Row row, String column) {
    return (BigInteger) Objects.requireNonNull(row.values().get(column), column);
  }
}
