package org.sweetwater.devnet.cradle;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sweetwater.devnet.member.MemberException;
import org.sweetwater.oracle.cradle.twin.Metric;

/** The two metrics that can be in breach, and their values as people write them. */
enum BreachLimit {
  /** Above 2 s. */
  LATENCY(
      Metric.LATENCY_P99,
      "2.4s, 2400ms or 2400000us",
      Map.of("s", 1_000_000L, "ms", 1_000L, "us", 1L)),
  /** Above 5 %. */
  RISK(Metric.DEANONYMISATION_RISK, "6.5% or 65000ppm", Map.of("%", 10_000L, "ppm", 1L));

  private static final Pattern QUANTITY = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([a-z%]+)");

  private final Metric metric;
  private final String example;
  private final Map<String, Long> units;

  BreachLimit(Metric metric, String example, Map<String, Long> units) {
    this.metric = metric;
    this.example = example;
    this.units = units;
  }

  /** The limit of a metric by its name in experiments. */
  static BreachLimit of(String key) {
    for (BreachLimit limit : values()) {
      if (limit.metric.key().equals(key)) {
        return limit;
      }
    }
    throw new MemberException(
        "--metric: expected %s or %s, which are the ones with a limit, found '%s'"
            .formatted(LATENCY.metric.key(), RISK.metric.key(), key));
  }

  Metric metric() {
    return metric;
  }

  /** A value in the metric's unit. */
  long parse(String text) {
    Matcher found = QUANTITY.matcher(text);
    if (!found.matches() || !units.containsKey(found.group(2))) {
      throw wrong(text);
    }
    try {
      return new BigDecimal(found.group(1))
          .multiply(BigDecimal.valueOf(units.getOrDefault(found.group(2), 1L)))
          .longValueExact();
    } catch (ArithmeticException e) {
      throw wrong(text);
    }
  }

  private MemberException wrong(String text) {
    return new MemberException(
        "--value: expected a value such as %s, found '%s'".formatted(example, text));
  }
}
