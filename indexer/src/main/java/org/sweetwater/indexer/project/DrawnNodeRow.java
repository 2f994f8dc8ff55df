package org.sweetwater.indexer.project;

import java.time.Instant;
import java.util.Optional;
import org.sweetwater.indexer.decode.CanaryEvent;
import org.sweetwater.indexer.decode.Verdict;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/**
 * A node that runs a change in a wave, and what it said about it. It has two versions at most: one
 * from the draw on, one from the verdict on.
 *
 * @param position where it stands in drawn order, from 0
 * @param failedMetrics bit i says that metric i is missing or beyond its threshold
 * @param report empty until it reports, and for ever when it is silent
 * @param metrics what it measured
 */
public record DrawnNodeRow(
    Hash32 experimentId,
    int wave,
    long position,
    Address node,
    Verdict verdict,
    int failedMetrics,
    Optional<Report> report,
    ExperimentRow.Metrics metrics,
    Instant drawnAt,
    Optional<Instant> verdictAt)
    implements Row.Versioned {
  /** How much it measured, and until when. */
  public record Report(long samples, Instant measuredUntil) {}

  static Key key(Hash32 experimentId, int wave, long position) {
    return Key.of(DrawnNodeRow.class, experimentId, wave, position);
  }

  static DrawnNodeRow drawn(
      Hash32 experimentId, int wave, long position, Address node, Instant at) {
    return new DrawnNodeRow(
        experimentId,
        wave,
        position,
        node,
        Verdict.NONE,
        0,
        Optional.empty(),
        ExperimentRow.Metrics.NONE,
        at,
        Optional.empty());
  }

  @Override
  public Key key() {
    return key(experimentId, wave, position);
  }

  DrawnNodeRow reported(CanaryEvent.NodeReported e, Instant at) {
    return new DrawnNodeRow(
        experimentId,
        wave,
        position,
        node,
        e.verdict(),
        e.failedMetrics(),
        Optional.of(new Report(e.samples(), e.measuredUntil())),
        ExperimentRow.Metrics.from(e.metrics()),
        drawnAt,
        Optional.of(at));
  }

  DrawnNodeRow silent(Instant at) {
    return new DrawnNodeRow(
        experimentId,
        wave,
        position,
        node,
        Verdict.SILENT,
        failedMetrics,
        report,
        metrics,
        drawnAt,
        Optional.of(at));
  }
}
