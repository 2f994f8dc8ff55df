package org.sweetwater.devnet.ballot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells a voter's outcome in sentences, each with who says so. Pure. */
final class VoterStory {
  private final Times times;

  VoterStory(Times times) {
    this.times = times;
  }

  List<Line> tell(BallotFacts ballot, VoterFacts voter, VoterOutcome outcome) {
    List<Line> lines = new ArrayList<>();
    switch (outcome) {
      case VoterOutcome.Counted counted -> counted(counted, lines);
      case VoterOutcome.NoPower noPower -> noPower(ballot, noPower, lines);
      case VoterOutcome.Refused(var verdict) -> refused(ballot, verdict, lines);
      case VoterOutcome.Waiting(var id, var verdict) -> {
        lines.add(Line.chain("not counted yet; votes may be brought until %s", until(ballot)));
        lines.add(Line.offChain("the vote %s is known%s", id, inWords(verdict)));
        lines.add(selfHelp(ballot));
      }
      case VoterOutcome.Missed(var id, var verdict) -> {
        lines.add(Line.chain("not counted; counting ended at %s", until(ballot)));
        lines.add(
            Line.offChain(
                "the vote %s is known and did not reach the contract in time%s",
                id, inWords(verdict)));
      }
      case VoterOutcome.NeverSeen ignored -> {
        lines.add(Line.chain("no vote of it was ever counted"));
        lines.add(Line.offChain("neither hub nor oracle ever saw a vote that it signed"));
        lines.add(selfHelp(ballot));
      }
      case VoterOutcome.NotCounted ignored -> {
        lines.add(Line.chain("no vote of it was ever counted"));
        lines.add(
            Line.chain(
                "whether one was seen cannot be told: that takes the indexer (--indexer) and the hub (--hub)"));
        lines.add(selfHelp(ballot));
      }
    }
    lines.addAll(power(ballot, voter));
    lines.addAll(forgeries(voter));
    contractWallet(voter).ifPresent(lines::add);
    return lines;
  }

  private void counted(VoterOutcome.Counted counted, List<Line> lines) {
    CountedVote vote = counted.standing();
    lines.add(
        Line.chain(
            "counted: %s with power %d; vote %s, signed %s",
            vote.choiceName(), vote.power(), vote.voteId(), times.of(vote.signedAt())));
    lines.add(Line.chain("counted in %s", vote.place().describe()));
    for (CountedVote earlier : counted.replaced()) {
      lines.add(
          Line.chain(
              "it replaced %s, vote %s, signed %s, counted in %s",
              earlier.choiceName(),
              earlier.voteId(),
              times.of(earlier.signedAt()),
              earlier.place().describe()));
    }
  }

  private static void noPower(BallotFacts ballot, VoterOutcome.NoPower noPower, List<Line> lines) {
    lines.add(
        Line.chain("cannot count: no power at the ballot's snapshot, block %d", ballot.snapshot()));
    lines.addAll(noPower.why());
  }

  private static void refused(BallotFacts ballot, VoterFacts.Verdict verdict, List<Line> lines) {
    lines.add(Line.chain("no vote of it was ever counted"));
    lines.add(
        Line.offChain(
            "refused by the %s: %s, %s", verdict.judge(), verdict.reason(), verdict.detail()));
    verdict.voteId().ifPresent(id -> lines.add(Line.offChain("that was the vote %s", id)));
    lines.add(selfHelp(ballot));
  }

  private String until(BallotFacts ballot) {
    return times.of(ballot.schedule().countUntil());
  }

  private static String inWords(Optional<VoterFacts.Verdict> verdict) {
    return verdict
        .map(known -> "; the %s says: %s".formatted(known.judge(), known.detail()))
        .orElse(" to the hub; the oracle has not judged it yet");
  }

  /** The contract takes votes from anybody: nobody has to wait for hub and oracle. */
  private static Line selfHelp(BallotFacts ballot) {
    if (!ballot.isCounting()) {
      return Line.chain("counting is over, so that nothing can be brought any more");
    }
    return ballot.seenAt().isAfter(ballot.schedule().end())
        ? Line.chain(
            "a vote signed before the end can still be brought by anybody, without hub and oracle")
        : Line.chain(
            "to vote without hub and oracle: sw vote --proposal %s --choice … --self", ballot.id());
  }

  private static List<Line> power(BallotFacts ballot, VoterFacts voter) {
    VoterFacts.Power power = voter.onChain().power();
    List<Line> lines = new ArrayList<>();
    lines.add(
        Line.chain(
            "power at block %d: %d of %d nodes; nobody has more than %d there",
            ballot.snapshot(), power.own(), power.total(), power.cap()));
    voter
        .past()
        .filter(past -> past.activeNodes() > power.own())
        .ifPresent(
            past ->
                lines.add(
                    Line.indexer(
                        "it had %d active nodes there; the cap of a tenth of the network leaves %d",
                        past.activeNodes(), power.own())));
    return lines;
  }

  /** Anybody can post a message that names somebody else; that says nothing about them. */
  private static List<Line> forgeries(VoterFacts voter) {
    return voter.verdicts().orElse(List.of()).stream()
        .filter(verdict -> verdict.isClaimed() && !verdict.isCountable())
        .map(
            verdict ->
                Line.offChain(
                    "somebody posted a vote in its name without its signature, which the %s refused: %s",
                    verdict.judge(), verdict.detail()))
        .toList();
  }

  private static Optional<Line> contractWallet(VoterFacts voter) {
    return voter.onChain().isContract()
        ? Optional.of(
            Line.chain(
                "it is a contract: countContractVote asks it (ERC-1271) whether it accepts the signature when the vote is counted, not when it was signed"))
        : Optional.empty();
  }
}
