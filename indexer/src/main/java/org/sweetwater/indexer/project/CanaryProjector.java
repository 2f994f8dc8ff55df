package org.sweetwater.indexer.project;

import java.time.Instant;
import java.util.function.UnaryOperator;
import org.sweetwater.indexer.decode.CanaryEvent;
import org.sweetwater.indexer.decode.MetricSet;
import org.sweetwater.indexer.decode.Verdict;
import org.sweetwater.wrappers.Hash32;

/** Rollouts, waves, drawn nodes and breach reports. */
final class CanaryProjector {
  /** The wave after which a second ballot decides. */
  private static final int BALLOT_WAVE = 3;

  private final Ledger ledger;
  private final Rows rows;

  CanaryProjector(Ledger ledger) {
    this.ledger = ledger;
    this.rows = new Rows(ledger);
  }

  void project(CanaryEvent event, Origin origin) {
    Instant at = origin.minedAt();
    switch (event) {
      case CanaryEvent.RolloutBegun e ->
          ledger.put(RolloutRow.begun(e.id(), e.submitter(), at), origin);
      case CanaryEvent.WaveAnnounced e -> {
        ledger.put(WaveRow.announced(e.id(), e.wave(), e.drawBlock(), e.pool(), at), origin);
        rollout(e.id(), origin, row -> row.announced(e.wave(), at));
      }
      case CanaryEvent.NodesDrawn e -> draw(e, origin);
      case CanaryEvent.WaveStarted e -> {
        wave(e.id(), e.wave(), origin, row -> row.started(startOf(e)));
        rollout(e.id(), origin, row -> row.in(RolloutPhase.OBSERVING));
      }
      case CanaryEvent.NodeReported e -> {
        node(e.id(), e.wave(), e.position(), origin, row -> row.reported(e, at));
        wave(e.id(), e.wave(), origin, row -> row.heard(e.verdict()));
      }
      case CanaryEvent.NodeSilent e -> {
        node(e.id(), e.wave(), e.position(), origin, row -> row.silent(at));
        wave(e.id(), e.wave(), origin, row -> row.heard(Verdict.SILENT));
      }
      case CanaryEvent.VerdictsJudged e ->
          wave(e.id(), e.wave(), origin, row -> row.judged(e.judged(), e.failures(), e.evidence()));
      case CanaryEvent.WavePassed e -> pass(e, origin);
      case CanaryEvent.FinalWaveApproved e ->
          rollout(e.id(), origin, row -> row.finalWaveApproved(at));
      case CanaryEvent.RolloutPaused e -> rollout(e.id(), origin, row -> row.paused(e.paused()));
      case CanaryEvent.HeartbeatReceived e ->
          rollout(e.id(), origin, row -> row.heard(e.attestor(), e.blockNumber(), at));
      case CanaryEvent.BreachReported e -> ledger.add(breachOf(e, at), origin);
      case CanaryEvent.RolloutCompleted e -> rollout(e.id(), origin, row -> row.completed(at));
      case CanaryEvent.RolledBack e -> {
        rollBack(e.id(), e.wave(), origin);
        rollout(e.id(), origin, row -> row.rolledBack(e.reason(), at));
      }
    }
  }

  private void draw(CanaryEvent.NodesDrawn e, Origin origin) {
    for (int i = 0; i < e.nodes().size(); i++) {
      long position = e.firstPosition() + i;
      ledger.put(
          DrawnNodeRow.drawn(e.id(), e.wave(), position, e.nodes().get(i), origin.minedAt()),
          origin);
    }
    wave(e.id(), e.wave(), origin, row -> row.drawn(e.nodes().size()));
  }

  /** After the last wave the completion follows in the same transaction. */
  private void pass(CanaryEvent.WavePassed e, Origin origin) {
    RolloutPhase next =
        e.wave() == BALLOT_WAVE ? RolloutPhase.AWAITING_BALLOT : RolloutPhase.WAITING;
    wave(e.id(), e.wave(), origin, row -> row.passed(e.excludedPpm(), origin.minedAt()));
    rollout(e.id(), origin, row -> row.in(next).withWavesHash(e.wavesHash()));
  }

  /** A wave that had passed has passed, whatever came after it. */
  private void rollBack(Hash32 id, int number, Origin origin) {
    WaveRow wave = rows.load(WaveRow.class, WaveRow.key(id, number), origin);
    if (wave.status() != WaveStatus.PASSED) {
      ledger.put(wave.rolledBack(origin.minedAt()), origin);
    }
  }

  private void rollout(Hash32 id, Origin origin, UnaryOperator<RolloutRow> change) {
    rows.change(RolloutRow.class, RolloutRow.key(id), origin, change);
  }

  private void wave(Hash32 id, int number, Origin origin, UnaryOperator<WaveRow> change) {
    rows.change(WaveRow.class, WaveRow.key(id, number), origin, change);
  }

  private void node(
      Hash32 id, int wave, long position, Origin origin, UnaryOperator<DrawnNodeRow> change) {
    rows.change(DrawnNodeRow.class, DrawnNodeRow.key(id, wave, position), origin, change);
  }

  private static WaveRow.Start startOf(CanaryEvent.WaveStarted e) {
    return new WaveRow.Start(e.seed(), e.networkNodes(), e.size(), e.startedAt(), e.endsAt());
  }

  private static BreachReportRow breachOf(CanaryEvent.BreachReported e, Instant at) {
    return new BreachReportRow(
        e.id(),
        e.wave(),
        e.signer(),
        e.byAttestor(),
        MetricSet.NAMES.get(e.metric()),
        e.value(),
        e.windowStart(),
        e.windowEnd(),
        at);
  }
}
