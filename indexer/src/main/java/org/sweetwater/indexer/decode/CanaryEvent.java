package org.sweetwater.indexer.decode;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/**
 * An event of the Canary; {@code contracts/src/interfaces/ICanary.sol} says what each means. {@code
 * id} is the experiment's.
 */
public sealed interface CanaryEvent extends ContractEvent {
  /** An approved experiment's rollout began. */
  record RolloutBegun(Hash32 id, Address submitter) implements CanaryEvent {}

  /** A wave's nodes will be drawn, out of {@code pool}, from the hash of {@code drawBlock}. */
  record WaveAnnounced(Hash32 id, int wave, long drawBlock, long pool) implements CanaryEvent {}

  /** Nodes in drawn order; the first stands at {@code firstPosition}. */
  record NodesDrawn(Hash32 id, int wave, long firstPosition, List<Address> nodes)
      implements CanaryEvent {
    /** Copies the list. */
    public NodesDrawn {
      nodes = List.copyOf(nodes);
    }
  }

  /** A wave has its nodes and is observed. */
  record WaveStarted(
      Hash32 id,
      int wave,
      Hash32 seed,
      long networkNodes,
      long size,
      Instant startedAt,
      Instant endsAt)
      implements CanaryEvent {}

  /** A node's verdict; bit i of {@code failedMetrics} means that metric i failed. */
  record NodeReported(
      Hash32 id,
      int wave,
      Address node,
      long position,
      Verdict verdict,
      int failedMetrics,
      long samples,
      Instant measuredUntil,
      MetricSet metrics)
      implements CanaryEvent {}

  /** A node said nothing in its slot. */
  record NodeSilent(Hash32 id, int wave, Address node, long position) implements CanaryEvent {}

  /** Where a wave's e-process stands; {@code evidence} is Q64.64. */
  record VerdictsJudged(Hash32 id, int wave, long judged, long failures, BigInteger evidence)
      implements CanaryEvent {}

  /** A wave passed. */
  record WavePassed(
      Hash32 id, int wave, long size, long failures, long excludedPpm, Hash32 wavesHash)
      implements CanaryEvent {}

  /** A ballot let the last wave begin. */
  record FinalWaveApproved(Hash32 id, Hash32 wavesHash) implements CanaryEvent {}

  /** The next wave is held back, by the submitter or for a node's held metric, or let go again. */
  record RolloutPaused(Hash32 id, boolean paused) implements CanaryEvent {}

  /** An attestor's sign of life, over the hash of block {@code blockNumber}. */
  record HeartbeatReceived(Hash32 id, Address attestor, int wave, long blockNumber)
      implements CanaryEvent {}

  /** A measurement that is too bad to go on; {@code metric} counts from 0. */
  record BreachReported(
      Hash32 id,
      int wave,
      Address signer,
      boolean byAttestor,
      int metric,
      BigInteger value,
      Instant windowStart,
      Instant windowEnd)
      implements CanaryEvent {}

  /** The last wave passed. */
  record RolloutCompleted(Hash32 id) implements CanaryEvent {}

  /** A rollout went back for good. */
  record RolledBack(Hash32 id, int wave, RollbackReason reason) implements CanaryEvent {}
}
