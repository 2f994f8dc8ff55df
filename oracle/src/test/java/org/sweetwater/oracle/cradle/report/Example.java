package org.sweetwater.oracle.cradle.report;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.sweetwater.oracle.cradle.ExperimentResult;
import org.sweetwater.oracle.cradle.MeasuredRun;
import org.sweetwater.oracle.cradle.spec.ExperimentFile;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec;
import org.sweetwater.oracle.cradle.spec.InvalidSpecException;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.oracle.cradle.twin.MetricSet;
import org.sweetwater.oracle.cradle.twin.Run;
import org.sweetwater.wrappers.Hash32;

/** A specification, and results of it that no twin measured. */
final class Example {
  static final Hash32 ID = Hash32.keccak(new byte[] {7});
  private static final long SECOND = 1_000_000_000L;
  private static final Hash32 SEED = Hash32.keccak(new byte[] {1});

  private Example() {}

  static final String YAML =
      """
      experiment: 1
      metadata: {name: example, title: An example, author: Some people}
      objective: Does it hold?
      network:
        topology: {kind: random-regular, nodes: 40, degree: 6}
      change:
        handshake: {suite: x25519-mlkem768}
      chaos:
        - {at: 40s, for: 10s, every: 20s, killNodes: {count: 2}}
        - {at: 70s, for: 10s, degradeLinks: {share: 50%, loss: 10%, latency: 20ms}}
      duration: 90s
      gates:
        latencyP99: {max: 200ms}
        packetLoss: {max: 0.5%}
        mttr: {max: 2s, action: hold}
        deanonymisationRisk: {max: 1%}
        policyConsistency: {min: 95%}
        routeStability: {min: 95%}
      """;

  static ExperimentSpec spec() {
    return parse(YAML);
  }

  static ExperimentSpec parse(String yaml) {
    try {
      return ExperimentFile.parse(yaml);
    } catch (InvalidSpecException e) {
      throw new IllegalStateException(e.problems().toString(), e);
    }
  }

  static ExperimentSpec with(
      ExperimentSpec spec, ExperimentSpec.Metadata metadata, String objective) {
    return new ExperimentSpec(
        spec.engine(),
        metadata,
        objective,
        spec.network(),
        spec.change(),
        spec.chaos(),
        spec.durationNanos(),
        spec.warmUpNanos(),
        spec.windowNanos(),
        spec.gates(),
        spec.waves());
  }

  /** Values far within the gates; other runs have a little less. */
  static Map<Metric, Long> good() {
    return new EnumMap<>(
        Map.of(
            Metric.LATENCY_P99, 60_500L,
            Metric.PACKET_LOSS, 1_200L,
            Metric.MTTR, 1_300L,
            Metric.DEANONYMISATION_RISK, 400L,
            Metric.POLICY_CONSISTENCY, 999_000L,
            Metric.ROUTE_STABILITY, 990_000L));
  }

  static ExperimentResult result(ExperimentSpec spec, Map<Metric, Long> values) {
    List<MeasuredRun> runs =
        IntStream.range(0, ExperimentResult.RUNS).mapToObj(it -> run(spec, values, it)).toList();
    return new ExperimentResult(spec.engine(), ID, SEED, spec.specHash(), runs);
  }

  private static MeasuredRun run(ExperimentSpec spec, Map<Metric, Long> values, int number) {
    long windows = spec.durationNanos() / spec.windowNanos();
    List<Long> ends =
        LongStream.rangeClosed(1, windows).map(it -> it * spec.windowNanos()).boxed().toList();
    List<OptionalLong> series =
        ends.stream()
            .map(it -> it / SECOND % 4 == 3 ? OptionalLong.empty() : OptionalLong.of(500 + number))
            .toList();
    MetricSet metrics = new MetricSet(values);
    return new MeasuredRun(
        Hash32.keccak(new byte[] {(byte) number}),
        metrics,
        new MetricSet(good()),
        new Run.Latency(OptionalLong.of(20_000), OptionalLong.of(60_500), OptionalLong.empty()),
        new Run.Totals(7_123, 9, 2_871, 123_456, 1_234),
        new MeasuredRun.Series(
            ends,
            series,
            series,
            series,
            series,
            series,
            ends.stream().map(it -> 999_000L).toList(),
            series),
        incidents(spec, number));
  }

  private static List<Run.Incident> incidents(ExperimentSpec spec, int number) {
    List<Run.Incident> incidents = new ArrayList<>();
    Schedule.of(spec.chaos(), spec.durationNanos())
        .faults()
        .forEach(
            fault ->
                fault
                    .periods()
                    .forEach(
                        it ->
                            incidents.add(
                                new Run.Incident(it.fromNanos(), 1_000 + number, number > 0, 12))));
    return incidents;
  }
}
