package org.sweetwater.indexer.project;

/** Where a ballot stands; that a mandate expired follows from the time and is not stored. */
public enum BallotStatus {
  OPEN,
  PASSED,
  REJECTED,
  EXECUTED,
  VETOED
}
