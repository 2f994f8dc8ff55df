package org.sweetwater.indexer.project;

/** Where a node stands. */
public enum NodeStatus {
  WAITING,
  ACTIVE,
  SUSPENDED,
  QUARANTINED,
  LEFT
}
