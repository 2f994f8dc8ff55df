package org.sweetwater.oracle.ballot;

import java.util.List;
import org.jdbi.v3.core.Handle;
import org.sweetwater.oracle.message.BallotVote;

/** Takes a ballot's votes from the archive, page by page, and queues or refuses each. */
final class VoteIntake {
  /** Votes judged in one transaction. */
  private static final int PAGE = 200;

  private static final Reason PROPOSAL_REFUSED =
      new Reason("PROPOSAL_REFUSED", "the proposal never opened");

  private final Desk desk;
  private final VoteVerifier verifier;

  VoteIntake(Desk desk) {
    this.desk = desk;
    this.verifier = new VoteVerifier(desk.chain().rules().space());
  }

  /** Judges what is new for an open ballot. */
  void judgeNew(Progress progress, BallotState ballot) {
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

  /** Ends the votes of a proposal that never opens. */
  void dismiss(Progress progress) {
    eachNew(
        progress,
        (transaction, vote) ->
            desk.verdicts()
                .refuse(
                    transaction,
                    vote.message().id(),
                    progress.id(),
                    verifier.dismiss(vote, PROPOSAL_REFUSED)));
  }

  private interface Treatment {
    void of(Handle transaction, SignedVote vote);
  }

  private void eachNew(Progress progress, Treatment treatment) {
    List<SignedVote> page = desk.archive().votesAfter(progress.id(), progress.votesSeq(), PAGE);
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
}
