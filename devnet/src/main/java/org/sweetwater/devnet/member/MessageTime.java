package org.sweetwater.devnet.member;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The time to sign. Hub and contract take messages dated at most 300 s ahead of their own clock, so
 * a machine whose clock is off signs the chain's time instead, and says so.
 *
 * @param warning what was wrong with the clock
 */
record MessageTime(Instant signed, Optional<String> warning) {
  /** Further ahead than this a message might be refused by a clock that is a little late. */
  private static final Duration AHEAD_MAX = Duration.ofMinutes(4);

  /** A block is rarely newer than our clock; one that is by this much says that we are late. */
  private static final Duration BEHIND_MAX = Duration.ofSeconds(15);

  /**
   * Chooses the time.
   *
   * @param clock this machine's
   * @param chain the newest block's; an idle chain's may be old
   */
  static MessageTime of(Instant clock, Instant chain) {
    if (clock.isBefore(chain.minus(BEHIND_MAX))) {
      return new MessageTime(chain, warning("behind", Duration.between(clock, chain)));
    }
    if (clock.isAfter(chain.plus(AHEAD_MAX))) {
      return new MessageTime(
          chain.plus(AHEAD_MAX), warning("ahead of", Duration.between(chain, clock)));
    }
    return new MessageTime(clock, Optional.empty());
  }

  /** The same, but later than a vote that stands and would otherwise not be replaced. */
  MessageTime after(Instant earlierVote) {
    return signed.isAfter(earlierVote)
        ? this
        : new MessageTime(earlierVote.plusSeconds(1), warning);
  }

  private static Optional<String> warning(String side, Duration difference) {
    return Optional.of(
        "this machine's clock is %d s %s the chain's newest block; the chain's time is signed: check the clock, or whether the chain makes blocks"
            .formatted(difference.toSeconds(), side));
  }
}
