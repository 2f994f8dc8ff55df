package org.sweetwater.oracle.cradle.twin;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Dijkstra's algorithm from a destination, over links whose two directions are both up. Among ways
 * of the same length a node takes its first port.
 */
final class ShortestPaths {
  private static final int CHILDREN = 4;

  private final Graph graph;
  private final long[] costs;
  private final long[] distances;

  // A heap with decreasing keys: nodes, and where in the heap each is (−1: never, −2: done).
  private final int[] heap;
  private final int[] places;
  private int size;

  ShortestPaths(Graph graph, Network.Routing.Cost cost) {
    this.graph = graph;
    this.costs =
        switch (cost) {
          case LATENCY -> graph.latencyNanos;
          case HOPS -> ones(graph.links());
        };
    this.distances = new long[graph.nodes];
    this.heap = new int[graph.nodes];
    this.places = new int[graph.nodes];
  }

  private static long[] ones(int length) {
    long[] ones = new long[length];
    Arrays.fill(ones, 1);
    return ones;
  }

  int nodes() {
    return graph.nodes;
  }

  /** Whether ways to one destination lead over a link, in either direction. */
  boolean uses(short[] ports, int link) {
    int reverse = graph.reverse[link];
    return isChosen(ports, link) || isChosen(ports, reverse);
  }

  private boolean isChosen(short[] ports, int link) {
    int node = graph.source[link];
    return ports[node] == link - graph.first[node];
  }

  /**
   * The port of each node towards a destination; −1 where there is no way, and at the destination.
   *
   * @param down directed links that are lost
   */
  short[] towards(int destination, int[] down) {
    BitSet isDown = both(down);
    measure(destination, isDown);
    short[] ports = new short[graph.nodes];
    for (int node = 0; node < graph.nodes; node++) {
      ports[node] = node == destination ? -1 : port(node, isDown);
    }
    return ports;
  }

  /**
   * As {@link #towards}, from the ways of the whole mesh: only nodes whose way led over a lost link
   * look for another (Ramalingam and Reps, 1996, for deletions). A lost link shortens nothing, so
   * all others keep their way.
   *
   * @param whole what {@link #towards} gives without a lost link, in a connected graph
   */
  short[] around(short[] whole, int destination, int[] down) {
    BitSet isDown = both(down);
    follow(whole, destination, isDown);
    BitSet cutOff = new BitSet();
    for (int node = 0; node < graph.nodes; node++) {
      cutOff.set(node, distances[node] == Long.MAX_VALUE);
    }
    Arrays.fill(places, -1);
    size = 0;
    cutOff.stream().forEach(node -> enter(node, cutOff, isDown));
    settle(isDown);
    short[] ports = whole.clone();
    cutOff.stream().forEach(node -> ports[node] = port(node, isDown));
    return ports;
  }

  /** The distance of each node by its way in the whole mesh; MAX_VALUE where that is broken. */
  private void follow(short[] whole, int destination, BitSet isDown) {
    Arrays.fill(distances, -1);
    distances[destination] = 0;
    for (int node = 0; node < graph.nodes; node++) {
      // The heap is empty, and serves as the list of nodes on the way.
      int length = 0;
      int at = node;
      while (distances[at] < 0) {
        heap[length++] = at;
        at = graph.target[graph.first[at] + whole[at]];
      }
      while (length > 0) {
        int before = heap[--length];
        int link = graph.first[before] + whole[before];
        boolean isBroken = distances[at] == Long.MAX_VALUE || isDown.get(link);
        distances[before] = isBroken ? Long.MAX_VALUE : distances[at] + costs[link];
        at = before;
      }
    }
  }

  /** Begins with the best way over a neighbour that kept its own. */
  private void enter(int node, BitSet cutOff, BitSet isDown) {
    for (int link = graph.first[node]; link < graph.first[node + 1]; link++) {
      int other = graph.target[link];
      if (!cutOff.get(other) && !isDown.get(link)) {
        distances[node] = Math.min(distances[node], distances[other] + costs[link]);
      }
    }
    if (distances[node] != Long.MAX_VALUE) {
      up(node, size++);
    }
  }

  private BitSet both(int[] down) {
    BitSet both = new BitSet();
    for (int link : down) {
      both.set(link);
      both.set(graph.reverse[link]);
    }
    return both;
  }

  private short port(int node, BitSet isDown) {
    int first = graph.first[node];
    if (distances[node] != Long.MAX_VALUE) {
      for (int link = first; link < graph.first[node + 1]; link++) {
        long rest = distances[graph.target[link]];
        if (rest != Long.MAX_VALUE && rest + costs[link] == distances[node] && !isDown.get(link)) {
          return (short) (link - first);
        }
      }
    }
    return -1;
  }

  private void measure(int destination, BitSet isDown) {
    Arrays.fill(distances, Long.MAX_VALUE);
    Arrays.fill(places, -1);
    distances[destination] = 0;
    size = 0;
    up(destination, size++);
    settle(isDown);
  }

  private void settle(BitSet isDown) {
    while (size > 0) {
      int node = pop();
      for (int link = graph.first[node]; link < graph.first[node + 1]; link++) {
        int other = graph.target[link];
        long distance = distances[node] + costs[link];
        if (distance < distances[other] && !isDown.get(link)) {
          distances[other] = distance;
          up(other, places[other] >= 0 ? places[other] : size++);
        }
      }
    }
  }

  private int pop() {
    int least = heap[0];
    places[least] = -2;
    int last = heap[--size];
    if (size > 0) {
      down(last);
    }
    return least;
  }

  private void up(int node, int from) {
    int hole = from;
    while (hole > 0) {
      int parent = (hole - 1) / CHILDREN;
      if (distances[heap[parent]] <= distances[node]) {
        break;
      }
      put(heap[parent], hole);
      hole = parent;
    }
    put(node, hole);
  }

  private void down(int node) {
    int hole = 0;
    while (CHILDREN * hole + 1 < size) {
      int least = CHILDREN * hole + 1;
      int end = Math.min(least + CHILDREN, size);
      for (int child = least + 1; child < end; child++) {
        if (distances[heap[child]] < distances[heap[least]]) {
          least = child;
        }
      }
      if (distances[node] <= distances[heap[least]]) {
        break;
      }
      put(heap[least], hole);
      hole = least;
    }
    put(node, hole);
  }

  private void put(int node, int place) {
    heap[place] = node;
    places[node] = place;
  }
}
