package org.sweetwater.oracle.ballot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.oracle.pace.Backoff;
import org.sweetwater.oracle.recount.ArchivedMessage;
import org.sweetwater.oracle.recount.MessageArchive;
import org.sweetwater.oracle.recount.Report;

/**
 * Lies of a hub, each against the real contracts: the chain ends as an honest hub would have it,
 * where the signed vote could be had at all; else that one vote is missing, and a verdict says why.
 */
class HubLiesOnChainTest {
  private static final HubLimits SHORT =
      new HubLimits(
          Duration.ofMillis(250),
          Duration.ofMillis(500),
          2,
          new Backoff(Duration.ofMillis(1), Duration.ofMillis(2)),
          64 * 1024,
          Duration.ofMinutes(5),
          Duration.ofSeconds(30));

  private static final MovableClock CLOCK = new MovableClock();
  private static Ground ground;
  private static TestDatabase test;
  private static Database database;

  @BeforeAll
  static void deploy(@TempDir Path folder) {
    ground = Ground.prepare(folder);
    test = TestDatabase.migrated();
    database = test.open(Role.ORACLE);
  }

  @AfterAll
  static void close() {
    database.close();
    test.close();
    ground.close();
  }

  private static LiedElection election() {
    return new LiedElection(ground, Jdbi.create(database.dataSource()), CLOCK, SHORT);
  }

  @ParameterizedTest
  @EnumSource(Lie.class)
  void endsAsAnHonestHubWouldHaveItOrWithoutTheVote(Lie lie) {
    try (LiedElection election = election()) {
      election.begin();
      lie.play(election);

      assertThat(election.finish()).isEqualTo("EXECUTED");
      assertThat(election.result()).containsExactly(lie.votesFor(), 1L);
      assertThat(election.verdict(election.vote.id())).isEqualTo(lie.verdict());
      assertThat(election.recount().disagreements()).isEmpty();
    }
  }

  /** Seen from outside, such a hub is down: the second one is asked after five minutes. */
  @ParameterizedTest
  @ValueSource(
      strings = {"502", "slow", "endless", "huge", "no JSON", "votes in another order", "no dates"})
  void theSecondHubBringsWhatTheFirstKeepsBack(String failure) {
    try (LiedElection election = election()) {
      election.begin();
      fail(election, failure);
      election.hub.show(election.vote);

      assertThat(election.finish()).isEqualTo("EXECUTED");
      assertThat(election.result()).containsExactly(3L, 1L);
      assertThat(election.missed()).isPositive();
      assertThat(election.otherHttp.requests()).isNotEmpty();
    }
  }

  private static void fail(LiedElection election, String failure) {
    FakeHttpHub http = election.http;
    switch (failure) {
      case "502" -> http.answers(502, "<html>bad gateway</html>");
      case "slow" -> http.neverAnswers();
      case "endless" -> http.stopsInTheMiddle();
      case "huge" -> http.answers(200, "{\"data\":{\"rows\":[\"" + "a".repeat(70_000) + "\"]}}");
      case "no JSON" -> http.answers(200, "{\"data\":");
      case "votes in another order" ->
          election.serve(
              http,
              (operation, data) -> {
                if (operation.equals("Votes")) {
                  data.withArray("rows").insertObject(0).put("created", Long.MAX_VALUE);
                }
              });
      case "no dates" ->
          election.serve(
              http,
              (operation, data) ->
                  data.path("rows").forEach(row -> ((ObjectNode) row).put("created", "soon")));
      default -> throw new AssertionError(failure);
    }
  }

  @Test
  void aProposalWhoseTextWasChangedFromTheBeginningNeverOpens() {
    try (LiedElection election = election()) {
      election.hub.show(
          election.proposal, row -> ((ObjectNode) row.row).put("body", "Nothing to see."));
      election.rounds(6);
      assertThat(election.archive().proposals()).isEmpty();
      assertThat(election.finish()).isEqualTo("NOT_REBUILDABLE");
    }
  }

  /** A hub that moves the start or the end could choose whose votes are in time. */
  @ParameterizedTest
  @CsvSource({"start, -60", "start, 60", "end, -60", "end, 60"})
  void aRedatedProposalNeverOpens(String field, long seconds) {
    try (LiedElection election = election()) {
      election.hub.show(election.proposal, row -> redate((ObjectNode) row.row, field, seconds));
      election.rounds(6);
      assertThat(election.archive().proposals()).isEmpty();
      assertThat(election.finish()).isEqualTo("NOT_REBUILDABLE");
      assertThat(election.statusOf(election.id())).isEqualTo(BallotStatus.UNKNOWN);
    }
  }

