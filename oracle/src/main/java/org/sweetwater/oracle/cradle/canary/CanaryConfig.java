package org.sweetwater.oracle.cradle.canary;

import java.util.ArrayList;
import java.util.List;
import org.sweetwater.oracle.cradle.canary.RolloutState.Phase;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.chain.AbiWords;

/**
 * What the deployment fixed for ever, as far as it matters here: {@code ICanary.Config}.
 *
 * @param waves how long each of the four waves is observed, in seconds
 * @param heartbeatSeconds most seconds between two heartbeats
 * @param ballotHeartbeatSeconds the same while waiting for the ballot on wave 4
 */
record CanaryConfig(
    Address cradle,
    Address registry,
    List<Long> waves,
    long heartbeatSeconds,
    long ballotHeartbeatSeconds) {
  private static final int WAVES_AT = 5;
  private static final int HEARTBEATS_MISSED = 3;

  CanaryConfig {
    waves = List.copyOf(waves);
  }

  static CanaryConfig of(AbiWords words) {
    List<Long> waves = new ArrayList<>();
    for (int i = 0; i < Ranges.WAVES; i++) {
      waves.add(words.number(WAVES_AT + i));
    }
    int next = WAVES_AT + Ranges.WAVES;
    return new CanaryConfig(
        words.address(0), words.address(1), waves, words.number(next), words.number(next + 1));
  }

  /** Most seconds between two heartbeats in a phase. */
  long interval(Phase phase) {
    return phase == Phase.AWAITING_BALLOT ? ballotHeartbeatSeconds : heartbeatSeconds;
  }

  /** The last second at which missing heartbeats let nobody roll back. */
  long silentAfter(RolloutState state) {
    return state.heartbeatAt() + HEARTBEATS_MISSED * interval(state.phase());
  }
}
