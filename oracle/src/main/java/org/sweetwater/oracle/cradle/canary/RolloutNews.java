package org.sweetwater.oracle.cradle.canary;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log what happens to rollouts. */
final class RolloutNews implements Consumer<CanaryEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(RolloutNews.class);

  @Override
  public void accept(CanaryEvent event) {
    switch (event) {
      case CanaryEvent.Begun(var id, var submitter) ->
          LOG.info("canary.begun: id={} submitter={}", id, submitter);
      case CanaryEvent.WaveAnnounced(var id, var wave, var drawBlock, var pool) ->
          LOG.info(
              "canary.wave_announced: id={} wave={} drawBlock={} pool={}",
              id,
              wave,
              drawBlock,
              pool);
      case CanaryEvent.NodesDrawn(var id, var wave, var first, var nodes) ->
          LOG.debug(
              "canary.nodes_drawn: id={} wave={} first={} nodes={}", id, wave, first, nodes.size());
      case CanaryEvent.WaveStarted(var id, var wave, var size, var startedAt, var endsAt) ->
          LOG.info(
              "canary.wave_begun: id={} wave={} size={} startedAt={} endsAt={}",
              id,
              wave,
              size,
              startedAt,
              endsAt);
      case CanaryEvent.WavePassed passed ->
          LOG.info(
              "canary.wave_passed: id={} wave={} size={} failures={} excludedPpm={} wavesHash={}",
              passed.id(),
              passed.wave(),
              passed.size(),
              passed.failures(),
              passed.excludedPpm(),
              passed.wavesHash());
      case CanaryEvent.FinalWaveApproved(var id, var wavesHash) ->
          LOG.info("canary.final_wave_approved: id={} wavesHash={}", id, wavesHash);
      case CanaryEvent.Paused(var id, var paused) ->
          LOG.info("canary.paused: id={} paused={}", id, paused);
      case CanaryEvent.Breached breached ->
          LOG.warn(
              "canary.breached: id={} wave={} signer={} byAttestor={} metric={} value={}",
              breached.id(),
              breached.wave(),
              breached.signer(),
              breached.byAttestor(),
              breached.metric(),
              breached.value());
      case CanaryEvent.Completed(var id) -> LOG.info("canary.completed: id={}", id);
      case CanaryEvent.RolledBack(var id, var wave, var reason) ->
          LOG.warn("canary.rolled_back: id={} wave={} reason={}", id, wave, reason.text());
    }
  }
}
