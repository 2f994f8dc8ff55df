package org.sweetwater.oracle.cradle;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/**
 * A small twin of the mesh: shortest-path routing with link-state flooding, lossy links with two
 * retransmissions, nodes that die and are found dead by three silent greetings. Deterministic: the
 * same spec, seed and {@link #ENGINE} give the same metrics on any machine.
 *
 * <p>In each tick of five seconds random pairs exchange one packet. At a failure's start the routes
 * still lead through the dead node; once its neighbours have noticed and the news has flooded, they
 * lead around it.
 */
public final class Twin {
  /** Names this model; part of every spec hash, because another model gives other results. */
  public static final String ENGINE = "sweetwater-twin/1";

  private static final int SILENT_GREETINGS = 3;
  private static final int RETRANSMISSIONS = 2;
  private static final int TICK_MILLIS = 5_000;

  private final ExperimentSpec spec;
  private final SeededRandom random;
  private final Mesh mesh;
  private final BitSet adversaries;
  private final List<Long> latencies = new ArrayList<>();
  private long sent;
  private long lost;
  private long routes;
  private long routesObserved;
  private long pairsCompared;
  private long pairsStable;

  private Twin(ExperimentSpec spec, byte[] seed) {
    this.spec = spec;
    this.random = new SeededRandom(seed);
    this.mesh = Mesh.randomRegular(spec, random);
    this.adversaries = drawAdversaries();
  }

  /** Runs the experiment from a 32-byte seed. */
  public static Metrics run(ExperimentSpec spec, byte[] seed) {
    return new Twin(spec, seed).run();
  }

  private Metrics run() {
    long mttrMillis = 0;
    int failuresLeft = spec.failures();
    int ticksPerFailure = spec.ticks() / spec.failures();
    for (int tick = 0; tick < spec.ticks(); tick++) {
      boolean dies = failuresLeft > 0 && tick % ticksPerFailure == 0;
      int victim = dies ? random.below(spec.nodes()) : -1;
      long repairMillis = dies ? repairMillis(victim) : 0;
      failuresLeft -= dies ? 1 : 0;
      mttrMillis = Math.max(mttrMillis, repairMillis);
      exchange(victim, repairMillis);
    }
    Collections.sort(latencies);
    return new Metrics(
        latencies.isEmpty() ? Long.MAX_VALUE : latencies.get((latencies.size() * 99 - 1) / 100),
        ratioPpm(lost, sent),
        mttrMillis,
        ratioPpm(routesObserved, routes),
        policyConsistencyPpm(),
        ratioPpm(pairsStable, pairsCompared));
  }

  private BitSet drawAdversaries() {
    BitSet drawn = new BitSet();
    for (int node = 0; node < spec.nodes(); node++) {
      drawn.set(node, random.chance(spec.adversaryPpm()));
    }
    return drawn;
  }

  /** Detection by the slowest neighbour, then the flood to the farthest live node. */
  private long repairMillis(int victim) {
    BitSet down = only(victim);
    long slowest = 0;
    for (Mesh.Link link : mesh.linksOf(victim)) {
      long phase = random.below(spec.helloMillis());
      long flood = farthestMicros(link.to(), down) / 1_000;
      slowest = Math.max(slowest, phase + (long) SILENT_GREETINGS * spec.helloMillis() + flood);
    }
    return slowest;
  }

  private long farthestMicros(int source, BitSet down) {
    long farthest = 0;
    for (long micros : mesh.distances(source, down)) {
      farthest = micros == Long.MAX_VALUE ? farthest : Math.max(farthest, micros);
    }
    return farthest;
  }

  private void exchange(int victim, long repairMillis) {
    BitSet down = only(victim);
    for (int pair = 0; pair < spec.pairsPerTick(); pair++) {
      int source = random.below(spec.nodes());
      int target = random.below(spec.nodes());
      boolean isBeforeRepair = random.below(TICK_MILLIS) < repairMillis;
      if (source == target || down.get(source) || down.get(target)) {
        continue;
      }
      List<Mesh.Link> before = mesh.route(source, target, new BitSet());
      List<Mesh.Link> now = down.isEmpty() ? before : mesh.route(source, target, down);
      compare(before, now);
      observe(source, now);
      send(isBeforeRepair ? before : now, down);
    }
  }

  private void compare(List<Mesh.Link> before, List<Mesh.Link> now) {
    pairsCompared++;
    pairsStable += before.equals(now) ? 1 : 0;
  }

  /**
   * The adversary links sender and receiver when it relays both ends of a route of at least two
   * relays.
   */
  private void observe(int source, List<Mesh.Link> route) {
    routes++;
    if (route.size() >= 3
        && !adversaries.get(source)
        && adversaries.get(route.getFirst().to())
        && adversaries.get(route.get(route.size() - 2).to())) {
      routesObserved++;
    }
  }

  private void send(List<Mesh.Link> route, BitSet down) {
    sent++;
    long micros = 0;
    for (Mesh.Link link : route) {
      int tries = down.get(link.to()) ? RETRANSMISSIONS + 1 : failedTries();
      if (tries > RETRANSMISSIONS) {
        lost++;
        return;
      }
      // A lost try costs a round trip until the sender notices that no acknowledgement came.
      micros += link.micros() + 2L * tries * link.micros();
    }
    if (!route.isEmpty()) {
      latencies.add(micros);
    } else {
      lost++;
    }
  }

  private int failedTries() {
    int tries = 0;
    while (tries <= RETRANSMISSIONS && random.chance(spec.linkLossPpm())) {
      tries++;
    }
    return tries;
  }

  /**
   * Floods a policy once over the lossy links: each node that has it tells each neighbour, with
   * retransmissions.
   */
  private long policyConsistencyPpm() {
    BitSet holders = only(random.below(spec.nodes()));
    BitSet frontier = (BitSet) holders.clone();
    while (!frontier.isEmpty()) {
      BitSet told = new BitSet();
      frontier.stream()
          .forEach(
              node ->
                  mesh.linksOf(node).stream()
                      .filter(link -> !holders.get(link.to()) && failedTries() <= RETRANSMISSIONS)
                      .forEach(link -> told.set(link.to())));
      told.andNot(holders);
      holders.or(told);
      frontier = told;
    }
    return ratioPpm(holders.cardinality(), spec.nodes());
  }

  private static BitSet only(int node) {
    BitSet set = new BitSet();
    if (node >= 0) {
      set.set(node);
    }
    return set;
  }

  private static long ratioPpm(long part, long whole) {
    return whole == 0 ? 0 : part * 1_000_000 / whole;
  }
}
