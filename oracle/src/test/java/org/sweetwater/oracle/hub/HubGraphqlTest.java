package org.sweetwater.oracle.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetwater.oracle.hub.TestHub.Answer;
import org.sweetwater.oracle.message.HubRows;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.wrappers.Hash32;

/** Two proposals, an hour apart; four voters on the first, one on the second. */
class HubGraphqlTest {
  private static TestHub hub;
  private static TestSigner author;
  private static Hash32 early;
  private static Hash32 late;
  private static final List<Hash32> VOTES = new ArrayList<>();

  @BeforeAll
  static void fill() {
    hub = TestHub.start();
    author = hub.member(1, 1);
    ObjectNode first = hub.proposal(author).put("title", "Lower the fee");
    early = hub.taken(author.envelope(TestSigner.PROPOSAL, first));
    for (int voter = 2; voter <= 5; voter++) {
      VOTES.add(hub.vote(hub.member(voter, voter), early, voter % 3 + 1));
    }
    hub.clock.advance(Duration.ofHours(1));
    late = hub.propose(author);
    VOTES.add(hub.vote(TestSigner.of(2), late, 1));
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @Test
  void showsAProposalWithEveryFieldThatSnapshotHas() {
    JsonNode row =
        hub.query(
                """
                { proposal(id: "%s") {
                  id ipfs author created updated space { id name network } network symbol type
                  strategies { name network params } validation { name params } plugins title body
                  discussion choices labels start end quorum quorumType privacy snapshot state app
                  scores scores_by_strategy scores_state scores_total scores_updated
                  scores_total_value votes flagged flagCode } }
                """
                    .formatted(early))
            .path("proposal");
    assertThat(row.path("author").asText()).isEqualTo(author.address().checksummed());
    assertThat(row.path("created").asLong()).isEqualTo(TestHub.START);
    assertThat(row.path("updated").isNull()).isTrue();
    assertThat(row.path("network").asText()).isEqualTo("1337");
    assertThat(row.at("/space/id").asText()).isEqualTo(TestSigner.SPACE);
    assertThat(row.at("/plugins/sweetwater/action").asText()).isEqualTo(hub.action().hex());
    assertThat(row.path("choices")).hasSize(3);
    assertThat(row.path("start").asLong()).isEqualTo(TestHub.START - 310);
    assertThat(row.path("snapshot").asLong()).isEqualTo(100);
    // Voters 2 to 5 chose Abstain, For, Against, Abstain with as many nodes.
    assertThat(row.path("scores").toString()).isEqualTo("[3.0,4.0,7.0]");
    assertThat(row.path("scores_updated").asLong()).isEqualTo(TestHub.START);
    assertThat(row.at("/strategies/0/name").asText()).isEqualTo("erc20-votes");
  }

  /** What the oracle does when it cannot have the pinned text. */
  @Test
  void showsEnoughToRebuildWhatWasSigned() {
    JsonNode vote =
        hub.query(
                "{ vote(id: \"%s\") { id voter space { id } created proposal { id } choice reason app metadata } }"
                    .formatted(VOTES.get(0)))
            .path("vote");
    var row =
        new HubRows.VoteRow(
            Hash32.parse(vote.path("id").asText()),
            vote.path("voter").asText(),
            vote.at("/space/id").asText(),
            vote.path("created").asLong(),
            vote.at("/proposal/id").asText(),
            vote.path("choice"),
            vote.path("reason").asText(),
            vote.path("app").asText(),
            vote.path("metadata"));
    assertThat(HubRows.rebuild(row, 1337)).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "where: {state: \"active\"} | 2",
        "where: {state: \"closed\"} | 0",
        "where: {state: \"pending\"} | 0",
        "where: {state: \"other\"} | 2",
        "where: {space: \"test.eth\"} | 2",
        "where: {space_in: [\"other.eth\"]} | 0",
        "where: {space_not: \"test.eth\"} | 0",
        "where: {title_contains: \"the FEE\"} | 1",
        "where: {title_contains: \"%\"} | 0",
        "where: {plugins_contains: \"sweetwater\"} | 2",
        "where: {created_gt: 1750000000} | 1",
        "where: {created_gte: 1750000000} | 2",
        "where: {created_lt: 1750003600} | 1",
        "where: {created_lte: 1750003600} | 2",
        "where: {created_in: [1, 1750003600]} | 1",
        "where: {created_not_in: [1, 1750003600]} | 1",
        "where: {end_gt: 0, start_gt: 0} | 2",
        "where: {votes_gt: 1} | 1",
        "where: {votes_gt: 0} | 2",
        "where: {votes_lte: 0} | 0",
        "where: {type_in: [\"basic\"], app: \"sweetwater\"} | 2",
        "where: {id_in: []} | 0",
        "where: {id_not_in: []} | 2",
        "where: {id: null} | 2",
        "where: {author_not_in: [\"0x0000000000000000000000000000000000000001\"]} | 2",
        "first: 1 | 1",
        "first: 0 | 0",
        "skip: 1 | 1",
        "skip: 5000 | 0",
      })
  void filtersProposals(String arguments, int hits) {
    assertThat(hub.query("{ proposals(" + arguments + ") { id } }").path("proposals"))
        .hasSize(hits);
  }

