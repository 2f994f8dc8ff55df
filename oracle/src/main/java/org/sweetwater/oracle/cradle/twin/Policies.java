package org.sweetwater.oracle.cradle.twin;

import java.util.ArrayList;
import java.util.List;

/**
 * How versions of the policy spread: a drawn node publishes one, each node that learns of it tells
 * its neighbours once, and every node compares versions with a drawn neighbour from time to time,
 * which heals what the flood missed. Nodes keep what they know when they lose power.
 */
final class Policies {
  /** A signed policy of some hundred rules. */
  private static final int BYTES = 8_192;

  private final World world;
  private final Medium medium;
  private final Adjacency adjacency;
  private final Network.Policy policy;
  private final SeededRandom random;
  private final int[] versions;

  /** When each version was published, ns; version 0 before the start. */
  private final List<Long> publishedAt = new ArrayList<>(List.of(Long.MIN_VALUE));

  Policies(World world, Medium medium, Adjacency adjacency, Seeds seeds) {
    this.world = world;
    this.medium = medium;
    this.adjacency = adjacency;
    this.policy = world.network.policy();
    this.random = seeds.stream("policy");
    this.versions = new int[world.graph.nodes];
  }

  void start() {
    world.queue.schedule(random.below(policy.publishNanos()), Event.POLICY_PUBLISHED, 0, 0);
    for (int node = 0; node < versions.length; node++) {
      world.queue.schedule(random.below(policy.syncNanos()), Event.POLICY_SYNC, node, 0);
    }
  }

  void publish() {
    // A node without power publishes nothing; the next that runs does it instead.
    int drawn = world.alive.nextSetBit(random.below(versions.length));
    int publisher = drawn >= 0 ? drawn : world.alive.nextSetBit(0);
    if (publisher >= 0) {
      publishedAt.add(world.now());
      learn(publisher, publishedAt.size() - 1, Routes.NONE);
    }
    world.queue.schedule(world.now() + policy.publishNanos(), Event.POLICY_PUBLISHED, 0, 0);
  }

  void arrive(int version, int link) {
    int node = world.graph.target[link];
    if (world.alive.get(node)) {
      learn(node, version, world.graph.reverse[link]);
    }
  }

  private void learn(int node, int version, int from) {
    if (versions[node] >= version) {
      return;
    }
    versions[node] = version;
    Graph graph = world.graph;
    for (int link = graph.first[node]; link < graph.first[node + 1]; link++) {
      if (link != from && adjacency.isUsable(link)) {
        tell(link, version);
      }
    }
  }

  private void tell(int link, int version) {
    long arrival = medium.sendOnce(link, BYTES, world.now());
    if (arrival != Medium.LOST) {
      world.queue.schedule(arrival, Event.POLICY, version, link);
    }
  }

  /** A node compares versions with a neighbour; who knows less is told. */
  void sync(int node) {
    Graph graph = world.graph;
    int link = graph.first[node] + random.below(graph.degree(node));
    if (world.carries(link) && adjacency.isUsable(link)) {
      int other = graph.target[link];
      if (versions[node] > versions[other]) {
        tell(link, versions[node]);
      } else if (versions[node] < versions[other]) {
        tell(graph.reverse[link], versions[other]);
      }
    }
    world.queue.schedule(world.now() + policy.syncNanos(), Event.POLICY_SYNC, node, 0);
  }

  /** The version that every node should know by now. */
  private int due() {
    int version = publishedAt.size() - 1;
    while (version > 0 && publishedAt.get(version) + policy.graceNanos() > world.now()) {
      version--;
    }
    return version;
  }

  /** Live nodes that know the version that all should know, ppm. */
  long consistencyPpm() {
    int due = due();
    long knowing = world.alive.stream().filter(node -> versions[node] >= due).count();
    int living = world.alive.cardinality();
    return living == 0 ? 0 : Ppm.of(knowing, living);
  }

  /** Whether a node refuses a packet, because of what its source does not know. */
  boolean refuses(int node, int source) {
    return policy.isStrict() && versions[source] < versions[node] && versions[source] < due();
  }
}
