package org.sweetwater.devnet.ballot;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/**
 * Everything that is known of one account in one ballot.
 *
 * @param counted its votes that the contract counted, in the chain's order: the last one stands
 * @param past what it ran at the snapshot; empty when no indexer tells
 * @param verdicts what hub and oracle made of its votes, the newest last; empty when no indexer
 *     tells
 * @param shown the vote that the hub shows for it; empty when no hub tells
 */
record VoterFacts(
    Address account,
    OnChain onChain,
    List<CountedVote> counted,
    Optional<Past> past,
    Optional<List<Verdict>> verdicts,
    Optional<List<HubVote>> shown) {
  VoterFacts {
    counted = List.copyOf(counted);
    verdicts = verdicts.map(List::copyOf);
    shown = shown.map(List::copyOf);
  }

  /**
   * What the contracts say.
   *
   * @param isContract whether it has code of its own; an EIP-7702 account signs with its key
   */
  record OnChain(Power power, Membership membership, boolean isContract) {}

  /** Power at the snapshot: the account's, the network's, and the most that anybody has there. */
  record Power(long own, long total, long cap) {}

  /**
   * The account's membership now.
   *
   * @param admittedAt empty when it never was an operator
   * @param nodes without those that left
   */
  record Membership(
      Optional<Instant> admittedAt, long nodes, long activeNodes, boolean isRevoked) {}

  /** What it ran at the snapshot, before any cap; its nodes include those that had left. */
  record Past(long activeNodes, List<Node> nodes) {
    Past {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * A node at the snapshot.
   *
   * @param status as the indexer names it: Waiting, Active, Suspended, Quarantined or Left
   * @param since the block from which it had that status
   */
  record Node(Address key, String status, Instant activatableAt, long since) {}

  /**
   * What hub or oracle made of a vote.
   *
   * @param isClaimed whether the account is only named in it, without a valid signature
   * @param isCountable whether it will be, or was, brought to the contract
   * @param judge "hub" or "oracle"
   */
  record Verdict(
      Optional<Hash32> voteId,
      boolean isClaimed,
      boolean isCountable,
      String judge,
      String reason,
      String detail) {}

  /** A vote on the hub. */
  record HubVote(Hash32 id, long choice, Instant signedAt) {}
}
