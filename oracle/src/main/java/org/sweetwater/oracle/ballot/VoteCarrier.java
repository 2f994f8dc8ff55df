package org.sweetwater.oracle.ballot;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.oracle.message.BallotVote;
import org.sweetwater.oracle.relay.CallState;
import org.sweetwater.oracle.relay.Outbox;
import org.sweetwater.oracle.relay.OutgoingCall;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;

/**
 * Brings one ballot's votes to the contract: judges what the archive has, hands batches to the
 * outbox, and looks afterwards what became of each vote. A decision and its call are written in one
 * transaction, so nothing is lost or sent twice wherever the process dies.
 */
final class VoteCarrier {
  private static final Logger LOG = LoggerFactory.getLogger(VoteCarrier.class);

  /** Votes judged in one transaction. */
  private static final int PAGE = 200;

  /** Batches of one step, so that one big ballot cannot hold the others up. */
  private static final int BATCHES_MAX = 20;

  /** Contract wallets asked in one step; each may take 500,000 gas of the node's time. */
  private static final int CONTRACT_VOTES_MAX = 20;

  private final Desk desk;
  private final VoteVerifier verifier;
  private final VoteJudge judge;
  private final CountLimits limits;

  /** What deciding works with. */
  record Desk(
      Jdbi jdbi,
      Archive archive,
      ProgressStore progress,
      VerdictStore verdicts,
      Outbox outbox,
      BallotChain chain,
      BallotCalls calls,
      InstantSource clock) {}

  VoteCarrier(Desk desk, CountLimits limits) {
    this.desk = desk;
    this.limits = limits;
    this.verifier = new VoteVerifier(desk.chain().rules().space());
    this.judge = new VoteJudge(desk.chain(), desk.clock());
  }

  /** One step for an open ballot. */
  void carry(Progress progress, BallotState ballot, Head head) {
    judgeNew(progress, ballot);
    settleCalls(ballot.id());
    if (ballot.isCountingAt(head.time())) {
      desk.verdicts().supersedeOlder(ballot.id());
      if (isDue(progress, ballot, head)) {
        sendBatches(ballot.id());
      }
      sendContractVotes(ballot);
    }
  }

  /**
   * Ends the votes of a ballot that counts no more.
   *
   * @return whether nothing is left to look at
   */
  boolean conclude(Progress progress, BallotState ballot) {
    judgeNew(progress, ballot);
    settleCalls(ballot.id());
    Reason tooLate = new Reason("TOO_LATE", "arrived when counting was over");
    desk.jdbi()
        .useTransaction(
            transaction -> desk.verdicts().settleQueued(transaction, ballot.id(), tooLate));
    return desk.verdicts().callsOf(ballot.id()).isEmpty();
  }

  /** Ends the votes of a proposal that never opens. */
  void dismiss(Progress progress) {
    Reason reason = new Reason("PROPOSAL_REFUSED", "the proposal never opened");
    eachNew(
        progress,
        (transaction, vote) ->
            desk.verdicts()
                .refuse(
                    transaction,
                    vote.message().id(),
                    progress.id(),
                    verifier.dismiss(vote, reason)));
  }

  private void judgeNew(Progress progress, BallotState ballot) {
    eachNew(
        progress,
        (transaction, vote) -> {
          switch (verifier.read(vote, ballot)) {
            case VoteReading.ByKey(BallotVote countable) ->
                desk.verdicts().queue(transaction, countable, false);
            case VoteReading.ByContract(BallotVote candidate) ->
                desk.verdicts().queue(transaction, candidate, true);
            case VoteReading.Unfit unfit ->
                desk.verdicts().refuse(transaction, vote.message().id(), ballot.id(), unfit);
          }
        });
  }

  private interface Treatment {
    void of(Handle transaction, SignedVote vote);
  }

  private void eachNew(Progress progress, Treatment treatment) {
    long seq = progress.votesSeq();
    List<SignedVote> page = desk.archive().votesAfter(progress.id(), seq, PAGE);
    while (!page.isEmpty()) {
      List<SignedVote> votes = page;
      long last = votes.getLast().seq();
      desk.jdbi()
          .useTransaction(
              transaction -> {
                votes.forEach(vote -> treatment.of(transaction, vote));
                desk.progress().judged(transaction, progress.id(), last);
              });
      page = desk.archive().votesAfter(progress.id(), last, PAGE);
    }
  }

  private boolean isDue(Progress progress, BallotState ballot, Head head) {
    return head.time() > ballot.end()
        || progress
            .countedAt()
            .map(last -> !desk.clock().instant().isBefore(last.plus(limits.interval())))
            .orElse(true)
        || desk.verdicts().queued(ballot.id(), false, limits.batchSize()).size()
            == limits.batchSize();
  }

