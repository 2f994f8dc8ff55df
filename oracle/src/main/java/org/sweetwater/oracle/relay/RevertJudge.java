package org.sweetwater.oracle.relay;

import org.sweetwater.wrappers.Bytes;

/** Says what a revert means for a call, in the words of the feature that wanted the call. */
record RevertJudge(ErrorCatalogue errors, RevertPolicy policy) {
  /** A meaning, and the decoded reason in one line. */
  record Judgement(RevertMeaning meaning, String reason) {}

  Judgement judge(String kind, Bytes data) {
    RevertReason reason = errors.decode(data);
    return new Judgement(policy.meaningOf(kind, reason), reason.describe());
  }
}
