package org.sweetwater.oracle.cradle.twin;

import java.util.Arrays;

/** The packets on their way, each in a slot that is used again. */
final class Packets {
  int[] source = new int[256];
  int[] destination = new int[256];
  int[] bytes = new int[256];
  int[] hops = new int[256];
  long[] sentAt = new long[256];

  /**
   * The link by which the packet first came to the adversary; {@link Routes#NONE} if it did not.
   */
  int[] firstSeen = new int[256];

  /** The link by which it last left the adversary. */
  int[] lastSeen = new int[256];

  private int[] unused = new int[256];
  private int unusedCount;
  private int used;

  /** Takes a slot. */
  int take() {
    if (unusedCount > 0) {
      return unused[--unusedCount];
    }
    if (used == source.length) {
      grow(2 * used);
    }
    return used++;
  }

  private void grow(int length) {
    source = Arrays.copyOf(source, length);
    destination = Arrays.copyOf(destination, length);
    bytes = Arrays.copyOf(bytes, length);
    hops = Arrays.copyOf(hops, length);
    sentAt = Arrays.copyOf(sentAt, length);
    firstSeen = Arrays.copyOf(firstSeen, length);
    lastSeen = Arrays.copyOf(lastSeen, length);
    unused = Arrays.copyOf(unused, length);
  }

  int inFlight() {
    return used - unusedCount;
  }

  /** Gives a slot back. */
  void free(int slot) {
    unused[unusedCount++] = slot;
  }
}
