package org.sweetwater.devnet.ballot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sweetwater.wrappers.Hash32;

/** Finds why an account's vote counts or not, the contract's word first. Pure. */
final class VoterJudge {
  private final Times times;

  VoterJudge(Times times) {
    this.times = times;
  }

  VoterOutcome judge(BallotFacts ballot, VoterFacts voter) {
    List<CountedVote> counted = voter.counted();
    if (!counted.isEmpty()) {
      return new VoterOutcome.Counted(counted.getLast(), counted.subList(0, counted.size() - 1));
    }
    if (voter.onChain().power().own() == 0) {
      return new VoterOutcome.NoPower(whyPowerless(ballot, voter));
    }
    return unheard(ballot, voter);
  }

  private static VoterOutcome unheard(BallotFacts ballot, VoterFacts voter) {
    Optional<VoterFacts.Verdict> newest = newestOwn(voter);
    if (newest.filter(verdict -> !verdict.isCountable() && !isPassing(verdict)).isPresent()) {
      return new VoterOutcome.Refused(newest.get());
    }
    Optional<Hash32> seen =
        newest
            .flatMap(VoterFacts.Verdict::voteId)
            .or(() -> voter.shown().flatMap(VoterJudge::newestShown));
    if (seen.isPresent()) {
      return ballot.isCounting()
          ? new VoterOutcome.Waiting(seen.get(), newest)
          : new VoterOutcome.Missed(seen.get(), newest);
    }
    boolean wasAsked = voter.verdicts().isPresent() && voter.shown().isPresent();
    return wasAsked ? new VoterOutcome.NeverSeen() : new VoterOutcome.NotCounted();
  }

  /**
   * The newest verdict on a vote that the account itself signed, or that its contract may accept.
   */
  private static Optional<VoterFacts.Verdict> newestOwn(VoterFacts voter) {
    return voter.verdicts().orElse(List.of()).stream()
        .filter(verdict -> !verdict.isClaimed() || verdict.isCountable())
        .reduce((earlier, later) -> later);
  }

  /** Reasons that time heals. */
  private static boolean isPassing(VoterFacts.Verdict verdict) {
    return verdict.reason().equals("DATED_AHEAD");
  }

  private static Optional<Hash32> newestShown(List<VoterFacts.HubVote> votes) {
    return votes.isEmpty() ? Optional.empty() : Optional.of(votes.getLast().id());
  }

  private List<Line> whyPowerless(BallotFacts ballot, VoterFacts voter) {
    VoterFacts.Membership member = voter.onChain().membership();
    List<Line> why = new ArrayList<>();
    if (member.admittedAt().isEmpty()) {
      why.add(Line.chain("it is no operator: nobody vouched for it, and no ballot admitted it"));
      return why;
    }
    why.add(
        Line.chain(
            "it is an operator since %s%s, with %d active of %d nodes now",
            times.of(member.admittedAt().get()),
            member.isRevoked() ? ", revoked by a ballot meanwhile" : "",
            member.activeNodes(),
            member.nodes()));
    why.addAll(
        voter
            .past()
            .map(past -> nodesThen(past, ballot.snapshot()))
            .orElseGet(
                () ->
                    List.of(
                        Line.chain(
                            "what its nodes were at block %d only an indexer can tell",
                            ballot.snapshot()))));
    return why;
  }

  private List<Line> nodesThen(VoterFacts.Past past, long snapshot) {
    if (past.nodes().isEmpty()) {
      return List.of(Line.indexer("at block %d it had no node", snapshot));
    }
    return past.nodes().stream().map(node -> nodeThen(node, snapshot)).toList();
  }

  private Line nodeThen(VoterFacts.Node node, long snapshot) {
    String then =
        switch (node.status()) {
          case "Waiting" ->
              "registered in block %d and not activated; anybody could from %s"
                  .formatted(node.since(), times.of(node.activatableAt()));
          case "Suspended" -> "suspended since block %d".formatted(node.since());
          case "Quarantined" ->
              "quarantined since block %d, until a ballot restores it".formatted(node.since());
          case "Left" -> "taken out by its operator in block %d".formatted(node.since());
          default -> "%s since block %d".formatted(node.status(), node.since());
        };
    return Line.indexer("at block %d its node %s was %s", snapshot, node.key(), then);
  }
}
