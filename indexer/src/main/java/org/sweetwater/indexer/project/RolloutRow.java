package org.sweetwater.indexer.project;

import java.time.Instant;
import java.util.Optional;
import org.sweetwater.indexer.decode.RollbackReason;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/**
 * The rollout of an approved experiment.
 *
 * @param id the experiment's
 */
public record RolloutRow(
    Hash32 id,
    Address submitter,
    State state,
    Watch watch,
    Hash32 wavesHash,
    Optional<RollbackReason> rollbackReason,
    Instant beganAt,
    Optional<Instant> finalWaveApprovedAt,
    Optional<Instant> endedAt)
    implements Row.Versioned {
  /**
   * How far it is.
   *
   * @param wave the wave that is drawn or observed, or the last one that was; 0 before the first
   */
  public record State(RolloutPhase phase, int wave, boolean paused) {}

  /**
   * Who watches it.
   *
   * @param heartbeatAt from when missed heartbeats count: the last heartbeat, announcement of a
   *     wave or approval of the last wave
   * @param heartbeatBy whose the last heartbeat was
   * @param heartbeatBlock the block that it named
   */
  public record Watch(
      Instant heartbeatAt, Optional<Address> heartbeatBy, Optional<Long> heartbeatBlock) {
    private Watch since(Instant at) {
      return new Watch(at, heartbeatBy, heartbeatBlock);
    }
  }

  static Key key(Hash32 id) {
    return Key.of(RolloutRow.class, id);
  }

  /** In the transaction that announces the first wave. */
  static RolloutRow begun(Hash32 id, Address submitter, Instant at) {
    return new RolloutRow(
        id,
        submitter,
        new State(RolloutPhase.DRAWING, 0, false),
        new Watch(at, Optional.empty(), Optional.empty()),
        id,
        Optional.empty(),
        at,
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public Key key() {
    return key(id);
  }

  RolloutRow announced(int wave, Instant at) {
    return copy(new State(RolloutPhase.DRAWING, wave, state.paused()), watch.since(at), wavesHash);
  }

  RolloutRow in(RolloutPhase phase) {
    return copy(new State(phase, state.wave(), state.paused()), watch, wavesHash);
  }

  RolloutRow paused(boolean paused) {
    return copy(new State(state.phase(), state.wave(), paused), watch, wavesHash);
  }

  RolloutRow heard(Address attestor, long block, Instant at) {
    return copy(state, new Watch(at, Optional.of(attestor), Optional.of(block)), wavesHash);
  }

  RolloutRow withWavesHash(Hash32 hash) {
    return copy(state, watch, hash);
  }

  RolloutRow finalWaveApproved(Instant at) {
    RolloutRow waiting = in(RolloutPhase.WAITING);
    return new RolloutRow(
        id,
        submitter,
        waiting.state(),
        watch.since(at),
        wavesHash,
        rollbackReason,
        beganAt,
        Optional.of(at),
        endedAt);
  }

  RolloutRow completed(Instant at) {
    return ended(RolloutPhase.COMPLETED, Optional.empty(), at);
  }

  RolloutRow rolledBack(RollbackReason reason, Instant at) {
    return ended(RolloutPhase.ROLLED_BACK, Optional.of(reason), at);
  }

  private RolloutRow ended(RolloutPhase phase, Optional<RollbackReason> reason, Instant at) {
    return new RolloutRow(
        id,
        submitter,
        in(phase).state(),
        watch,
        wavesHash,
        reason,
        beganAt,
        finalWaveApprovedAt,
        Optional.of(at));
  }

  private RolloutRow copy(State nextState, Watch nextWatch, Hash32 nextHash) {
    return new RolloutRow(
        id,
        submitter,
        nextState,
        nextWatch,
        nextHash,
        rollbackReason,
        beganAt,
        finalWaveApprovedAt,
        endedAt);
  }
}
