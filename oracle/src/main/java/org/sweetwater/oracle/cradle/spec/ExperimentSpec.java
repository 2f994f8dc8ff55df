package org.sweetwater.oracle.cradle.spec;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.sweetwater.oracle.cradle.twin.Chaos;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.oracle.cradle.twin.MetricSet;
import org.sweetwater.oracle.cradle.twin.Network;
import org.sweetwater.oracle.cradle.twin.Scenario;
import org.sweetwater.oracle.cradle.twin.Twin;
import org.sweetwater.wrappers.Hash32;

/**
 * An experiment as it is submitted: which network, which change, which faults, and what must hold.
 *
 * <p>Its canonical form is JSON with sorted keys, no white space, and only integers and strings, so
 * that RFC 8785 would write it the same way. Times are ns, ratios parts per million.
 *
 * @param engine the twin that plays it; another engine gives other results
 * @param metadata what people call it
 * @param objective what is to be found out
 * @param network production
 * @param change what would be different
 * @param chaos the faults that are played
 * @param durationNanos how long, simulated
 * @param warmUpNanos from when on it is measured
 * @param windowNanos length of a window of measurements
 * @param gates what must hold, a gate for each metric
 * @param waves how the change would be rolled out, all four
 */
public record ExperimentSpec(
    String engine,
    Metadata metadata,
    String objective,
    Network network,
    Change change,
    List<Chaos> chaos,
    long durationNanos,
    long warmUpNanos,
    long windowNanos,
    Map<Metric, Gate> gates,
    List<Wave> waves) {

  /** The most bytes of a canonical form: a page of text is a thirtieth of it. */
  public static final int CANONICAL_BYTES_MAX = 65_536;

  /** Copies what can change, and refuses what contradicts itself. */
  public ExperimentSpec {
    if (!engine.equals(Twin.ENGINE)) {
      throw new SpecException("/engine", "expected %s, found %s".formatted(Twin.ENGINE, engine));
    }
    chaos = List.copyOf(chaos);
    waves = List.copyOf(waves);
    EnumMap<Metric, Gate> copy = new EnumMap<>(Metric.class);
    copy.putAll(gates);
    gates = Collections.unmodifiableMap(copy);
    ExperimentRules.checkTexts(metadata, objective);
    ExperimentRules.checkWarmUp(durationNanos, warmUpNanos, windowNanos);
    SpecException.inRange("/network", () -> change.appliedTo(network));
    List<Chaos> faults = chaos;
    SpecException.inRange(
        "", () -> new Scenario(network, faults, durationNanos, warmUpNanos, windowNanos));
    ExperimentRules.check(network, change, chaos, durationNanos, windowNanos, gates, waves);
  }

  /**
   * Reads a published specification.
   *
   * @param bytes its canonical form
   * @throws SpecException when they are anything else, or more than {@link #CANONICAL_BYTES_MAX}
   */
  public static ExperimentSpec parse(byte[] bytes) {
    if (bytes.length > CANONICAL_BYTES_MAX) {
      throw new SpecException(
          "", "expected at most %,d bytes, found %,d".formatted(CANONICAL_BYTES_MAX, bytes.length));
    }
    return CanonicalJson.parse(bytes, ExperimentSpec.class);
  }

  /**
   * What people call an experiment.
   *
   * @param name short, of lower-case letters, digits and hyphens
   * @param title one line
   * @param author one line
   * @param discussion a link, or empty
   */
  public record Metadata(String name, String title, String author, String discussion) {}

  /**
   * What must hold for a metric.
   *
   * @param threshold in the metric's unit; on which side of it is good, the metric says
   * @param action what is done when a node of the rollout fails it
   */
  public record Gate(long threshold, Action action) {}

  /** What it leads to when a node of a wave fails this metric, and no other. */
  public enum Action {
    /** The node counts as failed; too many of them, and the rollout goes back. */
    @JsonProperty("rollback")
    ROLLBACK,
    /** The next wave waits until the submitter has looked. */
    @JsonProperty("hold")
    HOLD
  }

  /**
   * A wave of the rollout.
   *
   * @param nodes how many nodes at most
   * @param holdNanos how long it is watched
   */
  public record Wave(int nodes, long holdNanos) {}

  /** What the twin plays: the network with the change. */
  public Scenario scenario() {
    return new Scenario(change.appliedTo(network), chaos, durationNanos, warmUpNanos, windowNanos);
  }

  /** The same without the change, to compare. */
  public Scenario baseline() {
    return new Scenario(network, chaos, durationNanos, warmUpNanos, windowNanos);
  }

  /** The thresholds as they are submitted. */
  public MetricSet thresholds() {
    EnumMap<Metric, Long> values = new EnumMap<>(Metric.class);
    gates.forEach((metric, gate) -> values.put(metric, gate.threshold()));
    return new MetricSet(values);
  }

  /** keccak256 of the canonical form: what the contract keeps, and the name in every archive. */
  @JsonIgnore
  public Hash32 specHash() {
    return Hash32.keccak(CanonicalJson.of(this));
  }

  /**
   * keccak256 of the canonical form of all parameters that the change makes different, by name and
   * new value: attempts at the same change are counted under it, however it is written.
   */
  @JsonIgnore
  public Hash32 changeHash() {
    return Hash32.keccak(CanonicalJson.of(change.differences(network)));
  }

  /** Each parameter that the change makes different, as people read it. */
  public List<String> changeLines() {
    List<String> lines = new ArrayList<>();
    change
        .differences(network)
        .properties()
        .forEach(
            section ->
                section
                    .getValue()
                    .properties()
                    .forEach(
                        parameter ->
                            lines.add(
                                "%s.%s = %s"
                                    .formatted(
                                        section.getKey(),
                                        parameter.getKey(),
                                        parameter.getValue().asText()))));
    return List.copyOf(lines);
  }
}
