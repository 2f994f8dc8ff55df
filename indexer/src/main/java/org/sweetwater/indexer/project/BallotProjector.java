package org.sweetwater.indexer.project;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sweetwater.indexer.decode.BallotEvent;
import org.sweetwater.wrappers.Hash32;

/** Ballots, votes, voters, tracks and listings. */
final class BallotProjector {
  private final Ledger ledger;
  private final Rows rows;

  BallotProjector(Ledger ledger) {
    this.ledger = ledger;
    this.rows = new Rows(ledger);
  }

  void project(BallotEvent event, Origin origin) {
    switch (event) {
      case BallotEvent.BallotOpened e -> ledger.put(opened(e, origin), origin);
      case BallotEvent.CallCommitted e -> ballot(e.id(), origin, row -> row.withCall(callOf(e)));
      case BallotEvent.VoteCounted e -> count(e, origin);
      case BallotEvent.CountExtended e ->
          ballot(e.id(), origin, row -> row.extended(e.countUntil(), e.extensions()));
      case BallotEvent.BallotClosed e ->
          ballot(e.id(), origin, row -> row.closed(e.passed(), tallyOf(e), origin.minedAt()));
      case BallotEvent.BallotExecuted e ->
          ballot(e.id(), origin, row -> row.executed(origin.minedAt()));
      case BallotEvent.BallotVetoed e ->
          ballot(e.id(), origin, row -> row.vetoed(origin.minedAt()));
      case BallotEvent.TrackSet e -> ledger.put(trackOf(e), origin);
      case BallotEvent.ListingSet e -> list(e, origin);
    }
  }

  private void count(BallotEvent.VoteCounted e, Origin origin) {
    VoteRow next = new VoteRow(e.id(), e.voter(), e.voteId(), e.choice(), e.power(), e.timestamp());
    Optional<VoteRow> previous = ledger.find(VoteRow.class, next.key());
    ledger.put(next, origin);
    VoterRow voter =
        ledger
            .find(VoterRow.class, VoterRow.key(e.voter()))
            .orElseGet(() -> VoterRow.none(e.voter(), origin.minedAt()));
    ledger.put(voter.counted(previous, next, origin.minedAt()), origin);
    ballot(e.id(), origin, row -> row.withTally(replace(row.tally(), previous, next)));
  }

  private static BallotRow.Tally replace(
      BallotRow.Tally tally, Optional<VoteRow> previous, VoteRow next) {
    return previous
        .map(vote -> tally.minus(vote.choice(), vote.power()))
        .orElse(tally)
        .plus(next.choice(), next.power());
  }

  private void list(BallotEvent.ListingSet e, Origin origin) {
    if (e.track() == 0) {
      ledger.remove(ListingRow.key(e.target(), e.selector()), origin);
    } else {
      ledger.put(new ListingRow(e.target(), e.selector(), e.track()), origin);
    }
  }

  private void ballot(Hash32 id, Origin origin, UnaryOperator<BallotRow> change) {
    rows.change(BallotRow.class, BallotRow.key(id), origin, change);
  }

  private static BallotRow opened(BallotEvent.BallotOpened e, Origin origin) {
    return new BallotRow(
        e.id(),
        e.author(),
        e.track(),
        BallotStatus.OPEN,
        e.snapshotBlock(),
        new BallotRow.Period(e.start(), e.end(), e.countUntil(), 0),
        new BallotRow.Rule(e.quorum(), e.votersMin(), e.twoThirds(), e.delaySeconds()),
        BallotRow.Tally.EMPTY,
        Optional.empty(),
        origin.minedAt(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static BallotRow.Call callOf(BallotEvent.CallCommitted e) {
    return new BallotRow.Call(e.target(), e.codeHash(), e.action(), e.data(), e.salt());
  }

  private static BallotRow.Tally tallyOf(BallotEvent.BallotClosed e) {
    return new BallotRow.Tally(e.votesFor(), e.votesAgainst(), e.votesAbstain(), e.voters());
  }

  private static TrackRow trackOf(BallotEvent.TrackSet e) {
    return new TrackRow(
        e.track(),
        e.version(),
        e.windowSeconds(),
        e.graceSeconds(),
        e.delaySeconds(),
        e.quorumBps(),
        e.votersMin(),
        e.twoThirds());
  }
}
