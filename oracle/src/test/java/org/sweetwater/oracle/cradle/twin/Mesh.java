package org.sweetwater.oracle.cradle.twin;

import java.util.Arrays;

/** The parts of the twin below the traffic, driven by hand, with faults as the test wants them. */
final class Mesh {
  final World world;
  final Graph graph;
  final Adjacency adjacency;
  final Medium medium;
  final Routes routes;
  final Neighbours neighbours;
  final Policies policies;

  Mesh(Network network, Graph graph, long seed) {
    Seeds seeds = Draft.seeds(seed);
    this.world = new World(network, graph);
    this.graph = graph;
    this.adjacency = new Adjacency(graph.links());
    this.medium = new Medium(world, seeds);
    this.routes =
        switch (network.routing().protocol()) {
          case LINK_STATE -> new LinkStateRoutes(world, medium, adjacency);
          case DISTANCE_VECTOR -> new DistanceVectorRoutes(world, medium, adjacency);
        };
    this.neighbours = new Neighbours(world, medium, adjacency, routes, seeds);
    this.policies = new Policies(world, medium, adjacency, seeds);
  }

  static Mesh of(Network network, long seed) {
    return new Mesh(network, Draft.graph(network, seed), seed);
  }

  Mesh start() {
    neighbours.start();
    policies.start();
    return this;
  }

  /** Plays until a time; calls the watcher after each event. */
  void runUntil(long nanos, Runnable afterEvent) {
    world.queue.schedule(nanos, Event.WINDOW, 0, 0);
    while (world.queue.advance() && world.queue.event() != Event.WINDOW) {
      happen(world.queue.first(), world.queue.second());
      afterEvent.run();
    }
  }

  void runFor(long nanos) {
    runUntil(world.now() + nanos, () -> {});
  }

  void kill(int node) {
    world.alive.clear(node);
    changed();
  }

  void revive(int node) {
    if (!world.alive.get(node)) {
      world.alive.set(node);
      routes.restarted(node);
      changed();
    }
  }

  void cut(int link, boolean isCut) {
    world.cut.set(link, isCut);
    world.cut.set(graph.reverse[link], isCut);
    changed();
  }

  void lose(int ppm) {
    Arrays.fill(world.lossPpm, ppm);
    changed();
  }

  void changed() {
    world.findParts();
    neighbours.worldChanged();
  }

  private void happen(int first, int second) {
    switch (world.queue.event()) {
      case SILENCE -> neighbours.silence(first, second);
      case HEARD -> neighbours.heard(first, second);
      case GREETED, HANDSHAKE -> neighbours.beginHandshake(first, second);
      case HANDSHAKE_ANSWER -> neighbours.answerHandshake(first, second);
      case HANDSHAKE_DONE -> neighbours.finishHandshake(first, second);
      case REKEY -> neighbours.rekey(first);
      case ROUTING_NEWS -> routes.news(first, second);
      case ROUTING_ACTS -> routes.act(first, second);
      case POLICY_PUBLISHED -> policies.publish();
      case POLICY -> policies.arrive(first, second);
      case POLICY_SYNC -> policies.sync(first);
      case PACKET, TRAFFIC, FAULT, FAULT_ENDS, REPAIR_PROBE, WINDOW ->
          throw new IllegalStateException("nothing here schedules " + world.queue.event());
    }
  }
}
