package org.sweetwater.oracle.cradle.canary;

import java.util.List;
import java.util.Optional;
import org.sweetwater.oracle.cradle.ExperimentState;
import org.sweetwater.oracle.cradle.canary.PostedMessages.Storing;
import org.sweetwater.oracle.cradle.canary.RolloutState.Phase;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.oracle.cradle.twin.MetricSet;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.BlockTag;
import org.sweetwater.wrappers.chain.ChainClient;

/**
 * Takes what strangers post, if the contract could take it: a message that it would skip is refused
 * with the reason, and only a node that the chain drew, or an attestor, gets a row.
 */
final class MessageDesk {
  /** How far a measurement's end may be ahead of the newest block, which is always a little old. */
  private static final long AHEAD_SECONDS_MAX = 60;

  private final Deployment deployment;
  private final ChainClient chain;
  private final CanaryContract contract;
  private final PostedMessages posted;

  MessageDesk(Deployment deployment, ChainClient chain, PostedMessages posted) {
    this.deployment = deployment;
    this.chain = chain;
    this.contract = new CanaryContract(chain, deployment);
    this.posted = posted;
  }

  /** The signature first: whoever has no key costs us no question to the chain. */
  Taking take(NodeReport report) {
    NodeReport.Measurement measurement = report.measurement();
    if (!report.isSignedByItsNode(deployment)) {
      return Taking.refused(
          403,
          "signature: expected that of node %s, 65 bytes with low s and v of 27 or 28, found %s"
              .formatted(
                  measurement.node(),
                  report.signer(deployment).map(signer -> "that of " + signer).orElse("none")));
    }
    Taking taking = takeOfItsNode(report);
    boolean isTooLate =
        taking instanceof Taking.Refused(Refusal refusal) && refusal.status() == 409;
    // Whoever did not hear our first answer may ask again, even when all is done.
    return isTooLate && posted.holds(report) ? new Taking.Taken() : taking;
  }

  private Taking takeOfItsNode(NodeReport report) {
    NodeReport.Measurement measurement = report.measurement();
    Block head = chain.latestBlock();
    BlockTag block = BlockTag.at(head.hash());
    RolloutState state = contract.rollouts(List.of(measurement.experimentId()), block).getFirst();
    if (state.phase() == Phase.NONE) {
      return unknown(measurement.experimentId());
    }
    if (state.phase() != Phase.OBSERVING) {
      return Taking.refused(
          409,
          "phase: expected OBSERVING, found %s in wave %d; reports are taken while a wave runs"
              .formatted(state.phase(), state.wave()));
    }
    if (state.wave() != measurement.wave()) {
      return Taking.refused(
          409, "wave: expected %d, found %d".formatted(state.wave(), measurement.wave()));
    }
    return takeOfWave(report, head);
  }

  private Taking takeOfWave(NodeReport report, Block head) {
    NodeReport.Measurement measurement = report.measurement();
    Hash32 id = measurement.experimentId();
    BlockTag block = BlockTag.at(head.hash());
    WaveState wave = contract.wave(id, measurement.wave(), block);
    DrawnNode drawn =
        contract.drawn(id, wave.wave(), List.of(measurement.position()), block).getFirst();
    if (!drawn.node().equals(measurement.node())) {
      return Taking.refused(
          403,
          "position: node %s does not stand at position %d of wave %d"
              .formatted(measurement.node(), measurement.position(), wave.wave()));
    }
    if (drawn.hasVerdict()) {
      return Taking.refused(
          409,
          "the node at position %d has its verdict: %s"
              .formatted(measurement.position(), drawn.verdict()));
    }
    Optional<Taking> untimely = untimely(measurement, wave, head);
    return untimely.orElseGet(() -> store(report, wave));
  }

  private Optional<Taking> untimely(
      NodeReport.Measurement measurement, WaveState wave, Block head) {
    long now = head.timestamp().getEpochSecond();
    long until = measurement.measuredUntil();
    long slotEnd = wave.slotEnd(measurement.position());
    if (now > slotEnd) {
      return Optional.of(
          Taking.refused(409, "the node's slot ended at %d, it is %d".formatted(slotEnd, now)));
    }
    if (until > Math.min(slotEnd, now + AHEAD_SECONDS_MAX)) {
      return Optional.of(
          Taking.refused(
              422,
              "measuredUntil: expected at most %d, found %d; it is %d"
                  .formatted(Math.min(slotEnd, now + AHEAD_SECONDS_MAX), until, now)));
    }
    long from = isHealthy(measurement) ? wave.slotStart(measurement.position()) : wave.startedAt();
    return until < from
        ? Optional.of(
            Taking.refused(
                422,
                ("measuredUntil: expected %d at least, found %d; measure until the node's slot, %d"
                        + " to %d, has begun")
                    .formatted(from, until, wave.slotStart(measurement.position()), slotEnd)))
        : Optional.empty();
  }

