package org.sweetwater.oracle.ballot;

import java.util.List;

/**
 * What one reading of the hub brought.
 *
 * @param proposals how many proposals (or better signatures for known ones) are new in the archive
 * @param votes how many votes (or further signatures for known ones) are new in the archive
 * @param hasMore whether listed rows were left for the next poll
 * @param problems rows that were still unreadable after several polls; each is reported once
 */
record PollResult(int proposals, int votes, boolean hasMore, List<HubProblem> problems) {
  /** Copies the list. */
  PollResult {
    problems = List.copyOf(problems);
  }
}
