package org.sweetwater.oracle.cradle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec;
import org.sweetwater.oracle.cradle.spec.Experiments;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.oracle.cradle.twin.MetricSet;
import org.sweetwater.wrappers.Hash32;

/** The comments of some examples promise an outcome. */
class ExampleRunsTest {
  private static final Hash32 SEED = Hash32.keccak(new byte[] {1});

  @Test
  void fewerGreetingsBreakNothingButTheTimeToRepair() {
    ExperimentSpec spec = Experiments.example("node-down-drill");
    ExperimentResult result = measured(spec);
    assertThat(beyond(spec, result.worst())).containsExactly(Metric.MTTR);
    assertThat(beyond(spec, result.worstBaseline())).isEmpty();
  }

  @Test
  void linkStateRoutingMakesPacketsFasterThanProductionHasThem() {
    ExperimentSpec spec = Experiments.example("link-state-routing");
    ExperimentResult result = measured(spec);
    assertThat(beyond(spec, result.worst())).isEmpty();
    assertThat(beyond(spec, result.worstBaseline())).containsExactly(Metric.LATENCY_P99);
  }

  @Test
  void policiesThatAreComparedMoreOftenAreKnownSooner() {
    ExperimentSpec spec = Experiments.example("policy-sync");
    ExperimentResult result = measured(spec);
    assertThat(beyond(spec, result.worst())).isEmpty();
    assertThat(beyond(spec, result.worstBaseline())).containsExactly(Metric.POLICY_CONSISTENCY);
  }

  private static ExperimentResult measured(ExperimentSpec spec) {
    return ExperimentResult.measure(Hash32.ZERO, SEED, spec, done -> {});
  }

  private static List<Metric> beyond(ExperimentSpec spec, MetricSet values) {
    MetricSet thresholds = spec.thresholds();
    return Arrays.stream(Metric.values())
        .filter(metric -> !metric.isWithin(value(values, metric), value(thresholds, metric)))
        .toList();
  }

  private static long value(MetricSet values, Metric metric) {
    return values.find(metric).orElseThrow();
  }
}
