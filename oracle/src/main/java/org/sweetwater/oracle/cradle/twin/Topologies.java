package org.sweetwater.oracle.cradle.twin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Draws graphs. */
final class Topologies {
  private static final int ATTEMPTS_MAX = 10_000;
  private static final int MISSES_MAX = 200;

  private final Network.Links links;
  private final SeededRandom random;

  private Topologies(Network.Links links, SeededRandom random) {
    this.links = links;
    this.random = random;
  }

  /** Draws a connected graph. */
  static Graph draw(Topology topology, Network.Links links, SeededRandom random) {
    Topologies drawing = new Topologies(links, random);
    return switch (topology) {
      case Topology.RandomRegular it -> drawing.randomRegular(it);
      case Topology.Geometric it -> drawing.geometric(it);
      case Topology.ScaleFree it -> drawing.scaleFree(it);
    };
  }

  /**
   * Pairs the stubs as Steger and Wormald (1999) do: draw two stubs, keep the pair unless it would
   * be a loop or a double link, and begin again when no pair is left that fits. The graph is
   * asymptotically uniform.
   */
  private Graph randomRegular(Topology.RandomRegular it) {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      Set<Long> pairs = pairStubs(it.nodes(), it.degree());
      if (pairs.size() == it.nodes() * it.degree() / 2) {
        Graph graph = withRandomLatencies(it.nodes(), pairs);
        if (isConnected(graph)) {
          return graph;
        }
      }
    }
    throw new IllegalStateException("found no connected regular graph for " + it);
  }

  private Set<Long> pairStubs(int nodes, int degree) {
    int[] stubs = new int[nodes * degree];
    Arrays.setAll(stubs, stub -> stub / degree);
    Set<Long> pairs = new LinkedHashSet<>();
    int left = stubs.length;
    int misses = 0;
    while (left > 0 && misses < MISSES_MAX) {
      int one = random.below(left);
      int other = random.below(left);
      if (stubs[one] == stubs[other] || !pairs.add(key(stubs[one], stubs[other]))) {
        misses++;
        continue;
      }
      misses = 0;
      stubs[Math.max(one, other)] = stubs[--left];
      stubs[Math.min(one, other)] = stubs[--left];
    }
    return pairs;
  }

  private Graph scaleFree(Topology.ScaleFree it) {
    int brought = it.linksPerNode();
    Set<Long> pairs = new LinkedHashSet<>();
    // Each node stands here once for each of its links, so that drawing from it prefers hubs.
    List<Integer> ends = new ArrayList<>();
    for (int node = 1; node <= brought; node++) {
      for (int other = 0; other < node; other++) {
        link(pairs, ends, node, other);
      }
    }
    for (int node = brought + 1; node < it.nodes(); node++) {
      Set<Integer> chosen = new LinkedHashSet<>();
      while (chosen.size() < brought) {
        chosen.add(ends.get(random.below(ends.size())));
      }
      int newcomer = node;
      chosen.forEach(other -> link(pairs, ends, newcomer, other));
    }
    return withRandomLatencies(it.nodes(), pairs);
  }

  private static void link(Set<Long> pairs, List<Integer> ends, int a, int b) {
    pairs.add(key(a, b));
    ends.add(a);
    ends.add(b);
  }

  private Graph withRandomLatencies(int nodes, Set<Long> keys) {
    List<Graph.Pair> pairs = new ArrayList<>();
    for (long key : keys) {
      long latency = random.between(links.latencyMinNanos(), links.latencyMaxNanos());
      pairs.add(new Graph.Pair((int) (key >> 32), (int) key, latency));
    }
    return new Graph(nodes, pairs, onCircle(nodes));
  }

  /** Nodes without a place of their own are drawn on a circle. */
  private static double[][] onCircle(int nodes) {
    double[][] places = new double[nodes][];
    for (int node = 0; node < nodes; node++) {
      double angle = 2 * StrictMath.PI * node / nodes;
      places[node] =
          new double[] {0.5 + 0.5 * StrictMath.cos(angle), 0.5 + 0.5 * StrictMath.sin(angle)};
    }
    return places;
  }

  /** A link's latency grows with its length; parts that lie apart are joined where nearest. */
  private Graph geometric(Topology.Geometric it) {
    double[][] places = new double[it.nodes()][];
    for (int node = 0; node < places.length; node++) {
      places[node] = new double[] {random.unit(), random.unit()};
    }
    double radius = Math.sqrt(it.meanDegree() / (StrictMath.PI * it.nodes()));
    Set<Long> keys = near(places, radius);
    Graph graph = withLatenciesByLength(places, keys);
    while (!isConnected(graph)) {
      keys.add(nearestBetween(places, graph.parts(all(graph.nodes), new BitSet())));
      graph = withLatenciesByLength(places, keys);
    }
    return graph;
  }

  private static Set<Long> near(double[][] places, double radius) {
    int side = Math.max(1, (int) (1 / radius));
    List<List<Integer>> cells = new ArrayList<>();
    for (int cell = 0; cell < side * side; cell++) {
      cells.add(new ArrayList<>());
    }
    Set<Long> keys = new LinkedHashSet<>();
    for (int node = 0; node < places.length; node++) {
      int column = Math.min(side - 1, (int) (places[node][0] * side));
      int row = Math.min(side - 1, (int) (places[node][1] * side));
      for (int y = Math.max(0, row - 1); y <= Math.min(side - 1, row + 1); y++) {
        for (int x = Math.max(0, column - 1); x <= Math.min(side - 1, column + 1); x++) {
          for (int other : cells.get(y * side + x)) {
            if (distance(places[node], places[other]) <= radius) {
              keys.add(key(node, other));
            }
          }
        }
      }
      cells.get(row * side + column).add(node);
    }
    return keys;
  }

  /** The shortest link from the first node's part to any other. */
  private static long nearestBetween(double[][] places, int[] parts) {
    int[] insiders = IntStream.range(0, parts.length).filter(it -> parts[it] == 0).toArray();
    int[] outsiders = IntStream.range(0, parts.length).filter(it -> parts[it] != 0).toArray();
    long nearest = -1;
    double least = Double.MAX_VALUE;
    for (int inside : insiders) {
      for (int outside : outsiders) {
        double distance = distance(places[inside], places[outside]);
        if (distance < least) {
          least = distance;
          nearest = key(inside, outside);
        }
      }
    }
    return nearest;
  }

  private Graph withLatenciesByLength(double[][] places, Set<Long> keys) {
    double longest = 0;
    for (long key : keys) {
      longest = Math.max(longest, length(places, key));
    }
    long spread = links.latencyMaxNanos() - links.latencyMinNanos();
    List<Graph.Pair> pairs = new ArrayList<>();
    for (long key : keys) {
      long more = longest == 0 ? 0 : (long) (spread * (length(places, key) / longest));
      pairs.add(new Graph.Pair((int) (key >> 32), (int) key, links.latencyMinNanos() + more));
    }
    return new Graph(places.length, pairs, places);
  }

  private static double length(double[][] places, long key) {
    return distance(places[(int) (key >> 32)], places[(int) key]);
  }

  private static double distance(double[] a, double[] b) {
    double x = a[0] - b[0];
    double y = a[1] - b[1];
    return Math.sqrt(x * x + y * y);
  }

  private static long key(int a, int b) {
    return ((long) Math.min(a, b) << 32) | Math.max(a, b);
  }

  private static boolean isConnected(Graph graph) {
    return Arrays.stream(graph.parts(all(graph.nodes), new BitSet())).allMatch(part -> part == 0);
  }

  private static BitSet all(int nodes) {
    BitSet all = new BitSet();
    all.set(0, nodes);
    return all;
  }
}
