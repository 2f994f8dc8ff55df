package org.sweetwater.devnet.ballot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sweetwater.indexer.decode.DecodedCall;

final class BallotStoryTest {
  private static final BallotFacts.Tally WINS = new BallotFacts.Tally(4, 1, 0, 5);
  private static final Instant DECIDED = Facts.END.plus(Facts.GRACE).plusSeconds(120);

  private final BallotStory story = new BallotStory(new Times(ZoneOffset.UTC));

  @ParameterizedTest
  @CsvSource({
    "4, 1, 0, 5, false, true, ''",
    "2, 1, 1, 4, false, false, quorum",
    "5, 0, 0, 2, false, false, voters",
    "3, 3, 0, 6, false, false, majority",
    "5, 3, 0, 8, true, false, two thirds",
    "6, 3, 0, 9, true, true, ''",
  })
  void namesTheRuleThatIsNotMet(
      long votesFor,
      long against,
      long abstain,
      long voters,
      boolean twoThirds,
      boolean passes,
      String unmet) {
    BallotFacts ballot =
        Facts.ballot(
            BallotStatus.REJECTED,
            DECIDED,
            new BallotFacts.Tally(votesFor, against, abstain, voters),
            twoThirds);

    assertThat(ballot.passes()).isEqualTo(passes);
    assertThat(ballot.rules().stream().filter(rule -> !rule.isMet()).map(Rule::name))
        .containsExactlyElementsOf(unmet.isEmpty() ? List.of() : List.of(unmet));
    assertThat(BallotStory.verdict(ballot).text())
        .endsWith(passes ? "every rule is met" : "not met: " + unmet);
  }

  @Test
  void saysHowMuchIsMissing() {
    BallotFacts ballot =
        Facts.ballot(BallotStatus.OPEN, Facts.END, new BallotFacts.Tally(2, 1, 0, 3), false);

    assertThat(texts(story.count(ballot)))
        .containsExactly(
            "tally     For 2, Against 1, Abstain 0; 3 voters",
            "NOT met   quorum: power taking part at least 5: 3; 2 missing",
            "met       voters: distinct voters at least 3: 3",
            "met       majority: more For than Against: 2 to 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OPEN     | 2026-03-01T11:00:00Z | open: members vote",
        "OPEN     | 2026-03-01T12:30:00Z | open: voting is over, votes signed in time may still be brought",
        "OPEN     | 2026-03-01T13:00:01Z | open: counting is over, anybody may close it",
        "PASSED   | 2026-03-01T14:00:00Z | passed: its call waits for the track's delay",
        "PASSED   | 2026-03-02T13:01:00Z | passed: anybody may execute its call",
        "REJECTED | 2026-03-01T14:00:00Z | rejected",
        "EXECUTED | 2026-03-03T14:00:00Z | executed",
        "VETOED   | 2026-03-03T14:00:00Z | vetoed by an emergency ballot",
        "EXPIRED  | 2026-04-03T14:00:00Z | passed, and expired without being executed",
      })
  void saysWhereItStands(BallotStatus status, Instant now, String words) {
    assertThat(story.status(Facts.ballot(status, now, WINS, false))).isEqualTo(words);
  }

  @Test
  void saysWhatHappensNextAndWhen() {
    assertThat(texts(story.next(Facts.voting())))
        .containsExactly(
            "next      anybody may close it after 2026-03-01 13:00:00 UTC (in 2 h 0 min); with this count it would pass",
            "next      if it passes, it may be executed from 2026-03-02 13:00:00 UTC at the earliest");
    assertThat(texts(story.next(Facts.ballot(BallotStatus.PASSED, DECIDED, WINS, false))))
        .containsExactly(
            "next      anybody may execute it from 2026-03-02 13:01:00 UTC (in 23 h 59 min) until 2026-03-16 13:00:00 UTC, unless an emergency ballot vetoes it");
    assertThat(texts(story.next(Facts.ballot(BallotStatus.EXECUTED, DECIDED, WINS, false))))
        .containsExactly("next      nothing: this is final");
  }

  @Test
  void showsTheCallAndNotOnlyItsBytes() {
    DecodedCall call =
        new DecodedCall(
            "Cradle", "approve", List.of(new DecodedCall.Argument("id", "bytes32", "0x12\u202e")));

    assertThat(texts(story.terms(Facts.voting(), Optional.of(call))))
        .contains("call      Cradle.approve(id=0x12\uFFFD)");
    assertThat(texts(story.terms(Facts.voting(), Optional.empty())))
        .contains("call      %s, not one of our functions: 0x12345678".formatted(Facts.VOTER));
  }

  @Test
  void marksWhatTheOracleClaims() {
    OffChain.Relay relay =
        new OffChain.Relay("count", Facts.hash("tx"), 6, Optional.of(268_411L), "confirmed");

    assertThat(BallotStory.relays(List.of(relay)))
        .containsExactly(
            new Line(
                Source.OFF_CHAIN,
                "relay     count of 6 votes: confirmed, 268,411 gas, transaction "
                    + Facts.hash("tx")));
  }

  @Test
  void readersElsewhereSeeTheirTimeAndUtc() {
    assertThat(new Times(ZoneId.of("Asia/Kolkata")).of(Facts.END))
        .isEqualTo("2026-03-01 17:30:00 +05:30 (2026-03-01 12:00:00 UTC)");
  }

  @ParameterizedTest
  @CsvSource({"PT0S,0 s", "PT-5S,0 s", "PT65S,1 min 5 s", "PT3H,3 h 0 min", "PT50H,2 d 2 h"})
  void spansHaveTwoUnits(Duration span, String words) {
    assertThat(Times.span(span)).isEqualTo(words);
  }

  private static List<String> texts(List<Line> lines) {
    return lines.stream().map(Line::text).toList();
  }
}
