package org.sweetwater.oracle.cradle.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricSetTest {
  private static final MetricSet THRESHOLDS =
      new MetricSet(Map.of(Metric.PACKET_LOSS, 1_000L, Metric.ROUTE_STABILITY, 900_000L));

  @Test
  void passesAtTheThresholdAndFailsBeyondIt() {
    assertThat(Metric.PACKET_LOSS.isWithin(1_000, 1_000)).isTrue();
    assertThat(Metric.PACKET_LOSS.isWithin(1_001, 1_000)).isFalse();
    assertThat(Metric.ROUTE_STABILITY.isWithin(900_000, 900_000)).isTrue();
    assertThat(Metric.ROUTE_STABILITY.isWithin(899_999, 900_000)).isFalse();
  }

  @Test
  void whatIsMissingOnEitherSideFails() {
    MetricSet measured = new MetricSet(Map.of(Metric.PACKET_LOSS, 1_000L, Metric.MTTR, 5L));
    assertThat(measured.failuresOf(THRESHOLDS))
        .contains(Metric.ROUTE_STABILITY, Metric.MTTR, Metric.LATENCY_P99)
        .doesNotContain(Metric.PACKET_LOSS);
  }

  @Test
  void theWorstOfRunsIsTheHighestOrLowestAndMissingIfOneLacksIt() {
    MetricSet one =
        new MetricSet(Map.of(Metric.PACKET_LOSS, 10L, Metric.ROUTE_STABILITY, 5L, Metric.MTTR, 1L));
    MetricSet other = new MetricSet(Map.of(Metric.PACKET_LOSS, 20L, Metric.ROUTE_STABILITY, 6L));
    assertThat(MetricSet.worstOf(List.of(one, other)))
        .isEqualTo(new MetricSet(Map.of(Metric.PACKET_LOSS, 20L, Metric.ROUTE_STABILITY, 5L)));
  }

  @Test
  void setsABitForEachMetricThatIsThere() {
    assertThat(THRESHOLDS.present()).isEqualTo(0b100010);
    assertThat(new MetricSet(Map.of()).present()).isZero();
  }

  @Test
  void refusesNegativeValues() {
    assertThatThrownBy(() -> new MetricSet(Map.of(Metric.MTTR, -1L)))
        .hasMessage("mttr: expected 0 or more, found -1");
  }
}
