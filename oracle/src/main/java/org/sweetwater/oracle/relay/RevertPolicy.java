package org.sweetwater.oracle.relay;

/** A feature's knowledge of its contract: what each revert means for each kind of call. */
@FunctionalInterface
public interface RevertPolicy {
  /** What a revert of a call of this kind means; pure. */
  RevertMeaning meaningOf(String kind, RevertReason reason);
}
