package org.sweetwater.indexer.project;

/** How far a rollout is. */
public enum RolloutPhase {
  DRAWING,
  OBSERVING,
  WAITING,
  AWAITING_BALLOT,
  COMPLETED,
  ROLLED_BACK
}
