package org.sweetwater.oracle.cradle.twin;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Nodes 0 to n − 1 and their links, each direction a link of its own. The links out of node v have
 * the numbers {@code first[v]} to {@code first[v + 1] − 1}; the place among them is the port.
 */
final class Graph {
  final int nodes;
  final int[] first;
  final int[] source;
  final int[] target;

  /** The other direction of a link. */
  final int[] reverse;

  final long[] latencyNanos;

  /** Where nodes lie, x and y from 0 to 1: for drawings, and for latencies where space counts. */
  final double[][] places;

  /** A link between two nodes. */
  record Pair(int a, int b, long latencyNanos) {}

  Graph(int nodes, List<Pair> pairs, double[][] places) {
    this.nodes = nodes;
    this.places = places;
    this.first = new int[nodes + 1];
    int links = 2 * pairs.size();
    this.source = new int[links];
    this.target = new int[links];
    this.reverse = new int[links];
    this.latencyNanos = new long[links];
    for (Pair pair : pairs) {
      first[pair.a + 1]++;
      first[pair.b + 1]++;
    }
    for (int node = 0; node < nodes; node++) {
      first[node + 1] += first[node];
    }
    int[] next = Arrays.copyOf(first, nodes);
    for (Pair pair : pairs) {
      int there = next[pair.a]++;
      int back = next[pair.b]++;
      set(there, pair.a, pair.b, back, pair.latencyNanos);
      set(back, pair.b, pair.a, there, pair.latencyNanos);
    }
  }

  private void set(int link, int from, int to, int back, long latency) {
    source[link] = from;
    target[link] = to;
    reverse[link] = back;
    latencyNanos[link] = latency;
  }

  int links() {
    return target.length;
  }

  int degree(int node) {
    return first[node + 1] - first[node];
  }

  /**
   * Numbers the connected parts of what is left without some links and nodes, from 0 on; −1 for a
   * node that is out.
   *
   * @param isIn which nodes are there
   * @param isCut which links carry nothing
   */
  int[] parts(BitSet isIn, BitSet isCut) {
    int[] parts = new int[nodes];
    Arrays.fill(parts, -1);
    int[] queue = new int[nodes];
    int part = 0;
    for (int start = isIn.nextSetBit(0); start >= 0; start = isIn.nextSetBit(start + 1)) {
      if (parts[start] < 0) {
        fill(parts, part++, start, queue, isIn, isCut);
      }
    }
    return parts;
  }

  private void fill(int[] parts, int part, int start, int[] queue, BitSet isIn, BitSet isCut) {
    parts[start] = part;
    queue[0] = start;
    int end = 1;
    for (int at = 0; at < end; at++) {
      int node = queue[at];
      for (int link = first[node]; link < first[node + 1]; link++) {
        int other = target[link];
        if (parts[other] < 0 && isIn.get(other) && !isCut.get(link)) {
          parts[other] = part;
          queue[end++] = other;
        }
      }
    }
  }
}
