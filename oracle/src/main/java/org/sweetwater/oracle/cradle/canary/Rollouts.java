package org.sweetwater.oracle.cradle.canary;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.sweetwater.oracle.cradle.ExperimentState;
import org.sweetwater.oracle.cradle.canary.StepDesk.Step;
import org.sweetwater.oracle.message.SigningKey;
import org.sweetwater.oracle.relay.Outbox;
import org.sweetwater.oracle.relay.RevertPolicy;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.BlockTag;
import org.sweetwater.wrappers.chain.ChainClient;

/**
 * Carries rollouts: takes every step that anybody may take, and brings what nodes and attestors
 * posted. The contract decides. For one thread.
 *
 * <p>Everything is decided by the newest block and the tables; nothing in memory matters. A daemon
 * that dies at any instruction goes on as if it had not.
 */
public final class Rollouts {
  /** Of every call that this package leaves in the outbox. */
  public static final String KIND_PREFIX = StepDesk.KIND_PREFIX;

  /**
   * Candidates that one call looks at: some 70,000 gas each without the touch limit, at most twice
   * that with it, of the 2^24 that EIP-7825 allows.
   */
  static final int LOOKS = 100;

  /** Until when a block's hash can be had; as in the contract. */
  private static final long DRAW_REACH = 256;

  private final Parts parts;
  private final CanaryContract contract;
  private final WatchedRollouts watched;
  private final RolloutMetrics metrics;
  private final StepDesk desk;
  private final PostedMessages posted;
  private final Carrier carrier;
  private final Optional<Pulse> pulse;
  private Optional<CanaryConfig> config = Optional.empty();

  private Rollouts(Parts parts) {
    this.parts = parts;
    this.contract = new CanaryContract(parts.chain(), parts.deployment());
    this.watched = new WatchedRollouts(parts.chain(), parts.deployment(), new RolloutNews());
    this.metrics = new RolloutMetrics(parts.metrics());
    this.desk = new StepDesk(parts.jdbi(), new Outbox(parts.clock()), parts.deployment().canary());
    this.posted = new PostedMessages(parts.jdbi(), parts.clock());
    this.carrier = new Carrier(contract, posted, desk, metrics, parts.clock());
    this.pulse = parts.attestor().map(key -> new Pulse(key, parts.deployment(), contract, desk));
  }

  /**
   * What carrying works with.
   *
   * @param attestor signs heartbeats; empty where the oracle is no attestor
   */
  public record Parts(
      Deployment deployment,
      ChainClient chain,
      Jdbi jdbi,
      Optional<SigningKey> attestor,
      Clock clock,
      MeterRegistry metrics) {}

  /** Begins at the deployment's first block. */
  public static Rollouts open(Parts parts) {
    return new Rollouts(parts);
  }

  /** What reverts of our calls mean. */
  public static RevertPolicy revertPolicy() {
    return new CanaryRevertPolicy();
  }

  /**
   * Takes the steps that the newest block calls for.
   *
   * @return whether more can be done at once
   * @throws org.sweetwater.wrappers.RetryableException when the node does not answer
   */
  public boolean advance() {
    CanaryConfig rules = rules();
    List<Hash32> before = watched.ids();
    WatchedRollouts.Scan scan = watched.scan();
    List<Hash32> ids = watched.ids();
    ids.stream()
        .filter(id -> scan == WatchedRollouts.Scan.WENT_BACK || !before.contains(id))
        .forEach(posted::unsettle);
    if (!ids.isEmpty()) {
      lookAt(ids, rules);
    }
    return scan != WatchedRollouts.Scan.UP_TO_DATE;
  }

  private CanaryConfig rules() {
    CanaryConfig rules = config.orElseGet(contract::config);
    config = Optional.of(rules);
    return rules;
  }

  private void lookAt(List<Hash32> ids, CanaryConfig rules) {
    Map<Hash32, Set<String>> ended = new HashMap<>();
    ids.forEach(id -> ended.put(id, desk.ended(id)));
    Block head = parts.chain().latestBlock();
    List<Look> looks = new ArrayList<>();
    for (RolloutState state : contract.rollouts(ids, BlockTag.at(head.hash()))) {
      looks.add(new Look(state, head, ended.getOrDefault(state.id(), Set.of())));
    }
    looks.forEach(look -> step(look, rules));
    metrics.update(
        watched.openCount(),
        looks.stream()
            .filter(look -> look.state().isRollingOut())
            .mapToLong(look -> rules.silentAfter(look.state()) - look.now())
            .min());
  }

  private void step(Look look, CanaryConfig rules) {
    switch (look.state().phase()) {
      case NONE -> beginApproved(look);
      case COMPLETED, ROLLED_BACK -> watched.over(look.id(), look.head().number());
      case DRAWING, OBSERVING, WAITING, AWAITING_BALLOT -> {
        watched.open(look.id());
        goOn(look, rules);
      }
    }
  }

  private void beginApproved(Look look) {
    boolean isApproved =
        contract
            .cradle()
            .find(look.id())
            .filter(experiment -> experiment.status() == ExperimentState.Status.APPROVED)
            .isPresent();
    if (isApproved) {
      begin(look);
    } else {
      watched.forget(look.id());
    }
  }

  private void goOn(Look look, CanaryConfig rules) {
    carrier.bringBreaches(look);
    if (look.now() > rules.silentAfter(look.state())) {
      rollBack(look);
      return;
    }
    pulse.ifPresent(attestor -> attestor.beat(look, rules));
    switch (look.state().phase()) {
      case DRAWING -> draw(look);
      case OBSERVING -> carrier.observe(look);
      case WAITING -> begin(look);
      case AWAITING_BALLOT, NONE, COMPLETED, ROLLED_BACK -> {}
    }
  }

  private void begin(Look look) {
    if (!look.state().paused()) {
      String facts = (look.state().wave() + 1) + ":" + look.state().wavesHash().hex();
      desk.take(
          Step.plain("begin", look.id(), facts, CanaryCalls.beginWave(look.id())), look.ended());
    }
  }

  private void draw(Look look) {
    RolloutState state = look.state();
    WaveState wave = contract.wave(look.id(), state.wave(), look.block());
    long head = look.head().number();
    if (wave.seed().isZero() && head > state.drawBlock() + DRAW_REACH) {
      rollBack(look);
    } else if (head > state.drawBlock()) {
      String facts =
          "%d:%d:%d:%d".formatted(state.wave(), state.drawBlock(), wave.drawn(), wave.pool());
      desk.take(
          Step.plain("draw", look.id(), facts, CanaryCalls.draw(look.id(), LOOKS)), look.ended());
    }
  }

  private void rollBack(Look look) {
    RolloutState state = look.state();
    String facts = "%d:%s:%d".formatted(state.wave(), state.phase(), state.heartbeatAt());
    desk.take(
        Step.urgent("roll-back", look.id(), facts, CanaryCalls.rollBack(look.id())), look.ended());
  }
}
