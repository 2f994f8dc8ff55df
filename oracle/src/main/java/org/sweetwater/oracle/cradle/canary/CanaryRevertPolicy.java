package org.sweetwater.oracle.cradle.canary;

import org.sweetwater.oracle.relay.RevertMeaning;
import org.sweetwater.oracle.relay.RevertPolicy;
import org.sweetwater.oracle.relay.RevertReason;

/**
 * What each error of Canary means for the calls that we make there. Most end a call: the next look
 * at the chain decides anew, with what is true then.
 */
final class CanaryRevertPolicy implements RevertPolicy {
  private static final String PREFIX = "Canary_";

  @Override
  public RevertMeaning meaningOf(String kind, RevertReason reason) {
    String error =
        reason instanceof RevertReason.Custom custom && custom.name().startsWith(PREFIX)
            ? custom.name().substring(PREFIX.length())
            : "";
    return switch (error) {
      // Another oracle was first, or the rollout has gone on, or nobody watched it.
      case "PhaseIs",
          "WaveIs",
          "NothingReported",
          "NothingToJudge",
          "NothingBreached",
          "HeartbeatOutOfReach",
          "Silent",
          "StillAlive" ->
          RevertMeaning.ALREADY_DONE;
      // What was signed or drawn cannot become right; from "NotSubmitter" on they are errors of
      // others' calls.
      case "NotAnAttestor",
          "DrawMissed",
          "NotApproved",
          "NotSubmitter",
          "PlanIsFixed",
          "PlanOutOfRange",
          "RiskCannotBeHeld",
          "WavesHashIs",
          "BelowMinimum",
          "AboveMaximum" ->
          RevertMeaning.NEVER;
      // "DrawNotReady", "Paused", and what the registry or the touch limit may let through later.
      default -> RevertMeaning.NOT_YET;
    };
  }
}
