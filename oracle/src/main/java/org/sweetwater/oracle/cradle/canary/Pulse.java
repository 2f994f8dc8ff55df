package org.sweetwater.oracle.cradle.canary;

import org.sweetwater.oracle.cradle.canary.StepDesk.Step;
import org.sweetwater.oracle.message.SigningKey;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Deployment;

/** An attestor's heartbeats, for as long as this oracle looks at a rollout. */
final class Pulse {
  /** A heartbeat is signed when two thirds of the interval are over: late, but never overdue. */
  private static final int NUMERATOR = 2;

  private static final int DENOMINATOR = 3;

  /** A heartbeat names a block of the last 50; one that is not mined is signed anew before that. */
  private static final long BLOCKS_FRESH = 25;

  private final SigningKey key;
  private final Deployment deployment;
  private final CanaryContract contract;
  private final StepDesk desk;

  Pulse(SigningKey key, Deployment deployment, CanaryContract contract, StepDesk desk) {
    this.key = key;
    this.deployment = deployment;
    this.contract = contract;
    this.desk = desk;
  }

  /** Signs a heartbeat when one is due. */
  void beat(Look look, CanaryConfig rules) {
    RolloutState state = look.state();
    long interval = rules.interval(state.phase());
    boolean isDue = look.now() >= state.heartbeatAt() + interval * NUMERATOR / DENOMINATOR;
    // The newest block's parent: a dry run on top of the newest takes no newer one.
    BlockRef block = new BlockRef(look.head().number() - 1, look.head().parentHash());
    if (isDue && block.number() > state.heartbeatBlock() && isInOffice()) {
      Heartbeat heartbeat = Heartbeat.sign(key, deployment, look.id(), state.wave(), block);
      String facts =
          "%s:%d:%d:%d"
              .formatted(
                  key.address().lowerHex(),
                  state.wave(),
                  state.heartbeatAt(),
                  block.number() / BLOCKS_FRESH);
      desk.take(
          Step.urgent("heartbeat", look.id(), facts, CanaryCalls.heartbeat(heartbeat)),
          look.ended());
    }
  }

  private boolean isInOffice() {
    return contract.cradle().attestors().accounts().contains(key.address());
  }
}
