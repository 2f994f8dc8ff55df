package org.sweetwater.oracle.cradle.spec;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec.Action;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec.Gate;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec.Wave;
import org.sweetwater.oracle.cradle.twin.Chaos;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.oracle.cradle.twin.Network;
import org.sweetwater.oracle.cradle.twin.Quantity;
import org.sweetwater.oracle.cradle.twin.Scenario;

/** What must hold between the parts of a specification. Pointers are into the YAML. */
final class ExperimentRules {
  /**
   * The most packets of a run. The largest reference load, 1,000 nodes for four hours, has 2.9 ×
   * 10^7; without a limit one submission could keep all attestors busy for ever.
   */
  static final long PACKETS_MAX = 100_000_000;

  /** The most faults that are played, repetitions included. */
  static final long FAULTS_MAX = 1_000;

  /** The contract's own bound for the risk, which nobody can waive. */
  static final long RISK_MAX_PPM = 10_000;

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{2,62}");
  private static final Pattern LINE = Pattern.compile("(?=.{1,120}$)\\S(.*\\S)?");
  private static final Pattern DISCUSSION = Pattern.compile("|(?=.{1,256}$)https://\\S+");
  private static final Pattern OBJECTIVE = Pattern.compile("(?s)(?=.{1,4000}$)\\S(.*\\S)?");

  /** Nobody watches a wave for longer; all times stay below 2^53 ns so, and exact in any JSON. */
  private static final long HOLD_MAX = 30 * 24 * 3_600_000_000_000L;

  private static final long MINUTE = 60_000_000_000L;
  private static final int WINDOWS_MIN = 2;

  /** Four hours in windows of five seconds: a published result has about a megabyte then. */
  private static final long WINDOWS_MAX = 2_880;

  /** The contract's waves: the most nodes, and the least time they are watched. */
  static final List<Wave> WAVES =
      List.of(
          new Wave(10, 30 * MINUTE),
          new Wave(50, 60 * MINUTE),
          new Wave(500, 120 * MINUTE),
          new Wave(5_000, 240 * MINUTE));

  private ExperimentRules() {}

  /** The schema says the same of a file; a published specification may come from anywhere. */
  static void checkTexts(ExperimentSpec.Metadata metadata, String objective) {
    checkText("/metadata/name", metadata.name(), NAME);
    checkText("/metadata/title", metadata.title(), LINE);
    checkText("/metadata/author", metadata.author(), LINE);
    checkText("/metadata/discussion", metadata.discussion(), DISCUSSION);
    checkText("/objective", objective, OBJECTIVE);
  }

  private static void checkText(String at, String text, Pattern expected) {
    PlainText.findForbidden(text)
        .ifPresent(
            forbidden -> {
              throw new SpecException(at, PlainText.problem(text, forbidden));
            });
    if (!expected.matcher(text).matches()) {
      throw new SpecException(at, "expected what the schema says of this text");
    }
  }

  static void check(
      Network network,
      Change change,
      List<Chaos> chaos,
      long durationNanos,
      long windowNanos,
      Map<Metric, Gate> gates,
      List<Wave> waves) {
    checkChange(network, change);
    checkNetwork(network, durationNanos);
    checkWindows(durationNanos, windowNanos);
    checkChaos(network, chaos, durationNanos);
    checkGates(gates);
    checkWaves(waves);
  }

  private static void checkChange(Network network, Change change) {
    if (change.differences(network).isEmpty()) {
      throw new SpecException("/change", "changes nothing: every value in it is production's");
    }
  }

  private static void checkNetwork(Network network, long durationNanos) {
    int nodes = network.topology().nodes();
    if ((long) network.adversaryPpm() * nodes < 1_000_000) {
      throw new SpecException(
          "/network/adversary/share",
          "%s of %d nodes is less than one node, and a risk that is always 0 passes every gate"
              .formatted(Quantity.share(network.adversaryPpm()), nodes));
    }
    if (network.traffic().gateways() > nodes / 10) {
      throw new SpecException(
          "/network/traffic/gateways",
          "expected at most a tenth of the %d nodes, found %d"
              .formatted(nodes, network.traffic().gateways()));
    }
    double packets =
        (double) network.traffic().milliPacketsPerSecond() / 1_000 * nodes * durationNanos / 1e9;
    if (packets > PACKETS_MAX) {
      throw new SpecException(
          "/duration",
          "%d nodes would send some %,.0f packets; expected at most %,d: shorten it, or send less"
              .formatted(nodes, packets, PACKETS_MAX));
    }
  }

  /** A run too short to compare anything; says more than that the warm-up is out of range. */
  static void checkWarmUp(long durationNanos, long warmUpNanos, long windowNanos) {
    if (warmUpNanos + WINDOWS_MIN * windowNanos > durationNanos) {
      throw new SpecException(
          "/duration",
          "%s leaves no two windows of %s after a warm-up of %s"
              .formatted(
                  Quantity.time(durationNanos),
                  Quantity.time(windowNanos),
                  Quantity.time(warmUpNanos)));
    }
  }

  private static void checkWindows(long durationNanos, long windowNanos) {
    if (durationNanos / windowNanos > WINDOWS_MAX) {
      throw new SpecException(
          "/duration",
          "%s in windows of %s are more than %,d; expected longer windows"
              .formatted(Quantity.time(durationNanos), Quantity.time(windowNanos), WINDOWS_MAX));
    }
  }

