package org.sweetwater.devnet.ballot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sweetwater.indexer.decode.Choice;

/** One test for each reason why a vote counts or does not. */
final class VoterStoryTest {
  private static final Times TIMES = new Times(ZoneOffset.UTC);
  private static final Instant AFTER_COUNTING = Facts.END.plus(Facts.GRACE).plusSeconds(1);

  private final VoterJudge judge = new VoterJudge(TIMES);
  private final VoterStory story = new VoterStory(TIMES);

  @Test
  void tellsWhereTheStandingVoteWasCountedAndWhatItReplaced() {
    VoterFacts voter =
        Facts.counted(
            Facts.vote("first", Choice.AGAINST, 29), Facts.vote("second", Choice.FOR, 33));

    VoterOutcome outcome = judge.judge(Facts.voting(), voter);

    assertThat(outcome)
        .isEqualTo(
            new VoterOutcome.Counted(
                Facts.vote("second", Choice.FOR, 33),
                List.of(Facts.vote("first", Choice.AGAINST, 29))));
    assertThat(tell(Facts.voting(), voter))
        .startsWith(
            "[chain] counted: For with power 1; vote %s, signed 2026-03-01 11:59:00 UTC"
                .formatted(Facts.hash("second")),
            "[chain] counted in block 33, transaction %s, log 7".formatted(Facts.hash("tx")))
        .anyMatch(line -> line.startsWith("[chain] it replaced Against, vote "));
  }

  @Test
  void theChainsCountOverrulesEverybodysWord() {
    VoterFacts voter =
        Facts.with(
            Facts.counted(Facts.vote("vote", Choice.FOR, 29)),
            Facts.verdict(false, false, "hub", "OUTSIDE_WINDOW", "too late"));

    assertThat(judge.judge(Facts.voting(), voter)).isInstanceOf(VoterOutcome.Counted.class);
  }

  @Test
  void aStrangerHasNoPower() {
    VoterFacts voter =
        Facts.with(
            Facts.silent(),
            new VoterFacts.OnChain(
                new VoterFacts.Power(0, 30, 3),
                new VoterFacts.Membership(Optional.empty(), 0, 0, false),
                false));

    assertThat(tell(Facts.voting(), voter))
        .startsWith(
            "[chain] cannot count: no power at the ballot's snapshot, block 100",
            "[chain] it is no operator: nobody vouched for it, and no ballot admitted it");
  }

  @Test
  void eachNodeSaysWhyItGaveNoPower() {
    Instant activatable = Instant.parse("2026-02-25T00:00:00Z");
    VoterFacts.Past past =
        new VoterFacts.Past(
            0,
            List.of(
                new VoterFacts.Node(Facts.VOTER, "Waiting", activatable, 40),
                new VoterFacts.Node(Facts.VOTER, "Suspended", activatable, 41),
                new VoterFacts.Node(Facts.VOTER, "Quarantined", activatable, 42),
                new VoterFacts.Node(Facts.VOTER, "Left", activatable, 43)));
    VoterFacts voter = Facts.with(Facts.with(Facts.silent(), Facts.member(0, 2)), past);

    String node = "[indexer] at block 100 its node " + Facts.VOTER + " was ";
    assertThat(tell(Facts.voting(), voter))
        .contains(
            "[chain] it is an operator since 2026-01-01 00:00:00 UTC, with 2 active of 2 nodes now",
            node
                + "registered in block 40 and not activated; anybody could from 2026-02-25 00:00:00 UTC",
            node + "suspended since block 41",
            node + "quarantined since block 42, until a ballot restores it",
            node + "taken out by its operator in block 43");
  }

  @Test
  void withoutAnIndexerThePastOfNodesStaysOpen() {
    VoterFacts voter = Facts.with(Facts.unasked(), Facts.member(0, 2));

    assertThat(tell(Facts.voting(), voter))
        .contains("[chain] what its nodes were at block 100 only an indexer can tell");
  }

  @Test
  void aRefusalNamesTheJudgeAndTheReason() {
    VoterFacts voter =
        Facts.with(
            Facts.silent(),
            Facts.verdict(false, false, "hub", "OUTSIDE_WINDOW", "signed too late"));

    assertThat(tell(Facts.open(AFTER_COUNTING), voter))
        .startsWith(
            "[chain] no vote of it was ever counted",
            "[off-chain] refused by the hub: OUTSIDE_WINDOW, signed too late",
            "[off-chain] that was the vote " + Facts.hash("vote"),
            "[chain] counting is over, so that nothing can be brought any more");
  }

