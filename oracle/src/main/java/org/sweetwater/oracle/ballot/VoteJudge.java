package org.sweetwater.oracle.ballot;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sweetwater.oracle.message.BallotVote;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/** Turns the contract's verdict on a vote into a decision, once a reorganisation cannot undo it. */
final class VoteJudge {
  /** The vote stands on the chain. */
  static final Reason COUNTED = new Reason("COUNTED", "stands on the chain");

  /** Snapshot and the contract take votes dated at most this far ahead. */
  private static final long AHEAD_SECONDS_MAX = 300;

  /** How soon to look again at what is on the chain, but may still be rolled back. */
  private static final Duration CONFIRMING = Duration.ofSeconds(2);

  private final BallotChain chain;
  private final InstantSource clock;

  VoteJudge(BallotChain chain, InstantSource clock) {
    this.chain = chain;
    this.clock = clock;
  }

  /** What to do with each of these votes, which have their voters' own signatures. */
  Map<QueuedVote, VoteDecision> decideAll(Hash32 id, List<QueuedVote> batch) {
    List<BallotVote> votes = batch.stream().map(QueuedVote::vote).toList();
    return decideAll(id, batch, chain.check(id, votes, BallotChain.View.LATEST));
  }

  /** What follows from the contract's verdicts on these votes. */
  Map<QueuedVote, VoteDecision> decideAll(
      Hash32 id, List<QueuedVote> batch, List<ContractVerdict> verdicts) {
    List<QueuedVote> superseded = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      if (verdicts.get(i) == ContractVerdict.SUPERSEDED) {
        superseded.add(batch.get(i));
      }
    }
    Map<QueuedVote, VoteDecision> standing = decideAllStanding(id, superseded);
    Map<QueuedVote, VoteDecision> decisions = new LinkedHashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      QueuedVote vote = batch.get(i);
      ContractVerdict verdict = verdicts.get(i);
      decisions.put(
          vote,
          Optional.ofNullable(standing.get(vote)).orElseGet(() -> decide(vote.vote(), verdict)));
    }
    return decisions;
  }

  private VoteDecision decide(BallotVote vote, ContractVerdict verdict) {
    return switch (verdict) {
      case COUNTABLE -> new VoteDecision.Send();
      case DATED_AHEAD -> later(verdict, vote.timestamp() - AHEAD_SECONDS_MAX);
      case NO_POWER ->
          // The snapshot block itself may be rolled back while it is recent.
          chain.ballot(vote.proposalId(), BallotChain.View.CONFIRMED).status()
                  == BallotStatus.UNKNOWN
              ? later(verdict, 0)
              : new VoteDecision.Settle(Reason.of(verdict));
      case SUPERSEDED,
          UNKNOWN_VARIANT,
          CHOICE_OUT_OF_RANGE,
          DATED_OUTSIDE_WINDOW,
          SIGNATURE_INVALID ->
          new VoteDecision.Settle(Reason.of(verdict));
    };
  }

  /**
   * What follows from the votes that stand for these votes' voters: to send where neither this vote
   * nor a later one stands, even in the newest block.
   */
  Map<QueuedVote, VoteDecision> decideAllStanding(Hash32 id, List<QueuedVote> votes) {
    Map<QueuedVote, VoteDecision> decisions = new LinkedHashMap<>();
    List<QueuedVote> reached = new ArrayList<>();
    List<StandingVote> latest = standing(id, votes, BallotChain.View.LATEST);
    for (int i = 0; i < votes.size(); i++) {
      decisions.put(votes.get(i), new VoteDecision.Send());
      if (isReached(votes.get(i).vote(), latest.get(i))) {
        reached.add(votes.get(i));
      }
    }
    List<StandingVote> confirmed = standing(id, reached, BallotChain.View.CONFIRMED);
    for (int i = 0; i < reached.size(); i++) {
      decisions.put(reached.get(i), decideReached(reached.get(i).vote(), confirmed.get(i)));
    }
    return decisions;
  }

  private VoteDecision decideReached(BallotVote vote, StandingVote confirmed) {
    if (confirmed.isOf(vote.id())) {
      return new VoteDecision.Stands();
    }
    return isReached(vote, confirmed)
        ? new VoteDecision.Settle(Reason.of(ContractVerdict.SUPERSEDED))
        : later(ContractVerdict.SUPERSEDED, 0);
  }

  private List<StandingVote> standing(Hash32 id, List<QueuedVote> votes, BallotChain.View view) {
    return votes.isEmpty()
        ? List.of()
        : chain.votesOf(id, votes.stream().map(vote -> vote.vote().voter()).toList(), view);
  }

  /** Whether this vote or a later one stands: later by date, or by id at the same date. */
  private static boolean isReached(BallotVote vote, StandingVote standing) {
    if (standing.choice() == 0 || standing.timestamp() != vote.timestamp()) {
      return standing.choice() != 0 && standing.timestamp() > vote.timestamp();
    }
    byte[] prefix = Arrays.copyOf(vote.id().bytes(), Address.LENGTH);
    return Arrays.compareUnsigned(standing.idPrefix().bytes(), prefix) >= 0;
  }

  private VoteDecision later(ContractVerdict verdict, long epochSecond) {
    Instant soonest = clock.instant().plus(CONFIRMING);
    Instant wanted = Instant.ofEpochSecond(epochSecond);
    return new VoteDecision.Later(Reason.of(verdict), wanted.isAfter(soonest) ? wanted : soonest);
  }
}
