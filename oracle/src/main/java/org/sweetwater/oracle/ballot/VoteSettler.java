package org.sweetwater.oracle.ballot;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sweetwater.oracle.relay.CallState;
import org.sweetwater.wrappers.Hash32;

/**
 * Looks what became of votes whose call has ended: the contract skips what does not count, and a
 * call may have been given up. Only the chain is asked, never the call.
 */
final class VoteSettler {
  private final Desk desk;
  private final VoteJudge judge;
  private final CountLimits limits;

  VoteSettler(Desk desk, VoteJudge judge, CountLimits limits) {
    this.desk = desk;
    this.judge = judge;
    this.limits = limits;
  }

  /**
   * Settles a ballot's votes whose call is final; what did not get through is queued again.
   *
   * @return whether no call is under way any more
   */
  boolean settle(Hash32 id) {
    boolean isSettled = true;
    for (String key : desk.verdicts().callsOf(id)) {
      Optional<CallState> state = desk.jdbi().withHandle(handle -> desk.outbox().find(handle, key));
      if (state.filter(found -> found.status().isFinal()).isPresent()) {
        settle(id, desk.verdicts().sentBy(key));
      } else {
        isSettled = false;
      }
    }
    return isSettled;
  }

  private void settle(Hash32 id, List<QueuedVote> votes) {
    Map<QueuedVote, VoteDecision> decisions = decide(id, votes);
    Instant retryAt = desk.clock().instant().plus(limits.interval());
    desk.jdbi()
        .useTransaction(
            transaction ->
                decisions.forEach(
                    (vote, decision) -> {
                      switch (decision) {
                        case VoteDecision.Send ignored ->
                            desk.verdicts().requeue(transaction, vote.vote().id(), retryAt);
                        case VoteDecision.Stands ignored ->
                            desk.verdicts().stands(transaction, vote.vote());
                        case VoteDecision.Settle(Reason reason) ->
                            desk.verdicts().settle(transaction, vote.vote().id(), reason);
                        case VoteDecision.Later(Reason reason, Instant notBefore) ->
                            desk.verdicts().requeue(transaction, vote.vote().id(), notBefore);
                      }
                    }));
  }

  private Map<QueuedVote, VoteDecision> decide(Hash32 id, List<QueuedVote> votes) {
    List<QueuedVote> byKey = votes.stream().filter(vote -> !vote.isByContract()).toList();
    Map<QueuedVote, VoteDecision> decisions = new LinkedHashMap<>();
    if (!byKey.isEmpty()) {
      decisions.putAll(judge.decideAll(id, byKey));
    }
    // `check` knows no ERC-1271, so for these the standing vote tells.
    decisions.putAll(
        judge.decideAllStanding(votes.stream().filter(QueuedVote::isByContract).toList()));
    return decisions;
  }
}
