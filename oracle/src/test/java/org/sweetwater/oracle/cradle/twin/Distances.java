package org.sweetwater.oracle.cradle.twin;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;

/** Lengths of shortest paths by Floyd and Warshall (1962), as naive as can be. */
final class Distances {
  static final long NONE = Long.MAX_VALUE / 4;

  private Distances() {}

  static long[][] of(Graph graph, IntToLongFunction cost, IntPredicate isThere) {
    long[][] distance = new long[graph.nodes][graph.nodes];
    for (int node = 0; node < graph.nodes; node++) {
      Arrays.fill(distance[node], NONE);
      distance[node][node] = 0;
    }
    for (int link = 0; link < graph.links(); link++) {
      if (isThere.test(link)) {
        distance[graph.source[link]][graph.target[link]] = cost.applyAsLong(link);
      }
    }
    for (int middle = 0; middle < graph.nodes; middle++) {
      for (int from = 0; from < graph.nodes; from++) {
        for (int to = 0; to < graph.nodes; to++) {
          long over = distance[from][middle] + distance[middle][to];
          distance[from][to] = Math.min(distance[from][to], over);
        }
      }
    }
    return distance;
  }
}
