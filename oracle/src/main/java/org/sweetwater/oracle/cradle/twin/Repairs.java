package org.sweetwater.oracle.cradle.twin;

import java.util.ArrayList;
import java.util.List;

/**
 * How long it takes until the mesh routes again what it can. Whenever nodes or links come or go,
 * pairs are drawn that a live path connects and that the nodes' routes no longer (or not yet)
 * connect; they are looked at every ten milliseconds until their routes are whole, and less often
 * when that takes long.
 */
final class Repairs {
  /** How exactly a time to repair is measured. */
  static final long RESOLUTION_NANOS = 10_000_000;

  /**
   * After ten seconds it is enough to know to a thousandth; what is never repaired costs little.
   */
  private static final long RELATIVE_RESOLUTION = 1_000;

  private static final int DRAWS = 20_000;
  private static final int PAIRS_MAX = 64;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final World world;
  private final Paths paths;
  private final SeededRandom random;
  private final List<Incident> incidents = new ArrayList<>();

  /** A change of the mesh that broke routes. */
  private static final class Incident {
    final long beganAt;
    final List<int[]> broken;
    final int pairs;
    long repairedAt = -1;

    Incident(long beganAt, List<int[]> broken) {
      this.beganAt = beganAt;
      this.broken = broken;
      this.pairs = broken.size();
    }
  }

  Repairs(World world, Paths paths, Seeds seeds) {
    this.world = world;
    this.paths = paths;
    this.random = seeds.stream("repairs");
  }

  /** To be called when nodes or links came or went. */
  void worldChanged() {
    List<int[]> broken = new ArrayList<>();
    int nodes = world.graph.nodes;
    for (int draw = 0; draw < DRAWS && broken.size() < PAIRS_MAX; draw++) {
      int[] pair = {random.below(nodes), random.below(nodes)};
      if (isBroken(pair)) {
        broken.add(pair);
      }
    }
    if (!broken.isEmpty()) {
      incidents.add(new Incident(world.now(), broken));
      probeLater(incidents.size() - 1, 0);
    }
  }

  private void probeLater(int number, long ageNanos) {
    long wait = Math.max(RESOLUTION_NANOS, ageNanos / RELATIVE_RESOLUTION);
    world.queue.schedule(world.now() + wait, Event.REPAIR_PROBE, number, 0);
  }

  void probe(int number) {
    Incident incident = incidents.get(number);
    incident.broken.removeIf(pair -> !isBroken(pair));
    if (incident.broken.isEmpty()) {
      incident.repairedAt = world.now();
    } else {
      probeLater(number, world.now() - incident.beganAt);
    }
  }

  private boolean isBroken(int[] pair) {
    return pair[0] != pair[1]
        && world.areConnected(pair[0], pair[1])
        && !paths.isWhole(pair[0], pair[1]);
  }

  /** What happened until the end of the run, in order. */
  List<Run.Incident> incidents(long endNanos) {
    return incidents.stream()
        .map(
            it ->
                new Run.Incident(
                    it.beganAt, durationMillis(it, endNanos), it.repairedAt >= 0, it.pairs))
        .toList();
  }

  /** What is broken still has lasted until the end at least. */
  private static long durationMillis(Incident incident, long endNanos) {
    long end = incident.repairedAt >= 0 ? incident.repairedAt : endNanos;
    return (end - incident.beganAt) / NANOS_PER_MILLI;
  }
}