  @ParameterizedTest
  @CsvSource({"-310,pending", "-309,active", "3600,active", "3601,closed"})
  void theStateIsThatOfTheMoment(long secondsAfterStart, String state) {
    Instant before = hub.clock.instant();
    hub.clock.set(Instant.ofEpochSecond(TestHub.START + secondsAfterStart));
    JsonNode data =
        hub.query(
            "{ proposal(id: \"%s\") { state scores_state } proposals(where: {state: \"%s\"}) { id } }"
                .formatted(early, state));
    hub.clock.set(before);
    assertThat(data.at("/proposal/state").asText()).isEqualTo(state);
    assertThat(data.at("/proposal/scores_state").asText())
        .isEqualTo(state.equals("closed") ? "final" : "pending");
    assertThat(ids(data.path("proposals"))).contains(early.hex());
  }

  @Test
  void matchesIdsAndAddressesInAnyCase() {
    String upper = early.hex().substring(2).toUpperCase(Locale.ROOT);
    String voter = TestSigner.of(3).address().lowerHex();
    JsonNode data =
        hub.query(
            "{ proposal(id: \"0x%s\") { id } votes(where: {voter: \"%s\", proposal: \"0x%s\"}) { id } }"
                .formatted(upper, voter, upper));
    assertThat(data.at("/proposal/id").asText()).isEqualTo(early.hex());
    assertThat(data.path("votes")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"created", "vp", "reason", "", "id; DROP TABLE oracle.hub_vote"})
  void ordersVotesWithTiesByIdInTheSameDirection(String orderBy) {
    String query =
        "{ votes(where: {proposal: \"%s\"}, orderBy: \"%s\", orderDirection: %s) { id vp } }";
    List<String> descending = ids(hub.query(query.formatted(early, orderBy, "desc")).path("votes"));
    List<String> ascending = ids(hub.query(query.formatted(early, orderBy, "asc")).path("votes"));
    List<String> byId = VOTES.subList(0, 4).stream().map(Hash32::hex).sorted().toList();
    List<String> byPower = VOTES.subList(0, 4).stream().map(Hash32::hex).toList();
    assertThat(ascending).isEqualTo(orderBy.equals("vp") ? byPower : byId);
    Collections.reverse(descending);
    assertThat(descending).isEqualTo(ascending);
  }

  @Test
  void ordersByDescendingTimeUnlessAskedOtherwise() {
    assertThat(ids(hub.query("{ proposals { id } }").path("proposals")))
        .containsExactly(late.hex(), early.hex());
    assertThat(ids(hub.query("{ proposals(orderBy: \"votes\") { id } }").path("proposals")))
        .containsExactly(early.hex(), late.hex());
  }

  @Test
  void showsMessagesInOrderOfAcceptance() {
    JsonNode messages =
        hub.query(
                "{ messages(orderDirection: asc) { mci id ipfs address version timestamp space type sig receipt } }")
            .path("messages");
    assertThat(messages).hasSize(7);
    List<Long> mci = new ArrayList<>();
    messages.forEach(message -> mci.add(message.path("mci").asLong()));
    assertThat(mci).isSorted().doesNotHaveDuplicates();
    assertThat(messages.at("/0/type").asText()).isEqualTo("proposal");
    assertThat(messages.at("/0/version").asText()).isEqualTo("0.1.4");
    JsonNode rest =
        hub.query("{ messages(where: {mci_gt: %d, type: \"vote\"}) { id } }".formatted(mci.get(2)))
            .path("messages");
    assertThat(rest).hasSize(3);
  }

