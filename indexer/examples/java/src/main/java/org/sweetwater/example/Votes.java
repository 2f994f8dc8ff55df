package org.sweetwater.example;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The votes that stand, by id: what was read, with every change since. */
final class Votes {
  /** What a voter chose. */
  enum Choice {
    For,
    Against,
    Abstain
  }

  /** A vote that stands, as {@link #FIELDS} asks for it. */
  record Vote(String id, String voter, Choice choice, BigInteger power, long blockNumber) {}

  /**
   * What a commit changed.
   *
   * @param takenBackAbove the block above which a reorganisation took everything back; null for a
   *     row
   * @param row null when blocks were taken back
   */
  record Change(String cursor, @Nullable Long takenBackAbove, @Nullable Vote row)
      implements Subscription.Change {}

  /** A message of {@link #CHANGES}. */
  record Changes(List<Change> votes) {}

  private static final String FIELDS = "id voter choice power blockNumber";

  /** What changes from a cursor on. */
  static final String CHANGES =
      "subscription($after: String) { votes(after: $after) { cursor takenBackAbove row { %s } } }"
          .formatted(FIELDS);

  /** The state of now, and the cursor behind it. */
  static final String OVERVIEW =
      """
      {
        _meta { block { number } cursor }
        ballots(first: 10, orderBy: openedAt, orderDirection: desc) { id status votesFor votesAgainst votesAbstain }
        votes(first: 100, orderBy: power, orderDirection: desc) { %s }
        operators(first: 10, orderBy: activeNodeCount, orderDirection: desc) { id activeNodeCount }
      }
      """
          .formatted(FIELDS);

  private final Map<String, Vote> byId = new HashMap<>();

  Votes(List<Vote> read) {
    read.forEach(vote -> byId.put(vote.id(), vote));
  }

  int size() {
    return byId.size();
  }

  /** Applies one change; after a reorganisation the rows that now stand follow by themselves. */
  void apply(Change change) {
    Long above = change.takenBackAbove();
    if (above != null) {
      byId.values().removeIf(vote -> vote.blockNumber() > above);
    }
    Vote row = change.row();
    if (row != null) {
      byId.put(row.id(), row);
    }
  }
}
