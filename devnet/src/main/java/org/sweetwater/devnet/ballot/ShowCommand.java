package org.sweetwater.devnet.ballot;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sweetwater.devnet.member.NetworkOptions;
import org.sweetwater.wrappers.Hash32;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sw ballot show}: where a ballot stands and what happens next. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows a ballot: call, times, count, what was done by whom, what happens next.")
final class ShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private NetworkOptions network = new NetworkOptions();

  @Parameters(
      paramLabel = "ID",
      converter = BallotCommand.IdReader.class,
      description = "The ballot's id: the proposal's id on Snapshot.")
  private Hash32 id = Hash32.ZERO;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  /** Made by picocli, which fills in the rest. */
  ShowCommand() {
    spec = CommandSpec.forAnnotatedObject(this);
  }

  @Override
  public Integer call() throws InterruptedException {
    try (Inquiry inquiry = Inquiry.open(network)) {
      BallotFacts ballot = inquiry.ballot(id);
      OffChain offChain = inquiry.offChain(id);
      Report report =
          ballot.isKnown() ? opened(inquiry, ballot, offChain) : unopened(inquiry, offChain);
      BallotCommand.print(report, spec, json);
      return 0;
    }
  }

  private Report opened(Inquiry inquiry, BallotFacts ballot, OffChain offChain) {
    BallotStory story = new BallotStory(new Times(ZoneId.systemDefault()));
    Trail trail = inquiry.trail(ballot);
    List<Line> lines = new ArrayList<>();
    offChain.title().ifPresent(title -> lines.add(title(title)));
    lines.addAll(story.terms(ballot, inquiry.call(ballot)));
    lines.addAll(story.count(ballot));
    lines.addAll(story.acts(trail));
    lines.addAll(BallotStory.relays(offChain.relays()));
    lines.addAll(story.next(ballot));
    lines.addAll(inquiry.silences());
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("ballot", ballot);
    facts.put("passesNow", ballot.passes());
    facts.put("rules", ballot.rules());
    facts.put("call", inquiry.call(ballot));
    facts.put("acts", trail.acts());
    facts.put("offChain", offChain);
    return new Report("ballot " + id, lines, facts);
  }

  private Report unopened(Inquiry inquiry, OffChain offChain) {
    List<Line> lines = unopened(inquiry, id, offChain);
    return new Report("ballot " + id, lines, Map.of("offChain", offChain));
  }

  /**
   * What hub and oracle know of a proposal that never opened.
   *
   * @throws org.sweetwater.wrappers.FatalException when they know nothing of it either
   */
  static List<Line> unopened(Inquiry inquiry, Hash32 id, OffChain offChain) {
    if (offChain.title().isEmpty() && offChain.proposal().isEmpty()) {
      throw inquiry.unknown(id);
    }
    List<Line> lines = new ArrayList<>();
    offChain.title().ifPresent(title -> lines.add(title(title)));
    lines.add(
        Line.chain("status    never opened: the contract does not know it, and counts nothing"));
    lines.add(
        Line.offChain(
            "oracle    %s", offChain.proposal().orElse("has not said anything about it yet")));
    lines.addAll(inquiry.silences());
    return lines;
  }

  /** Words are the author's; what binds is the call. */
  private static Line title(String title) {
    return Line.offChain("title     \"%s\" (the author's words; what binds is the call)", title);
  }
}