  @Test
  void showsOneSpace() {
    JsonNode data =
        hub.query(
            """
            { space(id: "test.eth") { id name about symbol network proposalsCount votesCount
                strategies { params } voting { delay period privacy } filters { onlyMembers } }
              other: space(id: "other.eth") { id }
              spaces(where: {id_in: ["test.eth"]}) { id }
              none: spaces(where: {id: "other.eth"}) { id } }
            """);
    assertThat(data.at("/space/name").asText()).isEqualTo("Test space");
    assertThat(data.at("/space/proposalsCount").asInt()).isEqualTo(2);
    assertThat(data.at("/space/votesCount").asInt()).isEqualTo(5);
    assertThat(data.at("/space/voting/delay").isNull()).isTrue();
    assertThat(data.path("other").isNull()).isTrue();
    assertThat(data.path("spaces")).hasSize(1);
    assertThat(data.path("none")).isEmpty();
  }

  @Test
  void showsVotingPower() {
    String query = "{ vp(voter: \"%s\", space: \"test.eth\"%s) { vp vp_by_strategy vp_state } }";
    String voter = TestSigner.of(4).address().checksummed();
    String at = ", proposal: \"" + early + "\"";
    for (String proposal : List.of("", at)) {
      assertThat(hub.query(query.formatted(voter, proposal)).path("vp").toString())
          .isEqualTo("{\"vp\":4.0,\"vp_by_strategy\":[4.0],\"vp_state\":\"final\"}");
    }
    assertThat(errorOf(hub.graphql(query.formatted("nobody", ""))))
        .isEqualTo("Invalid addresses in voter");
    assertThat(errorOf(hub.graphql(query.formatted(voter, ", proposal: \"0x00\""))))
        .isEqualTo("unknown proposal");
    assertThat(errorOf(hub.graphql(query.formatted(voter, "").replace("test.eth", "x.eth"))))
        .isEqualTo("unknown space");
  }

  @Test
  void saysNoMoreThanThatARequestFailed() {
    hub.power.fail(true);
    Answer answer =
        hub.graphql(
            "{ vp(voter: \"%s\", space: \"test.eth\") { vp } }".formatted(author.address()));
    hub.power.fail(false);
    assertThat(errorOf(answer)).isEqualTo("request failed");
    assertThat(answer.body().toString()).doesNotContain("RetryableException", "asked for");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "first: 1001 | The `first` argument must not be greater than 1000",
        "skip: 5001 | The `skip` argument must not be greater than 5000",
        "first: -1 | The `first` argument must be positive",
        "skip: -1 | The `skip` argument must be positive",
        "where: {voter: \"x\"} | Invalid addresses in voter",
      })
  void refusesArgumentsWithSnapshotsWordsAndStatus(String arguments, String error) {
    Answer answer = hub.graphql("{ votes(" + arguments + ") { id } }");
    assertThat(errorOf(answer)).isEqualTo(error);
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.body().path("data").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"id_in", "id_not_in", "space_in", "voter_in"})
  void refusesListsOfMoreThanAHundred(String filter) {
    String values = String.join(",", Collections.nCopies(101, "\"" + early + "\""));
    assertThat(
            errorOf(hub.graphql("{ votes(where: {%s: [%s]}) { id } }".formatted(filter, values))))
        .isEqualTo("The `%s` argument must not be greater than 100".formatted(filter));
  }

  @Test
  void takesFiveRootsAndRefusesSix() {
    String five =
        IntStream.range(0, 5).mapToObj("r%d: votes { id } "::formatted).reduce("", String::concat);
    hub.query("{" + five + "}");
    Answer answer = hub.graphql("{" + five + " ...more } fragment more on Query { votes { id } }");
    assertThat(answer.status()).isEqualTo(500);
    assertThat(errorOf(answer)).contains("5 root selections");
  }

  /** The schema itself nests four deep; a query of fragments cannot nest deeper than it. */
  @Test
  void takesTheDeepestQueryOfTheSchema() {
    hub.query("{ votes { proposal { space { strategies { params } } } } }");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ votes { id ",
        "{ nothing }",
        "{ votes { signature } }",
        "{ votes(first: \"x\") { id } }",
        "{ votes(orderDirection: up) { id } }",
        "mutation { x }",
        "{ proposal { id } }",
        "fragment f on Vote { id ...f } { votes { ...f } }",
      })
  void refusesMalformedQueries(String query) {
    Answer answer = hub.graphql(query);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("errors")).isNotEmpty();
  }

  @Test
  void refusesAQueryOfTooManyTokens() {
    Answer answer = hub.graphql("{ " + "votes { id } ".repeat(20_000) + "}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().toString()).hasSizeLessThan(2000);
  }

  private static String errorOf(Answer answer) {
    return answer.body().at("/errors/0/message").asText();
  }

  private static List<String> ids(JsonNode rows) {
    return new ArrayList<>(rows.findValuesAsText("id"));
  }
}
