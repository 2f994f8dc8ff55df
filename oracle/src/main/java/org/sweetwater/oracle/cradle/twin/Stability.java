package org.sweetwater.oracle.cradle.twin;

import java.util.OptionalLong;

/** How many drawn pairs keep their path from one window to the next. */
final class Stability {
  private static final int PAIRS = 256;

  private final World world;
  private final Paths paths;
  private final int[] sources = new int[PAIRS];
  private final int[] destinations = new int[PAIRS];
  private final long[] before = new long[PAIRS];
  private final boolean[] wasConnected = new boolean[PAIRS];

  Stability(World world, Paths paths, Seeds seeds) {
    this.world = world;
    this.paths = paths;
    SeededRandom random = seeds.stream("stability");
    for (int pair = 0; pair < PAIRS; pair++) {
      sources[pair] = random.below(world.graph.nodes);
      int other = random.below(world.graph.nodes - 1);
      destinations[pair] = other >= sources[pair] ? other + 1 : other;
    }
    windowPpm();
  }

  /** The share of unchanged paths since the last call; empty when no pair was connected twice. */
  OptionalLong windowPpm() {
    int compared = 0;
    int same = 0;
    for (int pair = 0; pair < PAIRS; pair++) {
      boolean isConnected = world.areConnected(sources[pair], destinations[pair]);
      long print = isConnected ? paths.fingerprint(sources[pair], destinations[pair]) : 0;
      if (isConnected && wasConnected[pair]) {
        compared++;
        same += print == before[pair] ? 1 : 0;
      }
      before[pair] = print;
      wasConnected[pair] = isConnected;
    }
    return compared == 0 ? OptionalLong.empty() : OptionalLong.of(Ppm.of(same, compared));
  }
}
