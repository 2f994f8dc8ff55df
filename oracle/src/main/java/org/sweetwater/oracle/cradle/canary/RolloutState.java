package org.sweetwater.oracle.cradle.canary;

import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.AbiWords;

/**
 * A rollout as the contract has it: {@code ICanary.Rollout}.
 *
 * @param wave 1 to 4: the wave that is drawn or observed, or the last one that was; 0 before
 * @param paused whether the submitter holds the next wave back
 * @param drawBlock the block whose hash draws the wave
 * @param heartbeatAt seconds since 1970
 * @param heartbeatBlock the block that the last heartbeat named
 * @param wavesHash over the waves that passed
 */
public record RolloutState(
    Hash32 id,
    Phase phase,
    Address submitter,
    int wave,
    boolean paused,
    long drawBlock,
    long heartbeatAt,
    long heartbeatBlock,
    Hash32 wavesHash) {

  /** How far a rollout is; the order is the contract's. */
  public enum Phase {
    /** Not begun. */
    NONE,
    /** A wave is announced; its nodes are drawn. */
    DRAWING,
    /** The wave's nodes run the change and report. */
    OBSERVING,
    /** The wave passed; anybody may begin the next one. */
    WAITING,
    /** Wave 3 passed; a ballot decides about wave 4. */
    AWAITING_BALLOT,
    /** Wave 4 passed. */
    COMPLETED,
    /** For good. */
    ROLLED_BACK
  }

  static RolloutState of(Hash32 id, AbiWords words) {
    return new RolloutState(
        id,
        Phase.values()[(int) words.number(0)],
        words.address(1),
        (int) words.number(2),
        words.number(3) != 0,
        words.number(4),
        words.number(5),
        words.number(6),
        words.word(7));
  }

  /** Whether there is still a way back. */
  public boolean isRollingOut() {
    return switch (phase) {
      case DRAWING, OBSERVING, WAITING, AWAITING_BALLOT -> true;
      case NONE, COMPLETED, ROLLED_BACK -> false;
    };
  }

  /** Whether nothing can happen any more. */
  public boolean isOver() {
    return phase == Phase.COMPLETED || phase == Phase.ROLLED_BACK;
  }

  /** The last wave that started, which breaches name; 0 before the first. */
  public int startedWave() {
    return phase == Phase.DRAWING ? wave - 1 : wave;
  }
}
