package org.sweetwater.devnet.fleet;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.oracle.cradle.twin.MetricSet;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/**
 * What a simulated node measures: numbers around those of a mesh that is well, the same for the
 * same seed, experiment and node.
 */
final class Measuring {
  private static final long P99_MICROS_LEAST = 18_000;
  private static final long P99_MICROS_SPREAD = 40_000;

  /** Beyond any gate that passes, below what is a breach. */
  private static final long BAD_P99_MICROS_LEAST = 700_000;

  private static final long BAD_P99_MICROS_SPREAD = 900_000;

  /** The contract's limit is 2 s. */
  private static final long BREACH_P99_MICROS_LEAST = 2_100_000;

  private static final long BREACH_P99_MICROS_SPREAD = 2_000_000;
  private static final long SAMPLES_LEAST = 900;
  private static final long SAMPLES_SPREAD = 400;

  private final long seed;

  Measuring(long seed) {
    this.seed = seed;
  }

  /**
   * A whole number from 0 to below {@code bound}, drawn for a node, an experiment and a purpose.
   */
  private long draw(Hash32 experiment, Address node, int purpose, long bound) {
    return Math.floorMod(bits(experiment, node, purpose), bound);
  }

  /** Where a node stands in the order in which nodes break; lowest first. */
  long fragility(Hash32 experiment, Address node) {
    return bits(experiment, node, -1);
  }

  private long bits(Hash32 experiment, Address node, int purpose) {
    byte[] text =
        ByteBuffer.allocate(Long.BYTES + Hash32.LENGTH + Address.LENGTH + Integer.BYTES)
            .putLong(seed)
            .put(experiment.bytes())
            .put(node.bytes())
            .putInt(purpose)
            .array();
    return ByteBuffer.wrap(Hash32.keccak(text).bytes()).getLong();
  }

  long samples(Hash32 experiment, Address node) {
    return SAMPLES_LEAST + draw(experiment, node, 1, SAMPLES_SPREAD);
  }

  MetricSet healthy(Hash32 experiment, Address node) {
    Map<Metric, Long> values = new EnumMap<>(Metric.class);
    values.put(Metric.LATENCY_P99, P99_MICROS_LEAST + draw(experiment, node, 2, P99_MICROS_SPREAD));
    values.put(Metric.PACKET_LOSS, draw(experiment, node, 3, 1_500));
    if (draw(experiment, node, 4, 3) == 0) {
      // The others met no outage, so they have no time of repair to report.
      values.put(Metric.MTTR, 150 + draw(experiment, node, 5, 300));
    }
    values.put(Metric.DEANONYMISATION_RISK, draw(experiment, node, 6, 4_000));
    values.put(Metric.POLICY_CONSISTENCY, 985_000 + draw(experiment, node, 7, 15_001));
    values.put(Metric.ROUTE_STABILITY, 985_000 + draw(experiment, node, 8, 15_001));
    return new MetricSet(values);
  }

  MetricSet slow(Hash32 experiment, Address node) {
    Map<Metric, Long> values = new EnumMap<>(healthy(experiment, node).values());
    values.put(
        Metric.LATENCY_P99,
        BAD_P99_MICROS_LEAST + draw(experiment, node, 9, BAD_P99_MICROS_SPREAD));
    return new MetricSet(values);
  }

  long breachMicros(Hash32 experiment, Address node) {
    return BREACH_P99_MICROS_LEAST + draw(experiment, node, 10, BREACH_P99_MICROS_SPREAD);
  }
}
