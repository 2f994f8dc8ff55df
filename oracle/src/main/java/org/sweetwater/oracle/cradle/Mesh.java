package org.sweetwater.oracle.cradle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * A random regular graph with link latencies, and shortest routes in what is left of it when nodes
 * are down.
 */
final class Mesh {
  private static final int ATTEMPTS_MAX = 10_000;

  /** One direction of a link. */
  record Link(int to, int micros) {}

  private record Reached(long micros, int node) {}

  private final List<List<Link>> links;

  private Mesh(List<List<Link>> links) {
    this.links = links;
  }

  /**
   * Draws a graph in which every node has {@code degree} distinct neighbours.
   *
   * <p>Pairs the stubs as Steger and Wormald (1999) do: draw two stubs, keep the pair unless it
   * would be a loop or a double link, and begin again when no pair is left that fits. The graph is
   * asymptotically uniform.
   */
  static Mesh randomRegular(ExperimentSpec spec, SeededRandom random) {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      Set<Long> pairs = pair(spec.nodes(), spec.degree(), random);
      if (pairs.size() == spec.nodes() * spec.degree() / 2) {
        Mesh mesh = of(spec, pairs, random);
        if (mesh.isConnected(spec.nodes())) {
          return mesh;
        }
      }
    }
    throw new IllegalStateException("no connected regular graph found for " + spec);
  }

  private static Set<Long> pair(int nodes, int degree, SeededRandom random) {
    int[] stubs = new int[nodes * degree];
    Arrays.setAll(stubs, stub -> stub / degree);
    Set<Long> pairs = new LinkedHashSet<>();
    int left = stubs.length;
    int misses = 0;
    while (left > 0 && misses < 100) {
      int first = random.below(left);
      int second = random.below(left);
      int a = Math.min(stubs[first], stubs[second]);
      int b = Math.max(stubs[first], stubs[second]);
      if (a == b || !pairs.add((long) a << 32 | b)) {
        misses++;
        continue;
      }
      misses = 0;
      left = drop(stubs, left, Math.max(first, second));
      left = drop(stubs, left, Math.min(first, second));
    }
    return pairs;
  }

  private static int drop(int[] stubs, int left, int index) {
    stubs[index] = stubs[left - 1];
    return left - 1;
  }

  private static Mesh of(ExperimentSpec spec, Set<Long> pairs, SeededRandom random) {
    List<List<Link>> links = new ArrayList<>();
    for (int node = 0; node < spec.nodes(); node++) {
      links.add(new ArrayList<>());
    }
    for (long pair : pairs) {
      int a = (int) (pair >> 32);
      int b = (int) pair;
      int micros = random.between(spec.linkMicrosMin(), spec.linkMicrosMax());
      links.get(a).add(new Link(b, micros));
      links.get(b).add(new Link(a, micros));
    }
    return new Mesh(links);
  }

  private boolean isConnected(int nodes) {
    long[] distances = distances(0, new BitSet());
    return Arrays.stream(distances).noneMatch(d -> d == Long.MAX_VALUE)
        && distances.length == nodes;
  }

  List<Link> linksOf(int node) {
    return links.get(node);
  }

  /**
   * Returns the shortest latency from a source to each node around those that are down; MAX_VALUE
   * where there is no route.
   */
  long[] distances(int source, BitSet down) {
    long[] best = new long[links.size()];
    Arrays.fill(best, Long.MAX_VALUE);
    best[source] = 0;
    // Ties are broken by node number, so that routes do not depend on the queue's inner order.
    PriorityQueue<Reached> queue =
        new PriorityQueue<>(
            (a, b) ->
                a.micros != b.micros
                    ? Long.compare(a.micros, b.micros)
                    : Integer.compare(a.node, b.node));
    queue.add(new Reached(0, source));
    while (!queue.isEmpty()) {
      Reached reached = queue.remove();
      if (reached.micros > best[reached.node]) {
        continue;
      }
      for (Link link : links.get(reached.node)) {
        long micros = reached.micros + link.micros;
        if (!down.get(link.to) && micros < best[link.to]) {
          best[link.to] = micros;
          queue.add(new Reached(micros, link.to));
        }
      }
    }
    return best;
  }

  /**
   * Returns the links of the shortest route, in order; empty when the target is the source or
   * cannot be reached.
   */
  List<Link> route(int source, int target, BitSet down) {
    long[] toTarget = distances(target, down);
    List<Link> route = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    int at = source;
    while (at != target && toTarget[at] != Long.MAX_VALUE && seen.add(at)) {
      Link next = next(at, toTarget, down);
      route.add(next);
      at = next.to;
    }
    return route;
  }

  private Link next(int at, long[] toTarget, BitSet down) {
    return links.get(at).stream()
        .filter(link -> !down.get(link.to))
        .filter(link -> toTarget[link.to] != Long.MAX_VALUE)
        .filter(link -> link.micros + toTarget[link.to] == toTarget[at])
        .min((a, b) -> Integer.compare(a.to, b.to))
        .orElseThrow();
  }
}
