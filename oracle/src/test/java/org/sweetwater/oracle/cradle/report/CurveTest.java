package org.sweetwater.oracle.cradle.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.sweetwater.oracle.cradle.MeasuredRun;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.oracle.cradle.twin.MetricSet;
import org.sweetwater.oracle.cradle.twin.Run;
import org.sweetwater.wrappers.Hash32;

class CurveTest {
  private static final Axis X = new Axis(0, 100, 0, 100);
  private static final Axis Y = new Axis(0, 100, 100, 0);

  @Test
  void aLineIsBrokenWhereNothingWasMeasured() {
    Curve curve =
        curve(
            Metric.PACKET_LOSS,
            List.of(10L, 20L, 30L, 40L),
            List.of(
                OptionalLong.of(1), OptionalLong.of(2), OptionalLong.empty(), OptionalLong.of(4)));

    assertThat(curve.line(X, Y)).isEqualTo("M5.0 99.0h.1L15.0 98.0M35.0 96.0h.1");
  }

  @Test
  void manyWindowsBecomeFewOfWhichTheWorstIsKept() {
    List<Long> ends = LongStream.rangeClosed(1, 10L * Curve.POINTS_MAX).boxed().toList();
    List<OptionalLong> values =
        ends.stream().map(it -> OptionalLong.of(it == 4_321 ? 1_000 : 500)).toList();

    Curve loss = curve(Metric.PACKET_LOSS, ends, values);
    assertThat(loss.points()).hasSize(Curve.POINTS_MAX);
    assertThat(loss.values().max()).hasValue(1_000);
    Curve stability = curve(Metric.ROUTE_STABILITY, ends, values);
    assertThat(stability.values().filter(it -> it == 1_000)).isEmpty();
  }

  @Test
  void whatIsOutsideOfTheExperimentIsLeftOut() {
    Curve curve =
        curve(
            Metric.PACKET_LOSS,
            List.of(-10L, 10L, 1_000_000L, 20L),
            List.of(OptionalLong.of(1), OptionalLong.of(2), OptionalLong.of(3)));

    assertThat(curve.points()).hasSize(1);
  }

  private static Curve curve(Metric metric, List<Long> ends, List<OptionalLong> values) {
    MeasuredRun run =
        new MeasuredRun(
            Hash32.ZERO,
            new MetricSet(Example.good()),
            new MetricSet(Example.good()),
            new Run.Latency(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty()),
            new Run.Totals(0, 0, 0, 0, 0),
            new MeasuredRun.Series(ends, values, values, values, values, values, List.of(), values),
            List.of());
    return Curve.of(metric, run, 10, 10_000);
  }
}
