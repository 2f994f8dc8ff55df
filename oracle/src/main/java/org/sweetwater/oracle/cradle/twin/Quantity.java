package org.sweetwater.oracle.cradle.twin;

import java.math.BigDecimal;

/** Numbers with their units, as people write them in specifications. */
public final class Quantity {
  private static final String[] UNITS = {"h", "m", "s", "ms", "us"};
  private static final long[] NANOS = {
    3_600_000_000_000L, 60_000_000_000L, 1_000_000_000L, 1_000_000L, 1_000L
  };

  private Quantity() {}

  /** A time in the largest unit that needs no decimals, such as {@code 250ms}. */
  public static String time(long nanos) {
    for (int unit = 0; unit < UNITS.length; unit++) {
      if (nanos != 0 && nanos % NANOS[unit] == 0) {
        return nanos / NANOS[unit] + UNITS[unit];
      }
    }
    return nanos == 0 ? "0s" : nanos + "ns";
  }

  /** A bandwidth in the largest unit that needs no decimals, such as {@code 20Mbit/s}. */
  static String bandwidth(long bitsPerSecond) {
    return decimal(bitsPerSecond, "", "k", "M", "G") + "bit/s";
  }

  /** A size in the largest unit that needs no decimals, such as {@code 64kB}. */
  static String size(long bytes) {
    return decimal(bytes, "", "k", "M") + "B";
  }

  private static String decimal(long number, String... prefixes) {
    int prefix = 0;
    while (prefix < prefixes.length - 1 && number != 0 && number % 1_000 == 0) {
      number /= 1_000;
      prefix++;
    }
    return number + prefixes[prefix];
  }

  /** A share in percent, such as {@code 0.5%}. */
  public static String share(long ppm) {
    return BigDecimal.valueOf(ppm, 4).stripTrailingZeros().toPlainString() + "%";
  }

  /** A metric's value with its unit, for people: {@code 41.2 ms} or {@code 0.5%}. */
  public static String of(Metric metric, long value) {
    return switch (metric.unit()) {
      case "ppm" -> share(value);
      case "µs" -> BigDecimal.valueOf(value, 3).stripTrailingZeros().toPlainString() + " ms";
      default -> value + " " + metric.unit();
    };
  }
}
