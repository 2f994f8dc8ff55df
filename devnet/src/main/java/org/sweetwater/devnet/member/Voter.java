package org.sweetwater.devnet.member;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.sweetwater.oracle.ballot.Courier;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.chain.ChainClient;

/** Whether and when an account can vote on a matter. */
final class Voter {
  private final ChainClient chain;
  private final Courier courier;
  private final Clock clock;

  Voter(ChainClient chain, Courier courier, Clock clock) {
    this.chain = chain;
    this.courier = courier;
    this.clock = clock;
  }

  /** Why an account's vote would not count; empty when it would. */
  Optional<String> refusalOf(Address account, VotingMatter matter) {
    if (courier.powerAt(account, matter.snapshot()) > 0) {
      return Optional.empty();
    }
    return Optional.of(
        "%s has no vote here: it had no active node at the snapshot, block %d; vote with your operator account"
            .formatted(account.checksummed(), matter.snapshot()));
  }

  /**
   * The time to sign: now, later than an earlier vote of the same account, within the window.
   *
   * @throws MemberException when the window is not open
   */
  MessageTime timeFor(Address account, VotingMatter matter, Optional<HubClient> hub)
      throws InterruptedException {
    Instant block = chain.latestBlock().timestamp();
    MessageTime now = MessageTime.of(clock.instant(), block);
    requireOpen(matter, now.signed());
    Optional<Instant> earlier =
        courier
            .standingVote(matter.id(), account)
            .map(standing -> Instant.ofEpochSecond(standing.timestamp()));
    if (hub.isPresent()
        && hub.get().lastVote(matter.id(), account)
            instanceof HubClient.Lookup.Found<Instant>(Instant shown)) {
      earlier = Optional.of(earlier.filter(shown::isBefore).orElse(shown));
    }
    MessageTime chosen = earlier.map(now::after).orElse(now);
    requireOpen(matter, chosen.signed());
    return chosen;
  }

  private static void requireOpen(VotingMatter matter, Instant time) {
    if (time.getEpochSecond() > matter.end()) {
      throw new MemberException(
          "voting on %s ended at %s; a vote signed now would not count"
              .formatted(matter.id(), matter.endsAt()));
    }
    if (time.getEpochSecond() < matter.start()) {
      throw new MemberException(
          "voting on %s begins at %s; vote then"
              .formatted(matter.id(), Instant.ofEpochSecond(matter.start())));
    }
  }
}
