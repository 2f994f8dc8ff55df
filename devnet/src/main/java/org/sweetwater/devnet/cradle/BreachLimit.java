package org.sweetwater.devnet.cradle;

import java.math.BigDecimal;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sweetwater.devnet.member.MemberException;
import org.sweetwater.oracle.cradle.twin.Metric;

/** The two metrics that can be in breach, and their values as people write them. */
enum BreachLimit {
  /** Above 2 s. */
  LATENCY(Metric.LATENCY_P99, "2.4s, 2400ms or 2400000us"),
  /** Above 5 %. */
  RISK(Metric.DEANONYMISATION_RISK, "6.5% or 65000ppm");

  private static final Pattern QUANTITY = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([a-z%]+)");

  private final Metric metric;
  private final String example;

  BreachLimit(Metric metric, String example) {
    this.metric = metric;
    this.example = example;
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
    if (!found.matches()) {
      throw wrong(text);
    }
    long unit = unit(found.group(2)).orElseThrow(() -> wrong(text));
    try {
      return new BigDecimal(found.group(1)).multiply(BigDecimal.valueOf(unit)).longValueExact();
    } catch (ArithmeticException e) {
      throw wrong(text);
    }
  }

  private OptionalLong unit(String name) {
    return switch (this) {
      case LATENCY ->
          switch (name) {
            case "s" -> OptionalLong.of(1_000_000);
            case "ms" -> OptionalLong.of(1_000);
            case "us" -> OptionalLong.of(1);
            default -> OptionalLong.empty();
          };
      case RISK ->
          switch (name) {
            case "%" -> OptionalLong.of(10_000);
            case "ppm" -> OptionalLong.of(1);
            default -> OptionalLong.empty();
          };
    };
  }

  private MemberException wrong(String text) {
    return new MemberException(
        "--value: expected a value such as %s, found '%s'".formatted(example, text));
  }
}
