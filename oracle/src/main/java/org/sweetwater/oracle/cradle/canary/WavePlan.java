package org.sweetwater.oracle.cradle.canary;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.wrappers.chain.AbiWords;

/**
 * How an experiment is rolled out: {@code ICanary.WavePlan}.
 *
 * @param nodes most nodes of each wave
 * @param durations how long each wave is observed, in seconds
 * @param holdMetrics bit i: a node that fails metric i, and none without this bit, pauses the
 *     rollout instead of counting as failed
 */
public record WavePlan(List<Long> nodes, List<Long> durations, int holdMetrics) {
  private static final long NANOS = 1_000_000_000;

  /** Copies the lists. */
  public WavePlan {
    nodes = List.copyOf(nodes);
    durations = List.copyOf(durations);
  }

  /**
   * What a specification asks for, never faster than the rules of a deployment.
   *
   * @param rules how an experiment without a plan is rolled out
   */
  public static WavePlan of(ExperimentSpec spec, WavePlan rules) {
    int hold = 0;
    for (Map.Entry<Metric, ExperimentSpec.Gate> gate : spec.gates().entrySet()) {
      if (gate.getValue().action() == ExperimentSpec.Action.HOLD) {
        hold |= 1 << gate.getKey().number();
      }
    }
    if (!spec.hasOwnWaves()) {
      return new WavePlan(rules.nodes, rules.durations, hold);
    }
    List<Long> nodes = new ArrayList<>();
    List<Long> durations = new ArrayList<>();
    for (int i = 0; i < spec.waves().size(); i++) {
      ExperimentSpec.Wave wave = spec.waves().get(i);
      nodes.add((long) wave.nodes());
      durations.add(Math.max(rules.durations.get(i), Math.ceilDiv(wave.holdNanos(), NANOS)));
    }
    return new WavePlan(nodes, durations, hold);
  }

  static WavePlan of(AbiWords words) {
    List<Long> nodes = new ArrayList<>();
    List<Long> durations = new ArrayList<>();
    for (int i = 0; i < Ranges.WAVES; i++) {
      nodes.add(words.number(i));
      durations.add(words.number(Ranges.WAVES + i));
    }
    return new WavePlan(nodes, durations, (int) words.number(2 * Ranges.WAVES));
  }
}
