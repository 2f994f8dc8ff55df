package org.sweetwater.devnet.member;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sweetwater.oracle.ballot.BallotView;
import org.sweetwater.wrappers.Hash32;

/**
 * What a vote is about, as far as it is proven: by the contract, or by a proposal whose id was
 * computed from its fields.
 *
 * @param title by a stranger; empty where no hub shows the proposal
 * @param call what happens if it passes, in words
 * @param start seconds since 1970, as signed
 * @param end the last second in which votes count, as signed
 * @param ballot its ballot on-chain; empty while nobody has opened it
 * @param warnings what the member should know
 */
record VotingMatter(
    Hash32 id,
    Optional<String> title,
    String call,
    long snapshot,
    long start,
    long end,
    Optional<BallotView> ballot,
    boolean onHub,
    List<String> warnings) {
  VotingMatter {
    warnings = List.copyOf(warnings);
  }

  /** The last second in which a vote counts. */
  Instant endsAt() {
    return Instant.ofEpochSecond(end);
  }
}
