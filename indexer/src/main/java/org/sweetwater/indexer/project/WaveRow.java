package org.sweetwater.indexer.project;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import org.sweetwater.indexer.decode.Verdict;
import org.sweetwater.wrappers.Hash32;

/**
 * One wave of a rollout.
 *
 * @param pool registered nodes at the announcement
 * @param evidence the e-process of the rollout's verdicts so far, those of earlier waves included,
 *     Q64.64; empty until one of this wave was judged
 * @param excludedPpm the share of breaking nodes that a passed wave excludes at 95 %
 */
public record WaveRow(
    Hash32 experimentId,
    int number,
    WaveStatus status,
    long drawBlock,
    long pool,
    Optional<Start> start,
    Count count,
    Optional<BigInteger> evidence,
    Optional<Long> excludedPpm,
    Instant announcedAt,
    Optional<Instant> endedAt)
    implements Row.Versioned {
  /** What was fixed when the last node was drawn. */
  public record Start(
      Hash32 seed, long networkNodes, long size, Instant startedAt, Instant endsAt) {}

  /**
   * Nodes of the wave.
   *
   * @param judged verdicts that the e-process has seen: those of the first nodes in drawn order
   * @param failures of those, failed or silent
   * @param silent nodes that said nothing in their slot
   */
  public record Count(long drawn, long reported, long judged, long failures, long silent) {
    static final Count NONE = new Count(0, 0, 0, 0, 0);
  }

  static Key key(Hash32 experimentId, int number) {
    return Key.of(WaveRow.class, experimentId, number);
  }

  static WaveRow announced(Hash32 experimentId, int number, long drawBlock, long pool, Instant at) {
    return new WaveRow(
        experimentId,
        number,
        WaveStatus.DRAWING,
        drawBlock,
        pool,
        Optional.empty(),
        Count.NONE,
        Optional.empty(),
        Optional.empty(),
        at,
        Optional.empty());
  }

  @Override
  public Key key() {
    return key(experimentId, number);
  }

  WaveRow drawn(long nodes) {
    return withCount(
        new Count(
            count.drawn() + nodes,
            count.reported(),
            count.judged(),
            count.failures(),
            count.silent()));
  }

  WaveRow started(Start at) {
    return copy(WaveStatus.OBSERVING, Optional.of(at), count, evidence, excludedPpm, endedAt);
  }

  /** One more node has this verdict. */
  WaveRow heard(Verdict verdict) {
    int silent = verdict == Verdict.SILENT ? 1 : 0;
    return withCount(
        new Count(
            count.drawn(),
            count.reported() + 1 - silent,
            count.judged(),
            count.failures(),
            count.silent() + silent));
  }

  WaveRow judged(long verdicts, long failures, BigInteger now) {
    Count next = new Count(count.drawn(), count.reported(), verdicts, failures, count.silent());
    return copy(status, start, next, Optional.of(now), excludedPpm, endedAt);
  }

  WaveRow passed(long ppm, Instant at) {
    return copy(WaveStatus.PASSED, start, count, evidence, Optional.of(ppm), Optional.of(at));
  }

  WaveRow rolledBack(Instant at) {
    return copy(WaveStatus.ROLLED_BACK, start, count, evidence, excludedPpm, Optional.of(at));
  }

  private WaveRow withCount(Count next) {
    return copy(status, start, next, evidence, excludedPpm, endedAt);
  }

  private WaveRow copy(
      WaveStatus nextStatus,
      Optional<Start> nextStart,
      Count nextCount,
      Optional<BigInteger> nextEvidence,
      Optional<Long> nextExcludedPpm,
      Optional<Instant> nextEndedAt) {
    return new WaveRow(
        experimentId,
        number,
        nextStatus,
        drawBlock,
        pool,
        nextStart,
        nextCount,
        nextEvidence,
        nextExcludedPpm,
        announcedAt,
        nextEndedAt);
  }
}
