package org.sweetwater.oracle.ballot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    List<String> ended = desk.jdbi().withHandle(handle -> desk.outbox().ended(handle, id));
    for (String key : desk.verdicts().carrying(id, ended)) {
      settle(id, desk.verdicts().sentBy(id, key));
    }
    return !desk.verdicts().hasSent(id);
  }

  private void settle(Hash32 id, List<QueuedVote> votes) {
    Map<QueuedVote, VoteDecision> decisions = decide(id, votes);
    Instant retryAt = desk.clock().instant().plus(limits.interval());
    desk.jdbi()
        .useTransaction(
            transaction -> {
              List<QueuedVote> standing = new ArrayList<>();
              decisions.forEach(
                  (vote, decision) -> {
                    switch (decision) {
                      case VoteDecision.Send ignored ->
                          desk.verdicts().requeue(transaction, vote.vote().id(), retryAt);
                      case VoteDecision.Stands ignored -> standing.add(vote);
                      case VoteDecision.Settle(Reason reason) ->
                          desk.verdicts().settle(transaction, vote.vote().id(), reason);
                      case VoteDecision.Later(Reason reason, Instant notBefore) ->
                          desk.verdicts().requeue(transaction, vote.vote().id(), notBefore);
                    }
                  });
              desk.verdicts().stand(transaction, standing);
            });
  }

  private Map<QueuedVote, VoteDecision> decide(Hash32 id, List<QueuedVote> votes) {
    List<QueuedVote> byKey = votes.stream().filter(vote -> !vote.isByContract()).toList();
    Map<QueuedVote, VoteDecision> decisions = new LinkedHashMap<>();
    if (!byKey.isEmpty()) {
      decisions.putAll(judge.decideAll(id, byKey));
    }
    // `check` knows no ERC-1271, so for these the standing vote tells.
    decisions.putAll(
        judge.decideAllStanding(id, votes.stream().filter(QueuedVote::isByContract).toList()));
    return decisions;
  }
}
