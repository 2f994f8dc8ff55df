package org.sweetwater.oracle.ballot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sweetwater.oracle.message.ProposalMessage;
import org.sweetwater.oracle.message.SnapshotMessage;
import org.sweetwater.oracle.message.VoteMessage;
import org.sweetwater.wrappers.Hash32;

/** The messages of one answer on their way into the archive. */
final class Batch {
  private final Archive archive;
  private final RetryBook book;
  private final Instant now;
  private final List<Received<ProposalMessage>> proposals = new ArrayList<>();
  private final List<Received<VoteMessage>> votes = new ArrayList<>();

  Batch(Archive archive, RetryBook book, Instant now) {
    this.archive = archive;
    this.book = book;
    this.now = now;
  }

  /** Takes a proposal; what is of no use goes into the book. */
  void addProposal(RowOutcome<ProposalMessage> outcome) {
    add(outcome, proposals);
  }

  /** Takes a vote; what is of no use goes into the book. */
  void addVote(RowOutcome<VoteMessage> outcome) {
    add(outcome, votes);
  }

  private <M extends SnapshotMessage> void add(RowOutcome<M> outcome, List<Received<M>> into) {
    switch (outcome) {
      case RowOutcome.Signed<M>(Received<M> received) -> into.add(received);
      case RowOutcome.Unreadable<M>(HubProblem problem) -> book.failed(problem, now);
    }
  }

  /**
   * What became of an answer's rows.
   *
   * @param taken how many were new
   * @param settled those of which nothing better can come
   */
  record Stored(int taken, Set<Hash32> settled) {}

  /** Stores all. */
  Stored store() {
    int stored = archive.storeVotes(votes);
    for (Received<ProposalMessage> proposal : proposals) {
      stored += archive.storeProposal(proposal) ? 1 : 0;
    }
    Set<Hash32> settled = new HashSet<>();
    settled.addAll(note(votes));
    settled.addAll(note(proposals));
    return new Stored(stored, settled);
  }

  /** A signature that is not by the sender's own key may be followed by one that is. */
  private <M extends SnapshotMessage> Set<Hash32> note(List<Received<M>> received) {
    Set<Hash32> settled = new HashSet<>();
    List<Hash32> others = new ArrayList<>();
    for (Received<M> one : received) {
      if (one.isOwn()) {
        settled.add(one.message().id());
      } else {
        others.add(one.message().id());
      }
    }
    settled.addAll(archive.settled(others));
    settled.forEach(book::settled);
    others.stream().filter(id -> !settled.contains(id)).forEach(id -> book.postpone(id, now));
    return settled;
  }
}