  /** With the id that belongs to the new dates, the author's signature is wrong, or worse. */
  @ParameterizedTest
  @CsvSource({
    "start, -60, SIGNATURE_INVALID",
    "start, 60, EDITABLE",
    "end, -60, SIGNATURE_INVALID",
    "end, 60, SIGNATURE_INVALID",
  })
  void aRedatedProposalUnderItsOwnIdNeverOpens(String field, long seconds, String reason) {
    try (LiedElection election = election()) {
      ObjectNode values = election.proposal.values().deepCopy();
      redate(values, field, seconds);
      Signed redated = Signed.of(TestSigner.of(LiedElection.AUTHOR), TestSigner.PROPOSAL, values);
      String signature = election.proposal.envelope().signature();
      election.hub.show(redated, row -> ((ObjectNode) row.message).put("sig", signature));
      election.rounds(6);
      assertThat(election.finish(redated.id())).isEqualTo(reason);
      assertThat(election.statusOf(redated.id())).isEqualTo(BallotStatus.UNKNOWN);
    }
  }

  private static void redate(ObjectNode values, String field, long seconds) {
    values.put(field, values.path(field).asLong() + seconds);
  }

  /** Nobody can bring what he never saw; but whoever has the vote can show that it was missing. */
  @Test
  void aRecountNamesASoundVoteThatTheHubsWithheldForEver() {
    try (LiedElection election = election()) {
      election.begin();
      assertThat(election.finish()).isEqualTo("EXECUTED");
      assertThat(election.result()).containsExactly(2L, 1L);
      assertThat(election.recount().notes()).isEmpty();

      List<ArchivedMessage> votes = new ArrayList<>(election.archive().votes());
      votes.add(Cast.of(election.vote).archived());
      Report report = election.recount(new MessageArchive(election.archive().proposals(), votes));
      assertThat(report.disagreements()).isEmpty();
      assertThat(report.counted().votesFor()).isEqualTo(2);
      assertThat(report.archived().votesFor()).isEqualTo(3);
      assertThat(report.notes())
          .singleElement()
          .asString()
          .contains(election.vote.id().hex(), "is sound, but was not brought in time");
    }
  }

  @Test
  void votesSignedForAnotherSpaceOrProposalDoNotCountHere() {
    try (LiedElection election = election()) {
      election.begin();
      Signed space = foreign(election, "space", "other.eth");
      Signed proposal = foreign(election, "proposal", "0x" + "11".repeat(32));
      for (Signed signed : List.of(space, proposal)) {
        ObjectNode values = signed.values().deepCopy();
        values.put("space", TestSigner.SPACE).put("proposal", election.id().hex());
        election.hub.show(new Signed(values, signed.envelope()));
      }
      election.finish();
      assertThat(election.result()).containsExactly(2L, 1L);
      assertThat(election.verdict(space.id())).isEqualTo("NOT_REBUILDABLE");
      assertThat(election.verdict(proposal.id())).isEqualTo("NOT_REBUILDABLE");
    }
  }

  private static Signed foreign(LiedElection election, String field, String value) {
    TestSigner voter = TestSigner.of(14);
    ObjectNode message = voter.vote(election.id(), 1, election.vote.created());
    return Signed.of(voter, TestSigner.VOTE, message.put(field, value));
  }

  /** A hub may show an old vote; when it shows the later one too, that one stands. */
  @Test
  void aRevoteThatWasHiddenReplacesTheOldOneWhenItShows() {
    try (LiedElection election = election()) {
      election.begin();
      Signed first = election.vote(14, 2);
      election.hub.show(first);
      election.rounds(2);
      assertThat(election.result()).containsExactly(2L, 2L);
      Signed second = election.vote(14, 1);
      election.hub.show(second);
      election.rounds(1);
      election.hub.hide(second.id());
      election.finish();
      assertThat(election.result()).containsExactly(3L, 1L);
      assertThat(election.verdict(first.id())).isEqualTo("SUPERSEDED");
    }
  }

  /** The archive could be forged, too, or the contract's word: the recount tells. */
  @Test
  void aRecountFindsWhatWasForgedInTheArchive() {
    try (LiedElection election = election()) {
      election.begin();
      Lie.NONE.play(election);
      election.finish();
      MessageArchive archive = election.archive();
      assertThat(election.recount().agrees()).isTrue();

      for (var change :
          Map.of("choice", "{\"index\":{\"value\":2}}", "timestamp", "1", "reason", "\"x\"")
              .entrySet()) {
        Report report = election.recount(changed(archive, change.getKey(), change.getValue()));
        assertThat(report.disagreements()).isNotEmpty();
      }
      MessageArchive incomplete =
          new MessageArchive(
              archive.proposals(), archive.votes().subList(1, archive.votes().size()));
      assertThat(election.recount(incomplete).agrees()).isTrue();
      assertThat(election.recount(incomplete).notes())
          .singleElement()
          .asString()
          .contains("is not in this archive");
      assertThat(election.recount(new MessageArchive(List.of(), archive.votes())).disagreements())
          .singleElement()
          .asString()
          .contains("no proposal with the digest");
    }
  }

  private static MessageArchive changed(MessageArchive archive, String field, String json) {
    ArchivedMessage first = archive.votes().getFirst();
    ObjectNode values = first.values().deepCopy();
    values.set(field, JsonText.parse(json));
    List<ArchivedMessage> votes = new ArrayList<>(archive.votes());
    votes.set(0, new ArchivedMessage(values, first.signature()));
    return new MessageArchive(archive.proposals(), votes);
  }
}
