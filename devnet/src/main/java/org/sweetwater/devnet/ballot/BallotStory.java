package org.sweetwater.devnet.ballot;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sweetwater.indexer.decode.DecodedCall;

/** Tells where a ballot stands, how it came there and what happens next. Pure. */
final class BallotStory {
  private final Times times;

  BallotStory(Times times) {
    this.times = times;
  }

  /** Where it stands now, in a few words. */
  String status(BallotFacts ballot) {
    BallotFacts.Schedule schedule = ballot.schedule();
    return switch (ballot.status()) {
      case UNKNOWN -> "never opened";
      case OPEN ->
          ballot.isCounting()
              ? ballot.seenAt().isAfter(schedule.end())
                  ? "open: voting is over, votes signed in time may still be brought"
                  : "open: members vote"
              : "open: counting is over, anybody may close it";
      case PASSED ->
          ballot.seenAt().isBefore(ballot.executableAt())
              ? "passed: its call waits for the track's delay"
              : "passed: anybody may execute its call";
      case REJECTED -> "rejected";
      case EXECUTED -> "executed";
      case VETOED -> "vetoed by an emergency ballot";
      case EXPIRED -> "passed, and expired without being executed";
    };
  }

  /** All but the rules of closing. */
  List<Line> terms(BallotFacts ballot, Optional<DecodedCall> call) {
    BallotFacts.Schedule schedule = ballot.schedule();
    List<Line> lines = new ArrayList<>();
    lines.add(Line.chain("status    %s", status(ballot)));
    lines.add(Line.chain("call      %s", call(ballot, call)));
    lines.add(Line.chain("author    %s", ballot.author()));
    lines.add(
        Line.chain(
            "track     %d %s; power is read at block %d",
            ballot.track(), ballot.trackName(), ballot.snapshot()));
    lines.add(Line.chain("voting    until %s", times.of(schedule.end())));
    lines.add(
        Line.chain(
            "counting  until %s: the end and %s of grace%s",
            times.of(schedule.countUntil()),
            Times.span(schedule.grace()),
            ballot.extensions() == 0
                ? ""
                : ", extended %d times of at most 3 by late votes that turned the outcome"
                    .formatted(ballot.extensions())));
    lines.add(Line.chain("delay     %s between close and execution", Times.span(schedule.delay())));
    return lines;
  }

  /** The count, and each rule of closing with what is missing. */
  List<Line> count(BallotFacts ballot) {
    BallotFacts.Tally tally = ballot.tally();
    List<Line> lines = new ArrayList<>();
    lines.add(
        Line.chain(
            "tally     For %d, Against %d, Abstain %d; %d voters",
            tally.votesFor(), tally.votesAgainst(), tally.votesAbstain(), tally.voters()));
    for (Rule rule : ballot.rules()) {
      lines.add(
          Line.chain(
              "%-9s %s %s", rule.isMet() ? "met" : "NOT met", rule.name() + ":", rule.text()));
    }
    return lines;
  }

  /** What was done, by whom and where. */
  List<Line> acts(Trail trail) {
    return trail.acts().stream()
        .map(
            act ->
                Line.chain(
                    "%-9s %s by %s, %s",
                    act.kind().name().toLowerCase(Locale.ROOT),
                    times.of(act.at()),
                    act.by(),
                    act.place().describe()))
        .toList();
  }

  /** What the oracle says it sent. */
  static List<Line> relays(List<OffChain.Relay> relays) {
    return relays.stream()
        .map(
            relay ->
                Line.offChain(
                    "relay     %s%s: %s, %s, transaction %s",
                    relay.kind(),
                    relay.votes() == 0 ? "" : " of %d votes".formatted(relay.votes()),
                    relay.status(),
                    relay.gasUsed().map("%,d gas"::formatted).orElse("gas not known yet"),
                    relay.transaction()))
        .toList();
  }

  /** What happens next, and when; a promise of the contract's rules, not of anybody's. */
  List<Line> next(BallotFacts ballot) {
    BallotFacts.Schedule schedule = ballot.schedule();
    return switch (ballot.status()) {
      case OPEN -> {
        String asItStands = ballot.passes() ? "would pass" : "would be rejected";
        yield ballot.isCounting()
            ? List.of(
                Line.chain(
                    "next      anybody may close it after %s (%s); with this count it %s",
                    times.of(schedule.countUntil()),
                    in(ballot.seenAt(), schedule.countUntil()),
                    asItStands),
                Line.chain(
                    "next      if it passes, it may be executed from %s at the earliest",
                    times.of(ballot.executableAt())))
            : List.of(Line.chain("next      anybody may close it now; it %s", asItStands));
      }
      case PASSED ->
          List.of(
              Line.chain(
                  "next      anybody may execute it from %s (%s) until %s, unless an emergency ballot vetoes it",
                  times.of(ballot.executableAt()),
                  in(ballot.seenAt(), ballot.executableAt()),
                  times.of(ballot.expiresAt())));
      case EXPIRED ->
          List.of(
              Line.chain(
                  "next      nothing: its mandate ended at %s", times.of(ballot.expiresAt())));
      case REJECTED, EXECUTED, VETOED -> List.of(Line.chain("next      nothing: this is final"));
      case UNKNOWN -> List.of();
    };
  }

  /** How a decided ballot's outcome came about, in one line. */
  static Line verdict(BallotFacts ballot) {
    List<String> unmet =
        ballot.rules().stream().filter(rule -> !rule.isMet()).map(Rule::name).toList();
    String rules = unmet.isEmpty() ? "every rule is met" : "not met: " + String.join(", ", unmet);
    return switch (ballot.status()) {
      case OPEN -> Line.chain("not decided yet; with this count %s", rules);
      case PASSED, EXECUTED, EXPIRED -> Line.chain("it passed: %s", rules);
      case REJECTED -> Line.chain("it was rejected; %s", rules);
      case VETOED -> Line.chain("an emergency ballot vetoed it, whatever the count: %s", rules);
      case UNKNOWN -> Line.chain("it was never opened");
    };
  }

  private static String call(BallotFacts ballot, Optional<DecodedCall> decoded) {
    if (decoded.isEmpty()) {
      return "%s, not one of our functions: %s".formatted(ballot.target(), ballot.data());
    }
    DecodedCall call = decoded.get();
    List<String> arguments =
        call.arguments().stream()
            .map(argument -> argument.name() + "=" + Text.line(argument.value()))
            .toList();
    return "%s.%s(%s)".formatted(call.contract(), call.function(), String.join(", ", arguments));
  }

  private static String in(Instant now, Instant then) {
    return then.isAfter(now)
        ? "in " + Times.span(Duration.between(now, then))
        : Times.span(Duration.between(then, now)) + " ago";
  }
}
