package org.sweetwater.oracle.cradle.canary;

import java.math.BigInteger;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.AbiWords;

/**
 * A wave as the contract has it: {@code ICanary.Wave}. Times are seconds since 1970.
 *
 * @param wave 1 to 4
 * @param seed zero until it is latched
 * @param evidence the e-process, Q64.64
 * @param startedAt 0 before the last node is drawn
 * @param pool candidates that are left
 * @param size nodes to draw
 * @param judged verdicts of this wave that the e-process has seen
 * @param duration how long the wave is observed, in seconds
 */
public record WaveState(
    int wave,
    Hash32 seed,
    BigInteger evidence,
    long announcedAt,
    long startedAt,
    long pool,
    long networkNodes,
    long size,
    long drawn,
    long judged,
    long failures,
    long duration) {

  static WaveState of(int wave, AbiWords words) {
    return new WaveState(
        wave,
        words.word(0),
        words.word(1).toUnsigned(),
        words.number(2),
        words.number(3),
        words.number(4),
        words.number(5),
        words.number(6),
        words.number(7),
        words.number(8),
        words.number(9),
        words.number(10));
  }

  /** The last second at which the report of the node at a position is taken. */
  long slotEnd(long position) {
    long lead = duration / 2;
    return startedAt + lead + Math.ceilDiv((duration - lead) * (position + 1), size);
  }

  /** The first second of a node's slot: a healthy report measures until then at least. */
  long slotStart(long position) {
    return slotEnd(position) - duration / 4;
  }

  /** When the last slot ends. */
  long endsAt() {
    return slotEnd(size - 1);
  }

  /** How many operators' nodes must see a breach. */
  long breachNodesRequired() {
    return Math.max(3, Math.ceilDiv(size, 10));
  }
}
