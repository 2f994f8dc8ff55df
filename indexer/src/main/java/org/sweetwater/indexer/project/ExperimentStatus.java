package org.sweetwater.indexer.project;

/** Where an experiment stands. */
public enum ExperimentStatus {
  SUBMITTED,
  RUNNING,
  PASSED,
  FAILED,
  APPROVED
}