  @Test
  void aVoteOnTheHubWaitsAndCanBeBroughtByItsVoter() {
    assertThat(tell(Facts.voting(), Facts.shownByHub()))
        .startsWith(
            "[chain] not counted yet; votes may be brought until 2026-03-01 13:00:00 UTC",
            "[off-chain] the vote %s is known to the hub; the oracle has not judged it yet"
                .formatted(Facts.hash("vote")),
            "[chain] to vote without hub and oracle: sw vote --proposal %s --choice … --self"
                .formatted(Facts.ID));
  }

  @Test
  void aVoteOnItsWayIsWaitingToo() {
    VoterFacts voter =
        Facts.with(
            Facts.silent(),
            Facts.verdict(true, true, "oracle", "COUNTABLE", "on its way to the contract"));

    assertThat(tell(Facts.voting(), voter))
        .anyMatch(line -> line.endsWith("the oracle says: on its way to the contract"));
  }

  @Test
  void aVoteThatIsDatedAheadOnlyWaits() {
    VoterFacts voter =
        Facts.with(
            Facts.silent(), Facts.verdict(false, false, "oracle", "DATED_AHEAD", "counts later"));

    assertThat(judge.judge(Facts.voting(), voter)).isInstanceOf(VoterOutcome.Waiting.class);
  }

  @Test
  void aKnownVoteThatDidNotReachTheContractWasMissed() {
    assertThat(judge.judge(Facts.open(AFTER_COUNTING), Facts.shownByHub()))
        .isInstanceOf(VoterOutcome.Missed.class);
    assertThat(tell(Facts.open(AFTER_COUNTING), Facts.shownByHub()))
        .anyMatch(line -> line.contains("did not reach the contract in time"));
  }

  @Test
  void nobodyEverSawAVote() {
    assertThat(tell(Facts.voting(), Facts.silent()))
        .startsWith(
            "[chain] no vote of it was ever counted",
            "[off-chain] neither hub nor oracle ever saw a vote that it signed");
  }

  @Test
  void withTheChainAloneItIsNotSaidThatNobodySawAVote() {
    assertThat(tell(Facts.voting(), Facts.unasked()))
        .anyMatch(line -> line.contains("cannot be told"))
        .noneMatch(line -> line.contains("ever saw"));
  }

  @Test
  void aForgeryIsNotHeldAgainstTheVoter() {
    VoterFacts voter =
        Facts.with(
            Facts.silent(),
            Facts.verdict(true, false, "hub", "SIGNATURE_INVALID", "found one of 0x09"));

    assertThat(judge.judge(Facts.voting(), voter)).isInstanceOf(VoterOutcome.NeverSeen.class);
    assertThat(tell(Facts.voting(), voter))
        .contains(
            "[off-chain] somebody posted a vote in its name without its signature, which the hub refused: found one of 0x09");
  }

  @Test
  void theCapIsSaidWhereItTakesPower() {
    VoterFacts voter =
        Facts.with(
            Facts.with(Facts.silent(), Facts.member(3, 5)), new VoterFacts.Past(5, List.of()));

    assertThat(tell(Facts.voting(), voter))
        .endsWith(
            "[chain] power at block 100: 3 of 30 nodes; nobody has more than 3 there",
            "[indexer] it had 5 active nodes there; the cap of a tenth of the network leaves 3");
  }

  @Test
  void aContractIsToldWhenItIsAsked() {
    VoterFacts.OnChain member = Facts.member(1, 1);
    VoterFacts voter =
        Facts.with(
            Facts.silent(), new VoterFacts.OnChain(member.power(), member.membership(), true));

    assertThat(tell(Facts.voting(), voter)).last().asString().contains("ERC-1271");
  }

  @Test
  void betweenEndAndCountingsEndOnlyCarryingHelps() {
    assertThat(tell(Facts.open(Facts.END.plusSeconds(1)), Facts.silent()))
        .anyMatch(line -> line.contains("can still be brought by anybody"))
        .noneMatch(line -> line.contains("--self"));
  }

  private List<String> tell(BallotFacts ballot, VoterFacts voter) {
    return story.tell(ballot, voter, judge.judge(ballot, voter)).stream()
        .map(line -> "[" + line.source().label() + "] " + line.text())
        .toList();
  }
}
