package org.sweetwater.oracle.ballot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.sweetwater.oracle.message.BallotVote;
import org.sweetwater.wrappers.Hash32;

/** Takes a ballot's votes from the archive, page by page, and queues or refuses each. */
final class VoteIntake {
  /** Votes judged in one transaction. */
  private static final int PAGE = 500;

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
    eachNew(progress, vote -> verifier.read(vote, ballot));
  }

  /** Ends the votes of a proposal that never opens. */
  void dismiss(Progress progress) {
    eachNew(progress, vote -> verifier.dismiss(vote, PROPOSAL_REFUSED));
  }

  /** What a page's vote was read as. */
  private record Read(Hash32 voteId, VoteReading reading) {}

  /** Reading, which takes longest, is done before each transaction begins. */
  private void eachNew(Progress progress, Function<SignedVote, VoteReading> reader) {
    List<SignedVote> page = desk.archive().votesAfter(progress.id(), progress.votesSeq(), PAGE);
    while (!page.isEmpty()) {
      List<Read> read =
          page.stream().map(vote -> new Read(vote.message().id(), reader.apply(vote))).toList();
      long last = page.getLast().seq();
      desk.jdbi()
          .useTransaction(
              transaction -> {
                write(transaction, progress.id(), read);
                desk.progress().judged(transaction, progress.id(), last);
              });
      page = desk.archive().votesAfter(progress.id(), last, PAGE);
    }
  }

  private void write(Handle transaction, Hash32 proposalId, List<Read> page) {
    SequencedMap<Hash32, QueuedVote> queue = new LinkedHashMap<>();
    for (Read read : page) {
      if (queue.containsKey(read.voteId())) {
        // The same vote with another signature: its turn comes after the first one's.
        flush(transaction, queue);
      }
      switch (read.reading()) {
        case VoteReading.ByKey(BallotVote vote) ->
            queue.put(read.voteId(), new QueuedVote(vote, false, 0));
        case VoteReading.ByContract(BallotVote vote) ->
            queue.put(read.voteId(), new QueuedVote(vote, true, 0));
        case VoteReading.Unfit unfit ->
            desk.verdicts().refuse(transaction, read.voteId(), proposalId, unfit);
      }
    }
    flush(transaction, queue);
  }

  private void flush(Handle transaction, SequencedMap<Hash32, QueuedVote> queue) {
    desk.verdicts().queue(transaction, List.copyOf(queue.values()));
    queue.clear();
  }
}
