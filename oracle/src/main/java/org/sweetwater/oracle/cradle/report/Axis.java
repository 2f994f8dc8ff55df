package org.sweetwater.oracle.cradle.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * Numbers along one side of a chart.
 *
 * @param low the number at {@code from}
 * @param high the number at {@code to}, above {@code low}
 * @param from where the axis begins in the drawing
 * @param to where it ends
 */
record Axis(double low, double high, double from, double to) {
  private static final int TICKS = 5;
  private static final long SECOND = 1_000_000_000L;
  private static final List<Long> TIMES =
      LongStream.of(
              1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600)
          .map(it -> it * SECOND)
          .boxed()
          .toList();

  /** Where a number is in the drawing. */
  double at(double value) {
    return from + (value - low) / (high - low) * (to - from);
  }

  /** A count, in this place; it may lose digits that nobody could see. */
  double at(long value) {
    return at((double) value);
  }

  /** The same as text, to a tenth of a pixel. */
  String place(long value) {
    return place(at(value), 1);
  }

  /** The same as text, to a tenth of a pixel. */
  String place(double value) {
    return place(at(value), 1);
  }

  static String place(double coordinate, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", coordinate);
  }

  /** Round numbers along the axis. */
  List<Long> ticks() {
    double rough = Math.max(1, (high - low) / TICKS);
    double power = StrictMath.pow(10, Math.floor(StrictMath.log10(rough)));
    double times = rough / power;
    return every(power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10));
  }

  /** Round times along the axis, in ns. */
  List<Long> timeTicks() {
    double rough = (high - low) / TICKS;
    return every(TIMES.stream().filter(it -> it >= rough).findFirst().orElse(TIMES.getLast()));
  }

  private List<Long> every(double step) {
    List<Long> ticks = new ArrayList<>();
    for (double tick = Math.ceil(low / step) * step; tick <= high; tick += step) {
      ticks.add((long) tick);
    }
    return ticks;
  }
}
