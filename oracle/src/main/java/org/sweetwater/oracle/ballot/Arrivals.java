package org.sweetwater.oracle.ballot;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.sweetwater.wrappers.Hash32;

/**
 * The votes that were archived last, so that they need not be read back to be judged: reading and
 * parsing a vote again takes a sixth of all that an oracle does for it.
 *
 * <p>Holds a run without a gap: every vote of one proposal from a {@link SignedVote#seq} on. Where
 * another process may have stored votes in between, a new run begins. The archive is the truth;
 * what is not held is read from there. For several threads.
 */
final class Arrivals {
  /** Some 10 MB of votes of the usual size. */
  static final int VOTES_MAX = 10_000;

  private final Deque<SignedVote> votes = new ArrayDeque<>();
  private Hash32 proposal = Hash32.ZERO;

  /** Every vote of it after this one is held. */
  private long after;

  /** The newest vote that was held. */
  private long last;

  /**
   * Votes of one proposal that were stored together.
   *
   * @param before the place of the newest vote that the archive had before; 0 without any
   * @param votes all that came after it, in their order
   */
  record Run(Hash32 proposalId, long before, List<SignedVote> votes) {}

  /** Takes votes that are visible in the archive. */
  synchronized void add(Run run) {
    if (!proposal.equals(run.proposalId()) || last != run.before()) {
      votes.clear();
      proposal = run.proposalId();
      after = run.before();
      last = run.before();
    }
    for (SignedVote vote : run.votes()) {
      votes.addLast(vote);
      last = vote.seq();
    }
    while (votes.size() > VOTES_MAX) {
      dropFirst();
    }
  }

  /**
   * The votes of a proposal that follow, and forgets those before: who asks has judged them.
   *
   * @return empty when they are not held, or there are none
   */
  synchronized Optional<List<SignedVote>> after(Hash32 proposalId, long seq, int limit) {
    if (!proposal.equals(proposalId) || seq < after) {
      return Optional.empty();
    }
    while (!votes.isEmpty() && votes.getFirst().seq() <= seq) {
      dropFirst();
    }
    return votes.isEmpty() ? Optional.empty() : Optional.of(votes.stream().limit(limit).toList());
  }

  private void dropFirst() {
    after = votes.removeFirst().seq();
  }
}
