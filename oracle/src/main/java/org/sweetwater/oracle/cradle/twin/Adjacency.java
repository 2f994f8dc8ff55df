package org.sweetwater.oracle.cradle.twin;

import java.util.Arrays;

/** Which links their sources hold for usable: what nodes believe, which may be out of date. */
final class Adjacency {
  private final boolean[] isUsable;

  /** All links are in use. */
  Adjacency(int links) {
    isUsable = new boolean[links];
    Arrays.fill(isUsable, true);
  }

  boolean isUsable(int link) {
    return isUsable[link];
  }

  void set(int link, boolean isNowUsable) {
    isUsable[link] = isNowUsable;
  }
}