  private void sendBatches(Hash32 id) {
    for (int i = 0; i < BATCHES_MAX; i++) {
      List<QueuedVote> batch = desk.verdicts().queued(id, false, limits.batchSize());
      if (batch.isEmpty()) {
        return;
      }
      send(id, decide(id, batch));
    }
  }

  private Map<QueuedVote, VoteDecision> decide(Hash32 id, List<QueuedVote> batch) {
    List<BallotVote> votes = batch.stream().map(QueuedVote::vote).toList();
    List<ContractVerdict> verdicts = desk.chain().check(id, votes, BallotChain.View.LATEST);
    Map<QueuedVote, VoteDecision> decisions = new LinkedHashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      decisions.put(batch.get(i), judge.decide(votes.get(i), verdicts.get(i)));
    }
    return decisions;
  }

  private void send(Hash32 id, Map<QueuedVote, VoteDecision> decisions) {
    List<QueuedVote> countable = new ArrayList<>();
    desk.jdbi()
        .useTransaction(
            transaction -> {
              decisions.forEach(
                  (vote, decision) -> {
                    switch (decision) {
                      case VoteDecision.Send ignored -> countable.add(vote);
                      case VoteDecision.Settle settle -> settle(transaction, vote, settle);
                      case VoteDecision.Later(Reason reason, Instant notBefore) ->
                          desk.verdicts()
                              .postpone(transaction, vote.vote().id(), reason, notBefore);
                    }
                  });
              if (!countable.isEmpty()) {
                enqueue(transaction, countable, desk.calls().count(id, countable));
              }
            });
  }

  private void enqueue(Handle transaction, List<QueuedVote> votes, OutgoingCall call) {
    desk.outbox().enqueue(transaction, call);
    desk.verdicts().sent(transaction, votes, call.dedupeKey());
    desk.progress().counted(transaction, call.subject());
    LOG.info(
        "ballot.votes_sent: ballot={} kind={} votes={}", call.subject(), call.kind(), call.items());
  }

  private void settle(Handle transaction, QueuedVote vote, VoteDecision.Settle settle) {
    desk.verdicts().settle(transaction, vote.vote().id(), settle.countable(), settle.reason());
  }

  private void sendContractVotes(BallotState ballot) {
    for (QueuedVote queued : desk.verdicts().queued(ballot.id(), true, CONTRACT_VOTES_MAX)) {
      sendContractVote(queued, ballot);
    }
  }

  private void sendContractVote(QueuedVote queued, BallotState ballot) {
    BallotVote vote = queued.vote();
    if (desk.chain().powerAt(vote.voter(), ballot.snapshot()) == 0) {
      refuse(vote, Reason.of(ContractVerdict.NO_POWER));
      return;
    }
    if (desk.chain().codeAt(vote.voter()).isEmpty()) {
      refuse(vote, Reason.of(ContractVerdict.SIGNATURE_INVALID));
      return;
    }
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
    VoteDecision decision =
        verdict == ContractVerdict.SIGNATURE_INVALID
            ? new VoteDecision.Later(Reason.of(verdict), pause())
            : judge.decide(vote, verdict);
    send(ballot.id(), Map.of(queued, decision));
  }

  private void refuse(BallotVote vote, Reason reason) {
    desk.jdbi()
        .useTransaction(
            transaction -> desk.verdicts().refuseQueued(transaction, vote.id(), reason));
  }

  /** Looks at the votes of calls that have ended: the contract skips what does not count. */
  private void settleCalls(Hash32 id) {
    for (String key : desk.verdicts().callsOf(id)) {
      Optional<CallState> state = desk.jdbi().withHandle(handle -> desk.outbox().find(handle, key));
      if (state.filter(found -> found.status().isFinal()).isPresent()) {
        settleCall(id, desk.verdicts().sentBy(key));
      }
    }
  }

  private void settleCall(Hash32 id, List<QueuedVote> votes) {
    Map<QueuedVote, VoteDecision> decisions = new LinkedHashMap<>();
    List<QueuedVote> byKey = votes.stream().filter(vote -> !vote.isByContract()).toList();
    if (!byKey.isEmpty()) {
      decisions.putAll(decide(id, byKey));
    }
    votes.stream()
        .filter(QueuedVote::isByContract)
        .forEach(
            vote ->
                decisions.put(vote, judge.decideStanding(vote.vote(), new VoteDecision.Send())));
    desk.jdbi()
        .useTransaction(
            transaction ->
                decisions.forEach(
                    (vote, decision) -> {
                      switch (decision) {
                        case VoteDecision.Send ignored ->
                            desk.verdicts().requeue(transaction, vote.vote().id(), pause());
                        case VoteDecision.Settle settle -> settle(transaction, vote, settle);
                        case VoteDecision.Later(Reason reason, Instant notBefore) ->
                            desk.verdicts().requeue(transaction, vote.vote().id(), notBefore);
                      }
                    }));
  }

  private Instant pause() {
    return desk.clock().instant().plus(limits.interval());
  }
}