  private static void checkChaos(Network network, List<Chaos> chaos, long durationNanos) {
    long faults = 0;
    boolean isRepairMeasured = false;
    for (int i = 0; i < chaos.size(); i++) {
      Chaos fault = chaos.get(i);
      checkFault("/chaos/" + i, fault, network, durationNanos);
      isRepairMeasured |= breaksRoutes(fault.fault());
      faults +=
          fault.everyNanos() == 0 ? 1 : 1 + (durationNanos - fault.atNanos()) / fault.everyNanos();
    }
    if (!isRepairMeasured) {
      throw new SpecException(
          "/chaos",
          "nothing here breaks nodes or links, so no time to repair can be measured and the contract would fail the experiment; add killNodes, cutLinks or partition");
    }
    if (faults > FAULTS_MAX) {
      throw new SpecException(
          "/chaos", "%d faults in all; expected at most %d".formatted(faults, FAULTS_MAX));
    }
  }

  private static boolean breaksRoutes(Chaos.Fault fault) {
    return switch (fault) {
      case Chaos.KillNodes it -> true;
      case Chaos.CutLinks it -> true;
      case Chaos.Partition it -> true;
      case Chaos.DegradeLinks it -> false;
    };
  }

  private static void checkFault(String at, Chaos chaos, Network network, long durationNanos) {
    if (chaos.atNanos() + chaos.forNanos() > durationNanos) {
      throw new SpecException(
          at + "/for",
          "begins at %s and lasts %s, beyond the end at %s"
              .formatted(
                  Quantity.time(chaos.atNanos()),
                  Quantity.time(chaos.forNanos()),
                  Quantity.time(durationNanos)));
    }
    if (chaos.fault() instanceof Chaos.KillNodes(int count)
        && count > network.topology().nodes() / 2) {
      throw new SpecException(
          at + "/killNodes/count",
          "expected at most half of the %d nodes, found %d"
              .formatted(network.topology().nodes(), count));
    }
  }

  private static void checkGates(Map<Metric, Gate> gates) {
    for (Metric metric : Metric.values()) {
      if (!gates.containsKey(metric)) {
        throw new SpecException(
            "/gates", "no gate for %s; the contract wants all six".formatted(metric.key()));
      }
    }
    gates.forEach((metric, gate) -> checkGate("/gates/" + metric.key(), metric, gate));
  }

  private static void checkGate(String at, Metric metric, Gate gate) {
    long most = thresholdMax(metric);
    if (gate.threshold() < 0 || gate.threshold() > most) {
      throw new SpecException(
          at,
          "expected %s to %s, found %s"
              .formatted(
                  Quantity.of(metric, 0),
                  Quantity.of(metric, most),
                  Quantity.of(metric, gate.threshold())));
    }
    if (metric == Metric.DEANONYMISATION_RISK) {
      if (gate.threshold() > RISK_MAX_PPM) {
        throw new SpecException(
            at + "/max",
            "expected at most %s, which the contract never lets go; found %s"
                .formatted(Quantity.share(RISK_MAX_PPM), Quantity.share(gate.threshold())));
      }
      if (gate.action() != Action.ROLLBACK) {
        throw new SpecException(
            at + "/action", "privacy gates cannot be waived: expected rollback, found hold");
      }
    }
  }

  /** All, or as long as the longest run. */
  private static long thresholdMax(Metric metric) {
    return switch (metric.unit()) {
      case "ppm" -> 1_000_000;
      case "µs" -> Scenario.DURATION_MAX_NANOS / 1_000;
      default -> Scenario.DURATION_MAX_NANOS / 1_000_000;
    };
  }

  private static void checkWaves(List<Wave> waves) {
    if (waves.size() != WAVES.size()) {
      throw new SpecException(
          "/waves", "expected %d waves, found %d".formatted(WAVES.size(), waves.size()));
    }
    for (int i = 0; i < waves.size(); i++) {
      checkWave(i, waves);
    }
  }

  private static void checkWave(int i, List<Wave> waves) {
    Wave wave = waves.get(i);
    Wave limit = WAVES.get(i);
    if (wave.nodes() < 1 || wave.nodes() > limit.nodes()) {
      throw new SpecException(
          "/waves/%d/nodes".formatted(i),
          "wave %d: expected 1 to %d nodes, found %d"
              .formatted(i + 1, limit.nodes(), wave.nodes()));
    }
    if (i > 0 && wave.nodes() < waves.get(i - 1).nodes()) {
      throw new SpecException(
          "/waves/%d/nodes".formatted(i),
          "wave %d: expected no fewer nodes than the wave before, found %d after %d"
              .formatted(i + 1, wave.nodes(), waves.get(i - 1).nodes()));
    }
    if (wave.holdNanos() < limit.holdNanos() || wave.holdNanos() > HOLD_MAX) {
      throw new SpecException(
          "/waves/%d/hold".formatted(i),
          "wave %d: expected %s to %s, found %s"
              .formatted(
                  i + 1,
                  Quantity.time(limit.holdNanos()),
                  Quantity.time(HOLD_MAX),
                  Quantity.time(wave.holdNanos())));
    }
  }
}
