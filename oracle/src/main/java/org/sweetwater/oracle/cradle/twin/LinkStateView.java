package org.sweetwater.oracle.cradle.twin;

import java.util.Arrays;

/**
 * What a node may believe of the whole mesh: the links that are said to be down. Shortest paths to
 * a destination are computed when they are first asked for.
 */
final class LinkStateView {
  private final ShortestPaths paths;

  /** The view without a link down, or this. */
  private final LinkStateView whole;

  /** Directed links that their sources report as lost, ascending. */
  private final int[] down;

  private final short[][] towards;

  private LinkStateView(ShortestPaths paths, LinkStateView whole, int[] down) {
    this.paths = paths;
    this.whole = whole == null ? this : whole;
    this.down = down;
    this.towards = new short[paths.nodes()][];
  }

  /** The view in which everything is up. */
  @SuppressWarnings("NullAway") // the first view is its own whole
  static LinkStateView whole(ShortestPaths paths) {
    return new LinkStateView(paths, null, new int[0]);
  }

  LinkStateView with(int[] nowDown) {
    return new LinkStateView(paths, whole, nowDown);
  }

  /** The port by which a node sends what is for a destination, or −1. */
  int port(int node, int destination) {
    short[] ports = towards[destination];
    if (ports == null) {
      ports = find(destination);
      towards[destination] = ports;
    }
    return ports[node];
  }

  /** Paths that use no lost link are those of the whole mesh: without it they are no longer. */
  private short[] find(int destination) {
    if (this != whole) {
      whole.port(destination, destination);
      short[] ports = whole.towards[destination];
      if (Arrays.stream(down).noneMatch(link -> paths.uses(ports, link))) {
        return ports;
      }
      return paths.around(ports, destination, down);
    }
    return paths.towards(destination, down);
  }
}
