package org.sweetwater.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sweetwater.indexer.decode.CallDecoder;
import org.sweetwater.indexer.graphql.CommitFeed;
import org.sweetwater.indexer.graphql.GraphQlApi;
import org.sweetwater.indexer.graphql.GraphQlLimits;
import org.sweetwater.indexer.graphql.IndexingState;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.wrappers.Address;

/** Subscriptions over a real WebSocket, fed by what a test writes into the tables. */
final class SubscriptionTest {
  private static final String NETWORKS =
      "subscription($after: String) { networks(after: $after) { cursor takenBackAbove row {"
          + " totalPower blockNumber } } }";

  private final TestDatabase test = TestDatabase.migrated();
  private final Database database = test.open(Role.INDEXER);
  private final CommitFeed feed = new CommitFeed();
  private final HttpClient http = HttpClient.newHttpClient();
  private HttpListener listener = listen();
  private int newest = 10;

  private HttpListener listen() {
    return HttpListener.start(
        new IndexerConfig.Http("127.0.0.1", 0, 0, true),
        (vertx, router) ->
            GraphQlApi.mount(
                router,
                vertx,
                database.dataSource(),
                new CallDecoder(Map.of()),
                new Quiet(),
                feed,
                GraphQlLimits.USUAL));
  }

  private record Quiet() implements IndexingState {
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
      return Address.parse("0x0000000000000000000000000000000000000066");
    }
  }

  @BeforeEach
  void begin() {
    test.execute(
        """
        CREATE FUNCTION fork_hash(n int, fork int) RETURNS bytea LANGUAGE sql IMMUTABLE AS
          $$ SELECT decode(lpad(to_hex(fork), 2, '0') || lpad(to_hex(n), 62, '0'), 'hex') $$;
        """);
    for (int number = 1; number <= 10; number++) {
      commit(number, 0);
    }
  }

  @AfterEach
  void end() {
    http.close();
    listener.close();
    database.close();
    test.close();
  }

  @Test
  void tellsEachCommittedRowAndResumesFromItsCursor() throws Exception {
    String cursor;
    int seen;
    try (SubscriptionClient client = connect()) {
      client.subscribe("a", NETWORKS, Map.of());
      JsonNode change = firstChange(client);
      seen = change.at("/row/blockNumber").asInt();
      assertThat(change.at("/row/totalPower").asInt()).isEqualTo(seen).isGreaterThan(10);
      assertThat(change.path("takenBackAbove").isNull()).isTrue();
      cursor = change.path("cursor").asText();
    }
    commit(++newest, 0);
    commit(++newest, 0);
    listener.close();
    listener = listen();
    try (SubscriptionClient client = connect()) {
      client.subscribe("b", NETWORKS, Map.of("after", cursor));
      JsonNode changes = client.next("b").at("/payload/data/networks");
      assertThat(changes.findValuesAsText("totalPower"))
          .containsExactlyElementsOf(
              IntStream.rangeClosed(seen + 1, newest).mapToObj(String::valueOf).toList());
    }
  }

  @Test
  void tellsWhatAReorganisationTookBackAndWhatReplacesIt() throws Exception {
    try (SubscriptionClient client = connect()) {
      client.subscribe("a", NETWORKS, Map.of());
      firstChange(client);
      takeBackAbove(9);
      JsonNode takenBack = client.next("a").at("/payload/data/networks/0");
      while (takenBack.path("takenBackAbove").isNull()) {
        takenBack = client.next("a").at("/payload/data/networks/0");
      }
      long above = takenBack.path("takenBackAbove").asLong();
      assertThat(above).isBetween(1L, 9L);
      assertThat(takenBack.path("row").isNull()).isTrue();
      commit(10, 1);
      assertThat(client.next("a").at("/payload/data/networks").toString())
          .contains("\"totalPower\":\"10\"");
    }
  }

  @Test
  void tellsAClientThatWasAwayWhatWasTakenBackMeanwhile() throws Exception {
    String cursor;
    try (SubscriptionClient client = connect()) {
      client.subscribe("a", NETWORKS, Map.of());
      cursor = firstChange(client).path("cursor").asText();
    }
    takeBackAbove(9);
    commit(10, 1);
    commit(11, 1);
    try (SubscriptionClient client = connect()) {
      client.subscribe("b", NETWORKS, Map.of("after", cursor));
      JsonNode changes = client.next("b").at("/payload/data/networks");
      long above = changes.at("/0/takenBackAbove").asLong();
      assertThat(above).isBetween(1L, 9L);
      assertThat(changes).hasSize((int) (1 + 11 - above));
      assertThat(changes.findValuesAsText("totalPower")).endsWith("10", "11");
    }
  }

  @Test
  void aCursorOfWhichNothingIsLeftIsRefused() throws Exception {
    String cursor;
    try (SubscriptionClient client = connect()) {
      client.subscribe("a", NETWORKS, Map.of());
      cursor = firstChange(client).path("cursor").asText();
    }
    takeBackAbove(0);
    commit(1, 1);
    try (SubscriptionClient client = connect()) {
      client.subscribe("b", NETWORKS, Map.of("after", cursor));
      JsonNode error = client.take();
      assertThat(error.path("type").asText()).isEqualTo("error");
      assertThat(error.at("/payload/0/extensions/code").asText()).isEqualTo("CURSOR_EXPIRED");
    }
  }

  @Test
  void filtersAndReadsRelatedRowsAndEndsWhenTold() throws Exception {
    try (SubscriptionClient client = connect()) {
      client.subscribe(
          "a",
          "subscription { networks(where: {totalPower_gt: 11}) { row { totalPower } } }",
          Map.of());
      assertThat(firstChange(client).at("/row/totalPower").asInt()).isGreaterThan(11);
      client.send("{\"type\":\"complete\",\"id\":\"a\"}");
      client.send("{\"type\":\"ping\"}");
      while (!client.take().path("type").asText().equals("pong")) {
        // A change may have been under way.
      }
      commit(++newest, 0);
      client.awaitNothing();
    }
  }

  @Test
  void answersQueriesToo() throws Exception {
    try (SubscriptionClient client = connect()) {
      client.subscribe("q", "{ network(id: 1) { totalPower } }", Map.of());
      assertThat(client.next("q").at("/payload/data/network/totalPower").asText()).isEqualTo("10");
      assertThat(client.take().toString()).isEqualTo("{\"id\":\"q\",\"type\":\"complete\"}");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "subscription { networks(after: \"nonsense\") { cursor } }|BAD_CURSOR",
        "subscription { networks(where: {id: \"x\"}) { cursor } }|BAD_FILTER",
        "subscription { nothing { cursor } }|ValidationError"
      })
  void endsAWrongSubscriptionWithAnError(String query, String code) throws Exception {
    try (SubscriptionClient client = connect()) {
      client.subscribe("a", query, Map.of());
      JsonNode error = client.take();
      if (error.path("type").asText().equals("next")) {
        error = client.take();
      }
      assertThat(error.path("type").asText()).isEqualTo("error");
      assertThat(error.toString()).contains(code);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense|4400",
        "{\"type\":\"other\"}|4400",
        "{\"type\":\"subscribe\",\"id\":\"\",\"payload\":{}}|4400",
        "{\"type\":\"connection_init\"}|4429"
      })
  void closesAWrongConversationWithTheProtocolsCode(String message, int code) throws Exception {
    try (SubscriptionClient client = connect()) {
      client.send(message);
      assertThat(client.awaitClosed()).isEqualTo(code);
    }
  }

  /** A subscription begins when the server reads it: commits until one is told. */
  private JsonNode firstChange(SubscriptionClient client) throws Exception {
    while (true) {
      commit(++newest, 0);
      Optional<JsonNode> message = client.poll(Duration.ofSeconds(1));
      if (message.isPresent()) {
        return message.get().at("/payload/data/networks/0");
      }
    }
  }

  private void commit(int number, int fork) {
    test.execute(
        """
        INSERT INTO chain.block (number, hash, parent_hash, mined_at, has_logs)
        VALUES (%1$d, fork_hash(%1$d, %2$d), fork_hash(%1$d - 1, %2$d), to_timestamp(1000), true);
        INSERT INTO chain.log (block_number, block_hash, transaction_hash, transaction_index, log_index, address, topics, data)
        VALUES (%1$d, fork_hash(%1$d, %2$d), fork_hash(7, 7), 0, 3, decode(repeat('01', 20), 'hex'), '{}', '');
        UPDATE chain.network SET valid_until_block = %1$d WHERE valid_until_block IS NULL;
        INSERT INTO chain.network VALUES (1, %1$d, 0, %1$d, NULL, fork_hash(%1$d, %2$d), fork_hash(7, 7), 3);
        """
            .formatted(number, fork));
    feed.committed();
  }

  private void takeBackAbove(int number) {
    test.execute(
        """
        DELETE FROM chain.network WHERE valid_from_block > %1$d;
        UPDATE chain.network SET valid_until_block = NULL WHERE valid_until_block > %1$d;
        DELETE FROM chain.log WHERE block_number > %1$d;
        DELETE FROM chain.block WHERE number > %1$d;
        """
            .formatted(number));
    feed.committed();
  }

  private SubscriptionClient connect() throws Exception {
    return SubscriptionClient.connect(http, listener.uri());
  }
}
