package org.sweetwater.oracle.ballot;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.sweetwater.oracle.pace.Backoff;
import org.sweetwater.wrappers.Hash32;

/**
 * When to look again at rows that were of no use, and which of them to report. A hub writes a vote
 * and then its signature, so the first failures mean nothing.
 */
final class RetryBook {
  /** Rows remembered; the one noted first is forgotten first, and then only looked at too soon. */
  static final int ENTRIES_MAX = 10_000;

  /** Looks at a row before it is reported. */
  static final int FAILURES_BEFORE_REPORT = 3;

  private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(10));

  private final RandomGenerator random;
  private final SequencedMap<Hash32, Entry> entries = new LinkedHashMap<>();
  private final List<HubProblem> due = new ArrayList<>();

  RetryBook(RandomGenerator random) {
    this.random = random;
  }

  private record Entry(int looks, Instant nextLook) {}

  /** Whether it is too early to look at this row again. */
  boolean isPostponed(Hash32 id, Instant now) {
    Entry entry = entries.get(id);
    return entry != null && now.isBefore(entry.nextLook());
  }

  /** Notes that a row is of no use yet. */
  void failed(HubProblem problem, Instant now) {
    if (postpone(problem.id(), now) == FAILURES_BEFORE_REPORT) {
      due.add(problem);
    }
  }

  /**
   * Notes that a row is fine, but may become better.
   *
   * @return how often it was looked at
   */
  int postpone(Hash32 id, Instant now) {
    Entry entry = entries.get(id);
    int looks = entry == null ? 1 : entry.looks() + 1;
    entries.put(id, new Entry(looks, now.plus(PAUSES.after(looks, random))));
    if (entries.size() > ENTRIES_MAX) {
      entries.pollFirstEntry();
    }
    return looks;
  }

  /** Notes that nothing more is wanted of this row. */
  void settled(Hash32 id) {
    entries.remove(id);
  }

  /** The problems that nobody has been told yet; they count as told now. */
  List<HubProblem> takeProblems() {
    List<HubProblem> taken = List.copyOf(due);
    due.clear();
    return taken;
  }
}
