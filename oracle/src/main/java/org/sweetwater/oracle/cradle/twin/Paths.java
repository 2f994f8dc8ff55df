package org.sweetwater.oracle.cradle.twin;

/** The ways that packets would take now, hop by hop, by what each node believes. */
final class Paths {
  private final World world;
  private final Routes routes;
  private final int hopsMax;

  Paths(World world, Routes routes) {
    this.world = world;
    this.routes = routes;
    this.hopsMax = world.network.routing().hopsMax();
  }

  /** Whether a packet would arrive, if no link lost it by chance. */
  boolean isWhole(int source, int destination) {
    int node = source;
    for (int hop = 0; hop < hopsMax && node != destination; hop++) {
      int link = routes.next(node, destination);
      if (link == Routes.NONE || !world.carries(link)) {
        return false;
      }
      node = world.graph.target[link];
    }
    return node == destination;
  }

  /** Tells two ways apart; the same for all ways that lead nowhere. */
  long fingerprint(int source, int destination) {
    long print = source;
    int node = source;
    for (int hop = 0; hop < hopsMax && node != destination; hop++) {
      int link = routes.next(node, destination);
      if (link == Routes.NONE) {
        return Routes.NONE;
      }
      print = print * 1_000_003 + link;
      node = world.graph.target[link];
    }
    return node == destination ? print : Routes.NONE;
  }
}
