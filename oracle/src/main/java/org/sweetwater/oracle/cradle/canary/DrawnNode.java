package org.sweetwater.oracle.cradle.canary;

import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.chain.AbiWords;

/**
 * A node at a position of a wave.
 *
 * @param node zero when none is drawn there
 */
record DrawnNode(Address node, Verdict verdict) {
  /** What the chain knows of a node; the order is the contract's. */
  enum Verdict {
    NONE,
    HEALTHY,
    FAILED,
    SILENT
  }

  static DrawnNode of(AbiWords words) {
    return new DrawnNode(words.address(0), Verdict.values()[(int) words.number(1)]);
  }

  boolean hasVerdict() {
    return verdict != Verdict.NONE;
  }
}
