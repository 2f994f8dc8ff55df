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
 * @param judged verdicts that the e-process has seen
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
    long failures) {

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
        words.number(9));
  }

  /** The last second at which the report of the node at a position is taken. */
  long slotEnd(CanaryConfig config, long position) {
    long duration = config.waveSeconds(wave);
    long lead = duration / 2;
    return startedAt + lead + Math.ceilDiv((duration - lead) * (position + 1), size);
  }

  /** The first second of a node's slot: a healthy report measures until then at least. */
  long slotStart(CanaryConfig config, long position) {
    return slotEnd(config, position) - config.waveSeconds(wave) / 4;
  }

  /** When the last slot ends. */
  long endsAt(CanaryConfig config) {
    return slotEnd(config, size - 1);
  }

  /** How many operators' nodes must see a breach. */
  long breachNodesRequired() {
    return Math.max(3, Math.ceilDiv(size, 10));
  }
}
