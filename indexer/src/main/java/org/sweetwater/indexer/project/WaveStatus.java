package org.sweetwater.indexer.project;

/** Where a wave stands. */
public enum WaveStatus {
  DRAWING,
  OBSERVING,
  PASSED,
  ROLLED_BACK
}
