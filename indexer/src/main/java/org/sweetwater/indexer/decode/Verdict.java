package org.sweetwater.indexer.decode;

/** What a drawn node said about a change; {@link #SILENT} counts as failed. */
public enum Verdict {
  NONE,
  HEALTHY,
  FAILED,
  SILENT
}