  /**
   * As the contract finds it: a node that met no outage has no time of repair, and what the plan
   * holds for is no failure of the node.
   */
  private boolean isHealthy(NodeReport.Measurement measurement) {
    MetricSet thresholds =
        contract
            .cradle()
            .find(measurement.experimentId())
            .map(ExperimentState::thresholds)
            .orElseThrow();
    MetricSet measured = measurement.metrics();
    int hold = contract.plan(measurement.experimentId()).holdMetrics();
    return measurement.samples() > 0
        && measured.failuresOf(thresholds).stream()
            .allMatch(
                metric ->
                    measured.find(metric).isEmpty()
                        ? metric == Metric.MTTR
                        : (hold & (1 << metric.number())) != 0);
  }

  private Taking store(NodeReport report, WaveState wave) {
    return switch (posted.store(report, wave.startedAt())) {
      case STORED, KNOWN -> new Taking.Taken();
      case DIFFERENT ->
          Taking.refused(
              409,
              "the node at position %d has already reported something else; the first report stays"
                  .formatted(report.measurement().position()));
    };
  }

  Taking take(BreachReport report) {
    BreachReport.Breach breach = report.breach();
    Optional<Address> signer = report.signer(deployment);
    if (signer.isEmpty()) {
      return Taking.refused(
          403, "signature: expected 65 bytes with low s and v of 27 or 28, found another form");
    }
    if (!breach.isBeyondLimit()) {
      return Taking.refused(
          422,
          ("value: %d of metric %d is no breach; a breach is metric 0 above 2000000 µs or metric 3"
                  + " above 50000 ppm")
              .formatted(breach.value(), breach.metric()));
    }
    Block head = chain.latestBlock();
    BlockTag block = BlockTag.at(head.hash());
    RolloutState state = contract.rollouts(List.of(breach.experimentId()), block).getFirst();
    if (state.phase() == Phase.NONE) {
      return unknown(breach.experimentId());
    }
    if (!state.isRollingOut()) {
      return Taking.refused(409, "phase: expected a rollout, found %s".formatted(state.phase()));
    }
    if (state.startedWave() != breach.wave()) {
      return Taking.refused(
          409,
          "wave: expected %d, the last one that started, found %d"
              .formatted(state.startedWave(), breach.wave()));
    }
    return takeOfWindow(report, signer.get(), head);
  }

  private Taking takeOfWindow(BreachReport report, Address signer, Block head) {
    BreachReport.Breach breach = report.breach();
    long now = head.timestamp().getEpochSecond();
    long startedAt =
        breach.wave() == 0
            ? 0
            : contract
                .wave(breach.experimentId(), breach.wave(), BlockTag.at(head.hash()))
                .startedAt();
    if (breach.windowStart() >= breach.windowEnd() || breach.windowStart() < startedAt) {
      return Taking.refused(
          422,
          "window: expected one that begins at %d or later and is not empty, found %d to %d"
              .formatted(startedAt, breach.windowStart(), breach.windowEnd()));
    }
    if (breach.windowEnd() + Carrier.BREACH_AGE_SECONDS < now
        || breach.windowEnd() > now + AHEAD_SECONDS_MAX) {
      return Taking.refused(
          422,
          "windowEnd: expected %d to %d, found %d"
              .formatted(
                  now - Carrier.BREACH_AGE_SECONDS, now + AHEAD_SECONDS_MAX, breach.windowEnd()));
    }
    return takeOfSigner(report, signer, head);
  }

  private Taking takeOfSigner(BreachReport report, Address signer, Block head) {
    BreachReport.Breach breach = report.breach();
    if (contract.cradle().attestors().accounts().contains(signer)) {
      return stored(posted.store(report, signer, Optional.empty()));
    }
    boolean isDrawn =
        breach.wave() > 0
            && report.position().isPresent()
            && contract
                .drawn(
                    breach.experimentId(),
                    breach.wave(),
                    List.of(report.position().getAsLong()),
                    BlockTag.at(head.hash()))
                .getFirst()
                .node()
                .equals(signer);
    if (!isDrawn) {
      return Taking.refused(
          403,
          "signature: %s is no attestor, and does not stand at the given position of wave %d"
              .formatted(signer, breach.wave()));
    }
    return stored(posted.store(report, signer, Optional.of(contract.operatorOf(signer))));
  }

  private static Taking stored(Storing storing) {
    return switch (storing) {
      case STORED, KNOWN -> new Taking.Taken();
      case DIFFERENT ->
          Taking.refused(409, "windowEnd: a breach of this signer with a window as late is here");
    };
  }

  private static Taking unknown(Hash32 id) {
    return Taking.refused(404, "experimentId: %s has no rollout".formatted(id.hex()));
  }
}
