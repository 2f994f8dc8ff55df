package org.sweetwater.oracle.ballot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.oracle.message.BallotVote;
import org.sweetwater.oracle.relay.OutgoingCall;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * Hands queued votes to the outbox in batches, after the contract's own {@code check} of each. The
 * decision and its call are written in one transaction.
 */
final class VoteSender {
  private static final Logger LOG = LoggerFactory.getLogger(VoteSender.class);

  /** Batches of one step, so that one big ballot cannot hold the others up. */
  private static final int BATCHES_MAX = 20;

  /** Checks that the node works on while the decisions of an earlier one are written down. */
  private static final int CHECKS_AHEAD = 3;

  /** Contract wallets asked in one step; each may take 500,000 gas of the node's time. */
  private static final int CONTRACT_VOTES_MAX = 20;

  private static final Reason TOO_LATE =
      new Reason("TOO_LATE", "did not reach the contract before counting was over");

  private final Desk desk;
  private final VoteJudge judge;
  private final CountLimits limits;

  VoteSender(Desk desk, VoteJudge judge, CountLimits limits) {
    this.desk = desk;
    this.judge = judge;
    this.limits = limits;
  }

  /**
   * Sends what is due for a ballot whose votes may be brought.
   *
   * @return whether more of it can be sent at once
   */
  boolean send(Progress progress, BallotState ballot, Head head) {
    boolean hasMore = isDue(progress, ballot, head) && sendBatches(ballot.id());
    desk.verdicts()
        .queued(ballot.id(), true, CONTRACT_VOTES_MAX)
        .forEach(vote -> sendContractVote(vote, ballot));
    return hasMore;
  }

  /** Votes wait for others, but not for long, and not after the end. */
  private boolean isDue(Progress progress, BallotState ballot, Head head) {
    Instant now = desk.clock().instant();
    if (head.time() > ballot.end()) {
      return true;
    }
    return !desk.catchUp().holdsUp(ballot.id(), now)
        && (progress
                .countedAt()
                .map(last -> !now.isBefore(last.plus(limits.interval())))
                .orElse(true)
            || next(ballot.id(), false).size() == limits.batchSize());
  }

  private boolean sendBatches(Hash32 id) {
    int most = BATCHES_MAX * limits.batchSize();
    List<QueuedVote> due = desk.verdicts().queued(id, false, most);
    List<Callable<Map<QueuedVote, VoteDecision>>> checks = new ArrayList<>();
    for (int from = 0; from < due.size(); from += limits.batchSize()) {
      List<QueuedVote> batch = due.subList(from, Math.min(due.size(), from + limits.batchSize()));
      checks.add(() -> judge.decideAll(id, batch));
    }
    try (InOrder<Map<QueuedVote, VoteDecision>> decisions = new InOrder<>(checks, CHECKS_AHEAD)) {
      for (int i = 0; i < checks.size(); i++) {
        send(id, decisions.next());
      }
    }
    return due.size() == most;
  }

  private void send(Hash32 id, Map<QueuedVote, VoteDecision> decisions) {
    desk.jdbi()
        .useTransaction(
            transaction -> {
              List<QueuedVote> countable = note(transaction, decisions);
              if (!countable.isEmpty()) {
                enqueue(transaction, countable, desk.calls().count(id, countable));
              }
            });
  }

  /** Writes down every decision but to send; returns the votes that are to be sent. */
  private List<QueuedVote> note(Handle transaction, Map<QueuedVote, VoteDecision> decisions) {
    List<QueuedVote> countable = new ArrayList<>();
    List<QueuedVote> standing = new ArrayList<>();
    decisions.forEach(
        (vote, decision) -> {
          Hash32 id = vote.vote().id();
          switch (decision) {
            case VoteDecision.Send ignored -> countable.add(vote);
            case VoteDecision.Stands ignored -> standing.add(vote);
            case VoteDecision.Settle(Reason reason) ->
                desk.verdicts().settle(transaction, id, reason);
            case VoteDecision.Later(Reason reason, Instant notBefore) ->
                desk.verdicts().postpone(transaction, id, reason, notBefore);
          }
        });
    desk.verdicts().stand(transaction, standing);
    return countable;
  }

