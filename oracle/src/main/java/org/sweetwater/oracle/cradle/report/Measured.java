package org.sweetwater.oracle.cradle.report;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.sweetwater.oracle.cradle.ExperimentResult;
import org.sweetwater.oracle.cradle.MeasuredRun;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec.Gate;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.oracle.cradle.twin.MetricSet;

/** An experiment and its result, which belong together. */
record Measured(ExperimentSpec spec, ExperimentResult result, Schedule schedule, MetricSet worst) {
  static Measured of(ExperimentSpec spec, ExperimentResult result) {
    if (!result.spec().equals(spec.specHash())) {
      throw new IllegalArgumentException(
          "report: expected a result of specification %s, found one of %s"
              .formatted(spec.specHash(), result.spec()));
    }
    return new Measured(
        spec, result, Schedule.of(spec.chaos(), spec.durationNanos()), result.worst());
  }

  List<MeasuredRun> runs() {
    return result.runs();
  }

  /** What must hold for a metric; a specification has a gate for each. */
  Gate gate(Metric metric) {
    return Objects.requireNonNull(spec.gates().get(metric), metric.key());
  }

  long threshold(Metric metric) {
    return gate(metric).threshold();
  }

  /** The metrics whose gate does not hold, by the contract's rule. */
  Set<Metric> failures() {
    return worst.failuresOf(spec.thresholds());
  }

  boolean holds(Metric metric) {
    return !failures().contains(metric);
  }

  /** The run whose value the gate looks at, from 0; −1 when a run lacks it. */
  int worstRun(Metric metric) {
    OptionalLong value = worst.find(metric);
    for (int run = 0; value.isPresent() && run < runs().size(); run++) {
      if (runs().get(run).metrics().find(metric).equals(value)) {
        return run;
      }
    }
    return -1;
  }
}
