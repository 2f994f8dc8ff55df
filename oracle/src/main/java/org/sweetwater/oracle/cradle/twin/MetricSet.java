package org.sweetwater.oracle.cradle.twin;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A value for each metric that could be measured, none negative; as {@code ICradle.MetricSet}.
 *
 * @param values by metric, in the contract's order; a metric that is missing was not measured
 */
public record MetricSet(@JsonValue Map<Metric, Long> values) {
  /** Copies the values. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public MetricSet {
    EnumMap<Metric, Long> copy = new EnumMap<>(Metric.class);
    copy.putAll(values);
    copy.forEach(
        (metric, value) -> {
          if (value < 0) {
            throw new IllegalArgumentException(
                "%s: expected 0 or more, found %d".formatted(metric.key(), value));
          }
        });
    values = Collections.unmodifiableMap(copy);
  }

  /** The value of a metric; empty when it was not measured. */
  public OptionalLong find(Metric metric) {
    Long value = values.get(metric);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** Bit i is set when metric i is there. */
  public int present() {
    int bits = 0;
    for (Metric metric : values.keySet()) {
      bits |= 1 << metric.number();
    }
    return bits;
  }

  /** The metrics that are missing here or beyond their threshold, as the contract finds them. */
  public Set<Metric> failuresOf(MetricSet thresholds) {
    EnumSet<Metric> failed = EnumSet.noneOf(Metric.class);
    for (Metric metric : Metric.values()) {
      Long value = values.get(metric);
      Long threshold = thresholds.values.get(metric);
      if (value == null || threshold == null || !metric.isWithin(value, threshold)) {
        failed.add(metric);
      }
    }
    return Collections.unmodifiableSet(failed);
  }

  /**
   * The worst value of each metric over runs; a metric that one run lacks is missing.
   *
   * @param runs at least one
   */
  public static MetricSet worstOf(List<MetricSet> runs) {
    EnumMap<Metric, Long> worst = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      if (runs.stream().allMatch(run -> run.values.containsKey(metric))) {
        runs.stream()
            .mapToLong(run -> run.find(metric).orElseThrow())
            .reduce(metric::worse)
            .ifPresent(value -> worst.put(metric, value));
      }
    }
    return new MetricSet(worst);
  }
}