  /**
   * Ends what is queued for a ballot that counts no more.
   *
   * @return whether nothing is queued any more
   */
  boolean conclude(Hash32 id) {
    for (List<QueuedVote> batch = next(id, false); !batch.isEmpty(); batch = next(id, false)) {
      giveUp(judge.decideAll(id, batch));
    }
    for (List<QueuedVote> batch = next(id, true); !batch.isEmpty(); batch = next(id, true)) {
      giveUp(judge.decideAllStanding(id, batch));
    }
    return !desk.verdicts().hasQueued(id);
  }

  private List<QueuedVote> next(Hash32 id, boolean isByContract) {
    return desk.verdicts().queued(id, isByContract, limits.batchSize());
  }

  private void giveUp(Map<QueuedVote, VoteDecision> decisions) {
    desk.jdbi()
        .useTransaction(
            transaction ->
                note(transaction, decisions)
                    .forEach(
                        vote ->
                            desk.verdicts().settle(transaction, vote.vote().id(), reasonOf(vote))));
  }

  /** A wallet's "no" says more than that the vote is too late. */
  private Reason reasonOf(QueuedVote vote) {
    return desk.verdicts()
        .find(vote.vote().id())
        .filter(reason -> reason.code().equals(ContractVerdict.SIGNATURE_INVALID.name()))
        .orElse(TOO_LATE);
  }

  private void enqueue(Handle transaction, List<QueuedVote> votes, OutgoingCall call) {
    desk.outbox().enqueue(transaction, call);
    desk.verdicts().sent(transaction, votes, call.dedupeKey());
    desk.progress().counted(transaction, call.subject());
    LOG.info(
        "ballot.votes_sent: ballot={} kind={} votes={}", call.subject(), call.kind(), call.items());
  }

  private void sendContractVote(QueuedVote queued, BallotState ballot) {
    BallotVote vote = queued.vote();
    if (desk.chain().powerAt(vote.voter(), ballot.snapshot()) == 0) {
      refuse(vote, Reason.of(ContractVerdict.NO_POWER));
    } else if (desk.chain().codeAt(vote.voter()).isEmpty()) {
      refuse(vote, Reason.of(ContractVerdict.SIGNATURE_INVALID));
    } else {
      askContract(queued);
    }
  }

  /** Tries the signatures that hubs gave for the vote, at most three. */
  private void askContract(QueuedVote queued) {
    BallotVote vote = queued.vote();
    ContractVerdict verdict = ContractVerdict.SIGNATURE_INVALID;
    for (Bytes signature : desk.verdicts().contractSignatures(vote.id())) {
      verdict = desk.chain().checkContractVote(vote, signature);
      if (verdict == ContractVerdict.COUNTABLE) {
        OutgoingCall call = desk.calls().countContractVote(queued, signature);
        desk.jdbi().useTransaction(transaction -> enqueue(transaction, List.of(queued), call));
        return;
      }
      if (verdict != ContractVerdict.SIGNATURE_INVALID) {
        break;
      }
    }
    // A wallet's owners may sign on-chain later; nothing may be remembered from its "no".
    Map<QueuedVote, VoteDecision> decisions =
        verdict == ContractVerdict.SIGNATURE_INVALID
            ? Map.of(
                queued,
                new VoteDecision.Later(
                    Reason.of(verdict), desk.clock().instant().plus(limits.interval())))
            : judge.decideAll(vote.proposalId(), List.of(queued), List.of(verdict));
    send(vote.proposalId(), decisions);
  }

  private void refuse(BallotVote vote, Reason reason) {
    desk.jdbi()
        .useTransaction(
            transaction -> desk.verdicts().refuseQueued(transaction, vote.id(), reason));
  }
}
