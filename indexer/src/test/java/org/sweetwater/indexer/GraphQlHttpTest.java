package org.sweetwater.indexer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sweetwater.indexer.decode.CallDecoder;
import org.sweetwater.indexer.graphql.CommitFeed;
import org.sweetwater.indexer.graphql.GraphQlApi;
import org.sweetwater.indexer.graphql.GraphQlLimits;
import org.sweetwater.indexer.graphql.IndexingState;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.wrappers.Address;

/** What goes beside the answer over HTTP: caching, persisted queries, the operator's switches. */
final class GraphQlHttpTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int REQUESTS_PER_SECOND = 1;
  private static final int BURST = 5;
  private static TestDatabase test;
  private static Database database;
  private static HttpClient http;
  private static HttpListener open;
  private static HttpListener strict;

  @BeforeAll
  static void start() {
    test = TestDatabase.migrated();
    test.execute(
        """
        INSERT INTO chain.block (number, hash, parent_hash, mined_at, has_logs)
        SELECT n, decode(lpad(to_hex(n), 64, '0'), 'hex'), decode(lpad(to_hex(n - 1), 64, '0'), 'hex'), to_timestamp(n), false
        FROM generate_series(1, 10) n;
        """);
    database = test.open(Role.INDEXER);
    http = HttpClient.newHttpClient();
    open = listen(GraphQlLimits.USUAL);
    strict = listen(GraphQlLimits.USUAL.with(REQUESTS_PER_SECOND, false));
  }

  @AfterAll
  static void stop() {
    http.close();
    open.close();
    strict.close();
    database.close();
    test.close();
  }

  private static HttpListener listen(GraphQlLimits limits) {
    return listen(database, limits);
  }

  private static HttpListener listen(Database database, GraphQlLimits limits) {
    return HttpListener.start(
        new IndexerConfig.Http("127.0.0.1", 0, 0, true),
        (vertx, router) ->
            GraphQlApi.mount(
                router,
                vertx,
                database.dataSource(),
                new CallDecoder(Map.of()),
                new UpToFive(),
                new CommitFeed(),
                limits));
  }

  /** An indexer whose first five blocks are final. */
  private record UpToFive() implements IndexingState {
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

  @Test
  void answersOfFinalBlocksMayBeKeptForEver() throws Exception {
    HttpResponse<String> answer = get("query=" + encoded("{ nodes(block: {number: 5}) { id } }"));

    assertThat(answer.body()).isEqualTo("{\"data\":{\"nodes\":[]}}");
    assertThat(answer.headers().firstValue("cache-control"))
        .hasValue("public, max-age=31536000, immutable");
  }

  @Test
  void answersOfPastBlocksAreAskedForAgainByTheirTag() throws Exception {
    String query = "query=" + encoded("query($n: Int!) { nodes(block: {number: $n}) { id } }");
    String request = query + "&variables=" + encoded("{\"n\": 7}");
    HttpResponse<String> first = get(request);
    String tag = first.headers().firstValue("etag").orElseThrow();
    HttpResponse<String> second = get(request, "if-none-match", tag);

    assertThat(first.headers().firstValue("cache-control")).hasValue("no-cache");
    assertThat(second.statusCode()).isEqualTo(304);
    assertThat(second.body()).isEmpty();
  }

  @Test
  void answersOfThePresentAndErrorsAreNotKept() throws Exception {
    for (String query :
        new String[] {
          "{ nodes { id } }",
          "{ nodes(block: {number: 3}) { id } tracks { id } }",
          "{ nodes(block: {number: 99}) { id } }"
        }) {
      HttpResponse<String> answer = get("query=" + encoded(query));
      assertThat(answer.headers().firstValue("cache-control")).as(query).hasValue("no-store");
      assertThat(answer.headers().firstValue("etag")).isEmpty();
    }
  }

  @Test
  void aQueryIsAskedForByItsHashOnceItWasSent() throws Exception {
    String query = "{ nodes(first: 3) { id } }";
    String hash =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(query.getBytes(UTF_8)));
    String extensions =
        "{\"persistedQuery\":{\"version\":1,\"sha256Hash\":\"%s\"}}".formatted(hash);
    String byHash = "extensions=" + encoded(extensions);

    assertThat(code(get(byHash))).isEqualTo("PERSISTED_QUERY_NOT_FOUND");
    assertThat(
            code(
                post(
                    open,
                    "{\"query\":\"{ tracks { id } }\",\"extensions\":%s}".formatted(extensions))))
        .isEqualTo("PERSISTED_QUERY_MISMATCH");
    post(open, "{\"query\":\"%s\",\"extensions\":%s}".formatted(query, extensions));
    assertThat(get(byHash).body()).isEqualTo("{\"data\":{\"nodes\":[]}}");
  }

  @Test
  void theOperatorMayTurnIntrospectionOffAndLimitEachClient() throws Exception {
    String schema = "{\"query\":\"{ __schema { types { name } } }\"}";
    assertThat(post(open, schema).body()).contains("\"Ballot\"");
    HttpResponse<String> untold = post(strict, schema);
    assertThat(code(untold)).isEqualTo("INTROSPECTION_DISABLED");
    assertThat(untold.body()).doesNotContain("\"Ballot\"");
    for (int i = 1; i < BURST; i++) {
      post(strict, schema);
    }
    HttpResponse<String> refused = post(strict, schema);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("retry-after")).hasValue("1");
    assertThat(code(refused)).isEqualTo("RATE_LIMITED");
  }

  @Test
  void operationsOnAnOpenSocketCountAsRequests() throws Exception {
    // A listener of its own: other tests have used the client's allowance up.
    try (HttpListener listener = listen(GraphQlLimits.USUAL.with(REQUESTS_PER_SECOND, true));
        SubscriptionClient client = SubscriptionClient.connect(http, listener.uri())) {
      List<String> types = new ArrayList<>();
      for (int i = 0; i < 2 * BURST && !types.contains("error"); i++) {
        client.subscribe("q" + i, "{ nodes { id } }", Map.of());
        JsonNode message = client.take();
        types.add(message.path("type").asText());
        if (types.contains("error")) {
          assertThat(message.at("/payload/0/extensions/code").asText()).isEqualTo("RATE_LIMITED");
        } else {
          assertThat(client.take().path("type").asText()).isEqualTo("complete");
        }
      }
      assertThat(types).contains("next").endsWith("error");
    }
  }

  @Test
  void aPersistedQueryIsAskedForOverWebSocketToo() throws Exception {
    String query = "{ nodes(first: 4) { id } }";
    String hash =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(query.getBytes(UTF_8)));
    String extensions =
        "\"extensions\":{\"persistedQuery\":{\"version\":1,\"sha256Hash\":\"%s\"}}".formatted(hash);
    String byHash = "{\"type\":\"subscribe\",\"id\":\"a\",\"payload\":{%s}}".formatted(extensions);
    try (SubscriptionClient client = SubscriptionClient.connect(http, open.uri())) {
      client.send(byHash);
      assertThat(client.take().at("/payload/0/extensions/code").asText())
          .isEqualTo("PERSISTED_QUERY_NOT_FOUND");
      post(open, "{\"query\":\"%s\",%s}".formatted(query, extensions));
      client.send(byHash);
      assertThat(client.next("a").at("/payload/data/nodes").toString()).isEqualTo("[]");
    }
  }

  /** Somebody holds the table for longer than a request may take. */
  @Test
  void aRequestThatTakesTooLongSaysSo() throws Exception {
    Duration timeMax = Duration.ofMillis(200);
    GraphQlLimits usual = GraphQlLimits.USUAL;
    try (Database impatient = Database.open(test.config(), Role.INDEXER, timeMax);
        HttpListener listener =
            listen(
                impatient,
                new GraphQlLimits(
                    usual.bodyBytesMax(), usual.depthMax(), usual.costMax(), timeMax, 0, true));
        Database holding = test.open(Role.INDEXER);
        Connection connection = holding.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE chain.node IN ACCESS EXCLUSIVE MODE");

      assertThat(code(post(listener, "{\"query\":\"{ nodes { id } }\"}"))).isEqualTo("TIMEOUT");
      assertThat(code(post(listener, "{\"query\":\"{ nodes { operator { id } } }\"}")))
          .isEqualTo("TIMEOUT");
      connection.rollback();
      assertThat(post(listener, "{\"query\":\"{ nodes { id } }\"}").body())
          .isEqualTo("{\"data\":{\"nodes\":[]}}");
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private static String code(HttpResponse<String> answer) throws Exception {
    JsonNode json = JSON.readTree(answer.body());
    return json.at("/errors/0/extensions/code").asText();
  }

  private static HttpResponse<String> get(String parameters, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(open.uri() + "/graphql?" + parameters));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(HttpListener to, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(to.uri() + "/graphql"))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
