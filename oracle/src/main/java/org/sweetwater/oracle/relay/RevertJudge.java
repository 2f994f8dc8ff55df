package org.sweetwater.oracle.relay;

import org.sweetwater.wrappers.Bytes;

/**
 * Says what a refusal means for a call, in the words of the feature that wanted the call. A meaning
 * that would end the call must hold as deep in the chain as a receipt must stand: what somebody
 * else did in the newest block may be rolled back.
 */
record RevertJudge(
    ErrorCatalogue errors, RevertPolicy policy, RelayChain chain, int confirmations) {
  /** A meaning, and the decoded reason in one line. */
  record Judgement(RevertMeaning meaning, String reason) {}

  /** Judges the revert that a call met in the newest state. */
  Judgement judge(OutgoingCall call, Bytes data) {
    RevertReason reason = errors.decode(data);
    RevertMeaning newest = policy.meaningOf(call.kind(), reason);
    boolean isFinal = newest == RevertMeaning.NOT_YET || confirmations == 0 || isRefusedDeep(call);
    return new Judgement(isFinal ? newest : RevertMeaning.NOT_YET, reason.describe());
  }

  private boolean isRefusedDeep(OutgoingCall call) {
    long block = chain.headNumber() - confirmations;
    return block >= 0
        && chain
            .revertAt(block, call.target(), call.calldata())
            .map(data -> policy.meaningOf(call.kind(), errors.decode(data)))
            .filter(meaning -> meaning != RevertMeaning.NOT_YET)
            .isPresent();
  }
}
