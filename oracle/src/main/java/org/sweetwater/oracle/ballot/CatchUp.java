package org.sweetwater.oracle.ballot;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sweetwater.wrappers.Hash32;

/**
 * Which ballots have so many votes at the hub still to be read that sending waits: a vote that is
 * read later may replace one that is here, and only the last need be sent. A ballot waits once, and
 * not for long, so that a hub that makes votes up cannot hold the others up. For several threads.
 */
final class CatchUp {
  /** So many votes to be read are worth waiting for. */
  static final int VOTES_MIN = 1_000;

  /** How long a ballot's votes wait for others to be read, at most. */
  static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Map<Hash32, Instant> begun = new ConcurrentHashMap<>();
  private final Set<Hash32> reading = ConcurrentHashMap.newKeySet();

  /** Many votes on a proposal are about to be read. */
  void begin(Hash32 proposal, Instant now) {
    begun.putIfAbsent(proposal, now);
    reading.add(proposal);
  }

  /** What there was is read. */
  void end(Hash32 proposal) {
    reading.remove(proposal);
  }

  /** Forgets the other proposals. */
  void retain(Collection<Hash32> proposals) {
    begun.keySet().retainAll(proposals);
    reading.retainAll(proposals);
  }

  /** Whether a ballot's votes are not to be sent yet. */
  boolean holdsUp(Hash32 proposal, Instant now) {
    Instant since = begun.get(proposal);
    return since != null && reading.contains(proposal) && now.isBefore(since.plus(PATIENCE));
  }
}
