package org.sweetwater.devnet.ballot;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sweetwater.devnet.member.NetworkOptions;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sw ballot explain}: how a result came about, or why one account's vote counts or not. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description =
        "Explains a ballot's result rule by rule; with --voter, why that vote counts or does not.")
final class ExplainCommand implements Callable<Integer> {
  private final Times times = new Times(ZoneId.systemDefault());

  @Spec private CommandSpec spec;
  @Mixin private NetworkOptions network = new NetworkOptions();

  @Parameters(
      paramLabel = "ID",
      converter = BallotCommand.IdReader.class,
      description = "The ballot's id: the proposal's id on Snapshot.")
  private Hash32 id = Hash32.ZERO;

  @Option(
      names = "--voter",
      paramLabel = "ACCOUNT",
      converter = BallotCommand.AccountReader.class,
      description = "The account whose vote to explain.")
  private Optional<Address> voter = Optional.empty();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  /** Made by picocli, which fills in the rest. */
  ExplainCommand() {
    spec = CommandSpec.forAnnotatedObject(this);
  }

  @Override
  public Integer call() throws InterruptedException {
    try (Inquiry inquiry = Inquiry.open(network)) {
      BallotFacts ballot = inquiry.ballot(id);
      BallotCommand.print(explain(inquiry, ballot), spec, json);
      return 0;
    }
  }

  private Report explain(Inquiry inquiry, BallotFacts ballot) throws InterruptedException {
    if (!ballot.isKnown()) {
      OffChain offChain = inquiry.offChain(id);
      return new Report(
          "ballot " + id,
          ShowCommand.unopened(inquiry, id, offChain),
          Map.of("outcome", "NotOpen", "offChain", offChain));
    }
    Trail trail = inquiry.trail(ballot);
    return voter.isPresent()
        ? voter(inquiry, ballot, inquiry.voter(ballot, trail, voter.get()))
        : result(inquiry, ballot, trail);
  }

  private Report result(Inquiry inquiry, BallotFacts ballot, Trail trail) {
    BallotStory story = new BallotStory(times);
    List<Line> lines = new ArrayList<>();
    lines.add(BallotStory.verdict(ballot));
    lines.addAll(story.count(ballot));
    lines.add(
        Line.chain(
            "counted   %d votes, of which %d stand and %d were replaced by later ones",
            trail.votes().size(),
            ballot.tally().voters(),
            trail.votes().size() - ballot.tally().voters()));
    lines.addAll(story.acts(trail));
    lines.addAll(story.next(ballot));
    lines.addAll(inquiry.silences());
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("ballot", ballot);
    facts.put("rules", ballot.rules());
    facts.put("trail", trail);
    return new Report("ballot " + id + ": " + story.status(ballot), lines, facts);
  }

  private Report voter(Inquiry inquiry, BallotFacts ballot, VoterFacts facts) {
    VoterOutcome outcome = new VoterJudge(times).judge(ballot, facts);
    List<Line> lines = new ArrayList<>(new VoterStory(times).tell(ballot, facts, outcome));
    lines.addAll(inquiry.silences());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("outcome", outcome.getClass().getSimpleName());
    json.put("detail", outcome);
    json.put("voter", facts);
    return new Report("vote of %s in ballot %s".formatted(facts.account(), id), lines, json);
  }
}
