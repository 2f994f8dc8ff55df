package org.sweetwater.indexer.decode;

/** Why a rollout went back, in the contract's order from 1. */
public enum RollbackReason {
  EVIDENCE,
  ATTESTORS_SAW_BREACH,
  NODES_SAW_BREACH,
  HEARTBEAT_MISSED,
  DRAW_MISSED,
  NOTHING_DRAWN,
  BALLOT
}
