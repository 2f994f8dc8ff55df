package org.sweetwater.indexer.graphql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import graphql.introspection.IntrospectionQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetwater.indexer.decode.CallDecoder;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.wrappers.Address;

final class GraphQlEngineTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static TestDatabase test;
  private static Database database;
  private static CountingDataSource counted;
  private static GraphQlEngine engine;

  @BeforeAll
  static void fill() {
    test = TestDatabase.migrated();
    SampleChain.defineFunctions(test);
    SampleChain.fill(test);
    database = test.open(Role.INDEXER);
    counted = new CountingDataSource(database.dataSource());
    engine =
        new GraphQlEngine(
            counted, new CallDecoder(Map.of()), new QuietState(), GraphQlLimits.USUAL);
  }

  @AfterAll
  static void drop() {
    database.close();
    test.close();
  }

  /** An indexer that is well. */
  private record QuietState() implements IndexingState {
    @Override
    public boolean hasErrors() {
      return false;
    }

    @Override
    public long finalBlock() {
      return 5;
    }

    @Override
    public Address ballot() {
      return Address.parse(SampleChain.address(102));
    }
  }

  @Test
  void readsOneObjectWithItsOriginWhateverTheCaseOfItsId() {
    JsonNode data =
        data(
            "{ ballot(id: \"%s\") { id status votesFor start blockNumber blockHash transactionHash logIndex } }"
                .formatted(
                    SampleChain.hash(15).toUpperCase(java.util.Locale.ROOT).replace("0X", "0x")));

    assertThat(data.at("/ballot/id").asText()).isEqualTo(SampleChain.hash(15));
    assertThat(data.at("/ballot/status").asText()).isEqualTo("Executed");
    assertThat(data.at("/ballot/votesFor").asText()).isEqualTo("15");
    assertThat(data.at("/ballot/start").asLong()).isEqualTo(900);
    assertThat(data.at("/ballot/blockNumber").asInt()).isEqualTo(65);
    assertThat(data.at("/ballot/blockHash").asText()).isEqualTo(SampleChain.hash(65));
    assertThat(data.at("/ballot/transactionHash").asText()).isEqualTo(SampleChain.hash(5065));
  }

  @Test
  void ranksVotersByThePowerThatTheyCast() {
    test.execute(
        """
        INSERT INTO chain.voter
        SELECT test_address(n), n, 10 * n, n + 1, to_timestamp(1500 + n), 40, NULL, test_hash(40), test_hash(5040), n
        FROM generate_series(1, 3) n;
        """);

    assertThat(
            data("{ voters(first: 2, orderBy: powerCast, orderDirection: desc) { id powerCast"
                    + " ballots votesCounted lastCountedAt } }")
                .path("voters")
                .toString())
        .isEqualTo(
            """
            [{"id":"%s","powerCast":"30","ballots":3,"votesCounted":4,"lastCountedAt":1503},\
            {"id":"%s","powerCast":"20","ballots":2,"votesCounted":3,"lastCountedAt":1502}]\
            """
                .formatted(SampleChain.address(3), SampleChain.address(2)));
  }

  @Test
  void tellsWhichCountedVotesStand() {
    String query =
        "{ countedVotes(where: {voter: \"%s\" ballot: \"BALLOT\"} orderBy: blockNumber block: {number: %d}) { choice standing } }"
            .replace("BALLOT", SampleChain.hash(1));
    String voter = SampleChain.address(1);

    assertThat(data(query.formatted(voter, 59)).path("countedVotes").toString())
        .isEqualTo("[{\"choice\":\"For\",\"standing\":true}]");
    assertThat(data(query.formatted(voter, 60)).path("countedVotes").toString())
        .isEqualTo(
            "[{\"choice\":\"For\",\"standing\":false},{\"choice\":\"Abstain\",\"standing\":true}]");
  }

  @Test
  void capsPowerAtATenthOfTheNetworkAtThatBlock() {
    String query = "{ operators(block: {number: %d}) { power } }";
    assertThat(data(query.formatted(49)).findValuesAsText("power"))
        .containsExactly("0", "1", "2", "3", "4");
    assertThat(data(query.formatted(50)).findValuesAsText("power"))
        .containsExactly("0", "1", "2", "3", "3");
  }

  @Test
  void anUnknownIdIsNull() {
    assertThat(
            data("{ ballot(id: \"%s\") { id } }".formatted(SampleChain.hash(99)))
                .path("ballot")
                .isNull())
        .isTrue();
  }

  @Test
  void metaNamesTheHead() {
    JsonNode meta =
        data("{ _meta { block { number hash timestamp } hasIndexingErrors deployment } }")
            .path("_meta");

    assertThat(meta.at("/block/number").asInt()).isEqualTo(100);
    assertThat(meta.at("/block/hash").asText()).isEqualTo(SampleChain.hash(100));
    assertThat(meta.at("/block/timestamp").asLong()).isEqualTo(1100);
    assertThat(meta.path("hasIndexingErrors").asBoolean()).isFalse();
    assertThat(meta.path("deployment").asText()).isEqualTo(SampleChain.address(102));
  }

  @Test
  void metaNamesAPastBlock() {
    JsonNode meta =
        data("{ _meta(block: {number: 40}) { block { number hash timestamp } cursor } }")
            .path("_meta");

    assertThat(meta.at("/block/number").asInt()).isEqualTo(40);
    assertThat(meta.at("/block/hash").asText()).isEqualTo(SampleChain.hash(40));
    assertThat(meta.at("/block/timestamp").asLong()).isEqualTo(1040);
    Position position = Position.parse(meta.path("cursor").asText());
    assertThat(position.logIndex()).isEqualTo(Position.WHOLE_BLOCK);
    assertThat(position.marks())
        .extracting(Position.Mark::number)
        .containsExactly(40L, 39L, 36L, 24L);
  }

  @Test
  void metaOfABlockWhoseHeaderIsNotKeptHasItsNumberOnly() {
    assertThat(
            data("{ _meta(block: {number: 0}) { block { number hash timestamp } cursor } }")
                .path("_meta")
                .toString())
        .isEqualTo("{\"block\":{\"number\":0,\"hash\":null,\"timestamp\":null},\"cursor\":null}");
  }

  @Test
  void metaOfABlockThatIsNotIndexedIsRefused() {
    assertThat(
            execute("{ _meta(block: {number: 101}) { deployment } }")
                .at("/errors/0/extensions/code")
                .asText())
        .isEqualTo("BLOCK_NOT_INDEXED");
  }

  @Test
  void aPastBlockShowsThePastInNestedObjectsToo() {
    String query =
        "{ ballot(id: \"%s\"%s) { status votes(where: {voter: \"%s\"}) { choice ballot { status } }"
            + " } }";
    String ballot = SampleChain.hash(3);
    String voter = SampleChain.address(1);

    JsonNode now = data(query.formatted(ballot, "", voter)).path("ballot");
    JsonNode then = data(query.formatted(ballot, ", block: {number: 45}", voter)).path("ballot");

    assertThat(now.path("status").asText()).isEqualTo("Executed");
    assertThat(now.at("/votes/0/choice").asText()).isEqualTo("Abstain");
    assertThat(then.path("status").asText()).isEqualTo("Open");
    assertThat(then.at("/votes/0/choice").asText()).isEqualTo("For");
    assertThat(then.at("/votes/0/ballot/status").asText()).isEqualTo("Open");
  }

  /** A rollout that went back in its second wave: as it is now, and as it was before. */
  @Test
  void tellsTheHistoryOfARollout() {
    test.execute(
        """
        INSERT INTO chain.rollout
        SELECT test_hash(900), test_address(7), phase, wave, false, to_timestamp(1010), NULL, NULL, test_hash(900), reason,
          to_timestamp(1010), NULL, ended, from_block, until_block, test_hash(from_block), test_hash(5000 + from_block), 30
        FROM (VALUES ('Observing', 1, NULL, NULL::timestamptz, 10, 30), ('Observing', 2, NULL, NULL, 30, 40),
          ('RolledBack', 2, 'Evidence', to_timestamp(1040), 40, NULL)) AS r(phase, wave, reason, ended, from_block, until_block);
        INSERT INTO chain.wave
        SELECT test_hash(900), number, status, 12, 100, test_hash(1), 100, 60, 60, judged, judged, failures, 0, evidence, ppm,
          to_timestamp(1010), to_timestamp(1012), to_timestamp(1100), ended, from_block, until_block, test_hash(from_block),
          test_hash(5000 + from_block), 31
        FROM (VALUES (1, 'Observing', 0, 0, NULL::numeric, NULL::int, NULL::timestamptz, 10, 30),
          (1, 'Passed', 60, 0, 36893488147419103232, 70000, to_timestamp(1030), 30, NULL),
          (2, 'Observing', 0, 0, NULL, NULL, NULL, 30, 40),
          (2, 'RolledBack', 7, 3, 830103483316929822720, NULL, to_timestamp(1040), 40, NULL))
          AS w(number, status, judged, failures, evidence, ppm, ended, from_block, until_block);
        INSERT INTO chain.drawn_node
        SELECT test_hash(900), 2, n, test_address(n), 'None', 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, to_timestamp(1030),
          NULL, 30, CASE WHEN n < 3 THEN 40 END, test_hash(30), test_hash(5030), n
        FROM generate_series(0, 59) n;
        INSERT INTO chain.drawn_node
        SELECT test_hash(900), 2, n, test_address(n), 'Failed', 1, 9, to_timestamp(1039), 2500000, 0, NULL, 0, 1000000, 1000000,
          to_timestamp(1030), to_timestamp(1040), 40, NULL, test_hash(40), test_hash(5040), n
        FROM generate_series(0, 2) n;
        INSERT INTO chain.breach_report
        VALUES (test_hash(900), 2, test_address(1), false, 'latencyP99Micros', 2500000, to_timestamp(1031), to_timestamp(1039),
          to_timestamp(1040), 40, test_hash(40), test_hash(5040), 39);
        """);
    String query =
        "{ rollout(id: \"%s\", block: {number: %d}) { phase waveNumber rollbackReason"
            + " waves(orderBy: number) { number status judged failures evidenceDecimal excludedPpm"
            + " drawnNodes(first: %d, orderBy: position) { position verdict failedMetrics metrics { latencyP99Micros } } }"
            + " breachReports { metric value } } }";

    JsonNode now = data(query.formatted(SampleChain.hash(900), 100, 4)).path("rollout");
    assertThat(now.path("rollbackReason").asText()).isEqualTo("Evidence");
    assertThat(now.at("/waves/0/excludedPpm").asText()).isEqualTo("70000");
    assertThat(now.at("/waves/0/evidenceDecimal").asText()).startsWith("2");
    assertThat(now.at("/waves/1/status").asText()).isEqualTo("RolledBack");
    assertThat(now.at("/waves/1/evidenceDecimal").asText()).startsWith("45");
    assertThat(now.at("/waves/1/drawnNodes").findValuesAsText("verdict"))
        .containsExactly("Failed", "Failed", "Failed", "None");
    assertThat(now.at("/waves/1/drawnNodes/0/metrics/latencyP99Micros").asText())
        .isEqualTo("2500000");
    assertThat(now.at("/breachReports/0/metric").asText()).isEqualTo("latencyP99Micros");

    JsonNode then = data(query.formatted(SampleChain.hash(900), 39, 4)).path("rollout");
    assertThat(then.path("phase").asText()).isEqualTo("Observing");
    assertThat(then.path("rollbackReason").isNull()).isTrue();
    assertThat(then.at("/waves").findValuesAsText("status")).containsExactly("Passed", "Observing");
    assertThat(then.at("/waves/1/drawnNodes").findValuesAsText("verdict")).containsOnly("None");
    assertThat(then.path("breachReports")).isEmpty();
    assertThat(data(query.formatted(SampleChain.hash(900), 9, 4)).path("rollout").isNull())
        .isTrue();

    counted.takeCount();
    data(query.formatted(SampleChain.hash(900), 100, 1));
    int few = counted.takeCount();
    data(query.formatted(SampleChain.hash(900), 100, 60));
    assertThat(counted.takeCount()).isEqualTo(few);
  }

  @Test
  void statementsDoNotGrowWithThePage() {
    String query = "{ ballots(first: %d) { id votes(first: 5) { voter ballot { id } } } }";
    counted.takeCount();

    data(query.formatted(2));
    int few = counted.takeCount();
    JsonNode many = data(query.formatted(30)).path("ballots");

    assertThat(counted.takeCount()).isEqualTo(few).isEqualTo(3);
    assertThat(many).hasSize(30).allSatisfy(ballot -> assertThat(ballot.path("votes")).hasSize(5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "power: \"7\"|1",
        "power_gt: 18|2",
        "power_gte: \"18\"|3",
        "power_lt: 3|2",
        "power_in: [3, 4, 99]|2",
        "power_not_in: [3, 4]|18",
        "choice: For|14",
        "choice_not: For|6",
        "choice_in: [Against, Abstain]|6",
        "voter_not: \"0x0000000000000000000000000000000000000002\"|19",
        "timestamp_gte: 1520|2",
        "or: [{power: 2}, {power: 3}, {and: [{power_gt: 18}, {choice: Against}]}]|4",
        "voter_gt: \"0x0000000000000000000000000000000000000012\"|2",
        "voter_lte: \"0x0000000000000000000000000000000000000003\"|3",
        "voter_contains: \"0x0013\"|1",
        "voter_not_contains: \"0x0013\"|19",
        "ballot_gte: \"0x01\"|0",
        "voteId: null|0",
        "voteId_not: null|20"
      })
  void filtersAsTheGraphDoes(String filter, int expected) {
    JsonNode votes =
        data("{ votes(first: 1000, where: {ballot: \"%s\", %s}) { id } }"
                .formatted(SampleChain.hash(1), filter))
            .path("votes");

    assertThat(votes).hasSize(expected);
  }

  /** Verdicts are the only rows with free text. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "detail: \"No Power at block 7\"|1",
        "detail_contains: \"Power\"|1",
        "detail_contains: \"power\"|1",
        "detail_contains: \"%\"|1",
        "detail_not_contains: \"Power\"|2",
        "detail_contains_nocase: \"POWER\"|2",
        "detail_not_contains_nocase: \"POWER\"|1",
        "detail_starts_with: \"No\"|1",
        "detail_starts_with_nocase: \"no\"|2",
        "detail_ends_with: \"7\"|1",
        "detail_ends_with_nocase: \"LATE\"|1",
        "detail_ends_with: \"_\"|0"
      })
  void filtersTextByItsParts(String filter, int expected) {
    try (TestDatabase oracle = TestDatabase.migrated();
        Database reader = oracle.open(Role.INDEXER)) {
      oracle.execute(
          """
          DROP VIEW oracle.public_vote_verdict CASCADE;
          CREATE TABLE oracle.public_vote_verdict AS
          SELECT n::text AS id, 'hub'::text AS source, '\\x01'::bytea AS vote_id, '\\x02'::bytea AS proposal_id,
            '\\x03'::bytea AS voter, false AS claimed, NULL::int AS choice, false AS countable, 'X'::text AS reason, words AS detail, now() AS seen_at
          FROM (VALUES (1, 'No Power at block 7'), (2, 'no power, 100 % sure'), (3, 'came too late')) AS v(n, words);
          GRANT SELECT ON oracle.public_vote_verdict TO sweetwater_indexer;
          """);
      GraphQlEngine other =
          new GraphQlEngine(
              reader.dataSource(),
              new CallDecoder(Map.of()),
              new QuietState(),
              GraphQlLimits.USUAL);
      Map<String, Object> answer =
          other.execute(
              "{ voteVerdicts(where: {%s}) { detail } }".formatted(filter),
              Optional.empty(),
              Map.of());
      assertThat(JSON.<JsonNode>valueToTree(answer).at("/data/voteVerdicts"))
          .as("%s", answer)
          .hasSize(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vouchers_contains: []|5",
        "vouchers_contains: [\"0x01\"]|0",
        "vouchers_not_contains: [\"0x01\"]|5"
      })
  void filtersListsByTheirElements(String filter, int expected) {
    assertThat(data("{ operators(where: {%s}) { id } }".formatted(filter)).path("operators"))
        .hasSize(expected);
  }

  @Test
  void pagesByIdWithoutLossOrRepetition() {
    List<String> ids = new ArrayList<>();
    String last = "";
    while (true) {
      String where = last.isEmpty() ? "" : ", where: {id_gt: \"%s\"}".formatted(last);
      JsonNode page = data("{ votes(first: 37%s) { id } }".formatted(where)).path("votes");
      if (page.isEmpty()) {
        break;
      }
      page.forEach(vote -> ids.add(vote.path("id").asText()));
      last = ids.getLast();
    }

    assertThat(ids).hasSize(600).doesNotHaveDuplicates().isSorted();
  }

  @ParameterizedTest
  @CsvSource({
    "votes, id, asc, 600",
    "votes, id, desc, 600",
    "votes, power, desc, 600",
    "votes, timestamp, asc, 600",
    "countedVotes, power, desc, 630",
    "countedVotes, blockNumber, asc, 630",
    "ballots, vetoedAt, asc, 30",
    "ballots, vetoedAt, desc, 30",
    "ballots, closedAt, desc, 30",
    "operators, activeSince, asc, 5"
  })
  void pagesByCursorWithoutLossOrRepetitionInAnyOrder(
      String list, String orderBy, String direction, int rows) {
    String query =
        "query($after: String) { %s(first: 17, orderBy: %s, orderDirection: %s, after: $after) { id cursor } }"
            .formatted(list, orderBy, direction);
    List<String> ids = new ArrayList<>();
    Map<String, Object> variables = Map.of();
    for (JsonNode page = page(list, query, variables);
        !page.isEmpty();
        page = page(list, query, variables)) {
      page.forEach(row -> ids.add(row.path("id").asText()));
      variables = Map.of("after", page.get(page.size() - 1).path("cursor").asText());
    }

    JsonNode whole =
        data("{ %s(first: 1000, orderBy: %s, orderDirection: %s) { id } }"
                .formatted(list, orderBy, direction))
            .path(list);
    assertThat(ids).hasSize(rows).isEqualTo(whole.findValuesAsText("id"));
  }

  private static JsonNode page(String list, String query, Map<String, Object> variables) {
    return execute(query, variables).path("data").path(list);
  }

  @Test
  void everyTypeFieldArgumentAndValueIsDocumented() {
    List<String> undocumented = new ArrayList<>();
    JsonNode types = data(IntrospectionQuery.INTROSPECTION_QUERY).at("/__schema/types");
    for (JsonNode type : types) {
      String name = type.path("name").asText();
      if (!name.startsWith("__")) {
        collectUndocumented(name, type, undocumented);
      }
    }
    assertThat(undocumented).isEmpty();
  }

  private static void collectUndocumented(String place, JsonNode element, List<String> found) {
    if (element.path("description").asText("").isBlank() || element.path("description").isNull()) {
      found.add(place);
    }
    for (String members : List.of("fields", "inputFields", "enumValues", "args")) {
      for (JsonNode member : element.path(members)) {
        collectUndocumented(place + "." + member.path("name").asText(), member, found);
      }
    }
  }

  @Test
  void sortsWithTheIdAsTieBreak() {
    JsonNode votes =
        data("{ votes(first: 31, orderBy: power, orderDirection: desc) { id power } }")
            .path("votes");

    assertThat(votes.get(29).path("power").asText()).isEqualTo("20");
    assertThat(votes.get(30).path("power").asText()).isEqualTo("19");
    assertThat(votes.get(0).path("id").asText()).isGreaterThan(votes.get(1).path("id").asText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ ballots(first: 1001) { id } }|BAD_PAGE|first: expected 0 to 1000, found 1001",
        "{ ballots(skip: 5001) { id } }|BAD_PAGE|skip: expected 0 to 5000, found 5001",
        "{ ballots(first: -1) { id } }|BAD_PAGE|first: expected 0 to 1000, found -1",
        "{ ballot(id: \"xyz\") { id } }|BAD_FILTER|expected 0x and hex digits, found 'xyz'",
        "{ votes(where: {id: \"0x12\"}) { id } }|BAD_FILTER|expected 2 parts joined by hyphens",
        "{ ballots(block: {number: 101}) { id } }|BLOCK_NOT_INDEXED|expected 0 to 100",
        "{ votes(after: \"nonsense\") { id } }|BAD_CURSOR|expected a cursor that this API gave",
        "{ votes(after: \"WyJpZCIsImFzYyIsIjB4MTIiXQ\", orderBy: power) { id } }|BAD_CURSOR|the"
            + " same orderBy",
        "{ votes(after: \"WyJpZCIsImFzYyIsIjB4MTIiXQ\") { id } }|BAD_CURSOR|a cursor of this list",
        "subscription { votes { cursor } }|WEBSOCKET_NEEDED|over WebSocket",
        "{ voteVerdicts { id } }|OFF_CHAIN_UNAVAILABLE|tables of the oracle's"
      })
  void saysWhatIsWrongAndWhatIsExpected(String query, String code, String message) {
    if (code.equals("OFF_CHAIN_UNAVAILABLE")) {
      test.execute("DROP VIEW IF EXISTS oracle.public_vote_verdict CASCADE");
    }
    JsonNode error = execute(query).path("errors").path(0);

    assertThat(error.at("/extensions/code").asText()).isEqualTo(code);
    assertThat(error.path("message").asText()).contains(message);
  }

  @Test
  void refusesTooDeepAndTooCostlyQueries() {
    String deep =
        "{ ballots(first: 1) "
            + "{ votes(first: 1) { ballot ".repeat(10)
            + "{ id }"
            + " } }".repeat(10)
            + " }";
    String costly = "{ ballots(first: 1000) { votes(first: 1000) { id } } }";

    assertThat(execute(deep).at("/errors/0/message").asText()).contains("depth");
    assertThat(execute(deep).at("/errors/0/extensions/code").asText()).isEqualTo("QUERY_TOO_DEEP");
    assertThat(execute(costly).at("/errors/0/message").asText()).contains("complexity");
    assertThat(execute(costly).at("/errors/0/extensions/code").asText())
        .isEqualTo("QUERY_TOO_COSTLY");
  }

  @Test
  void answersIntrospection() {
    assertThat(data(IntrospectionQuery.INTROSPECTION_QUERY).at("/__schema/types").size())
        .isGreaterThan(20);
  }

  @Test
  void clientTextNeverBecomesSql() {
    String hostile = "0x'; DROP TABLE chain.vote; --";

    assertThat(
            execute("query($x: ID!) { ballot(id: $x) { id } }", Map.of("x", hostile))
                .at("/errors/0/extensions/code")
                .asText())
        .isEqualTo("BAD_FILTER");
    assertThat(data("{ votes(first: 1) { id } }").path("votes")).hasSize(1);
  }

  /** Random queries from the schema's own words, valid or hostile: never an internal error. */
  @Test
  void noQueryMakesAnInternalErrorOrOutlivesItsTimeAndTheShortcutChangesNoAnswer()
      throws Exception {
    long seed = Long.getLong("sweetwater.seed", 20_261_122);
    int queries = 8 * Integer.getInteger("sweetwater.seeds", 50);
    Random random = new Random(seed);
    for (int i = 0; i < queries; i++) {
      String query = RandomQuery.from(random);
      long began = System.nanoTime();
      byte[] answer = engine.answer(query, Optional.empty(), Map.of());
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .as("seed %d: %s", seed, query)
          .isLessThan(GraphQlLimits.USUAL.timeMax());
      assertThat(new String(answer, UTF_8))
          .as("seed %d: %s", seed, query)
          .doesNotContain("\"INTERNAL\"");
      assertThat(answer)
          .as("seed %d: %s", seed, query)
          .isEqualTo(JSON.writeValueAsBytes(engine.execute(query, Optional.empty(), Map.of())));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ ballot(id: \"0x0000000000000000000000000000000000000000000000000000000000000003\") { id"
            + " status start twoThirds quorum extensions target closedAt vetoedAt __typename } }",
        "{ ballot(id: \"0x0000000000000000000000000000000000000000000000000000000000000003\") {"
            + " status closedAt vetoedAt twoThirds data } }",
        "{ ballot(id: \"0x00000000000000000000000000000000000000000000000000000000000000ff\") { id"
            + " } }",
        "{ mine: votes(first: 7, skip: 3, orderBy: power, orderDirection: desc) { at: timestamp"
            + " ...origin ballot { id } } } fragment origin on Vote { id blockNumber logIndex ..."
            + " on Vote { transactionHash } }",
        "query Q($w: Vote_filter, $n: Int = 3) { votes(first: $n, where: $w) { id choice power"
            + " voteId } }",
        "{ countedVotes(where: {choice: Abstain}) { id } }",
        "{ networks { id totalPower } }",
        "{ votes(first: 0) { id } }"
      })
  void readsCommonQueriesDirectlyWithTheSameBytes(String query) throws Exception {
    Optional<byte[]> direct = engine.tryDirectly(query, Optional.empty(), Map.of());
    Map<String, Object> full = engine.execute(query, Optional.empty(), Map.of());

    assertThat(direct).as(query).hasValue(JSON.writeValueAsBytes(full));
  }

  private static JsonNode data(String query) {
    JsonNode answer = execute(query);
    assertThat(answer.path("errors").isMissingNode()).as(answer.toString()).isTrue();
    return answer.path("data");
  }

  private static JsonNode execute(String query) {
    return execute(query, Map.of());
  }

  private static JsonNode execute(String query, Map<String, Object> variables) {
    return JSON.valueToTree(engine.execute(query, Optional.empty(), variables));
  }
}
