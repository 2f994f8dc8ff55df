package org.sweetwater.oracle.cradle.twin;

import java.util.Arrays;
import java.util.BitSet;

/** What is the case in the mesh now, as opposed to what its nodes believe. */
final class World {
  final Network network;
  final Graph graph;
  final EventQueue queue = new EventQueue();

  /** The nodes that run. */
  final BitSet alive = new BitSet();

  /** The links that faults have cut. */
  final BitSet cut = new BitSet();

  /** The chance that one sending over a link is lost, ppm. */
  final int[] lossPpm;

  /** One-way latency of each link, ns, faults included. */
  final long[] latencyNanos;

  private int[] parts;

  World(Network network, Graph graph) {
    this.network = network;
    this.graph = graph;
    this.alive.set(0, graph.nodes);
    this.lossPpm = new int[graph.links()];
    Arrays.fill(lossPpm, network.links().lossPpm());
    this.latencyNanos = graph.latencyNanos.clone();
    this.parts = graph.parts(alive, cut);
  }

  long now() {
    return queue.time();
  }

  /** Whether a link can carry anything: both its nodes run and nothing cuts it. */
  boolean carries(int link) {
    return alive.get(graph.source[link]) && alive.get(graph.target[link]) && !cut.get(link);
  }

  /** Whether a live path leads from one node to another. */
  boolean areConnected(int one, int other) {
    return parts[one] >= 0 && parts[one] == parts[other];
  }

  /** To be called after nodes or links came or went. */
  void findParts() {
    parts = graph.parts(alive, cut);
  }
}
