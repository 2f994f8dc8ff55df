package org.sweetwater.oracle.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Jdbi;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.oracle.message.CommittedCall;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;

/** A hub on a real database, a fake chain and a clock of its own, with a client. */
final class TestHub implements AutoCloseable {
  static final JsonMapper JSON = new JsonMapper();
  static final long START = 1_750_000_000;

  /** Long enough for a machine that has much else to do. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Address BALLOT = TestSigner.of(90).address();
  private static final Address REGISTRY = TestSigner.of(91).address();
  private static final CommittedCall CALL =
      new CommittedCall(
          TestSigner.of(92).address(), Bytes.parse("0x12345678"), Hash32.of(new byte[32]));
  private static final Deployment DEPLOYMENT =
      new Deployment(
          1337, 1, TestSigner.SPACE, BALLOT, REGISTRY, BALLOT, BALLOT, BALLOT, BALLOT, false);

  final FakeVotingPower power = new FakeVotingPower();
  final FakeChainFacts chain = new FakeChainFacts();
  final SettableClock clock = new SettableClock(Instant.ofEpochSecond(START));
  private final TestDatabase database;
  private final HubServer server;
  private final HttpClient http = HttpClient.newHttpClient();

  private TestHub(UnaryOperator<HubConfig> change, boolean realTime) {
    database = TestDatabase.migrated();
    server =
        HubServer.start(
            change.apply(config(database)),
            DEPLOYMENT,
            new Sequencer.Chain(chain, power),
            realTime ? Clock.systemUTC() : clock);
  }

  static TestHub start() {
    return new TestHub(config -> config, false);
  }

  static TestHub start(UnaryOperator<HubConfig> change) {
    return new TestHub(change, false);
  }

  /** With the system's clock, for clients that have no other. */
  static TestHub startInRealTime() {
    return new TestHub(config -> config, true);
  }

  private static HubConfig config(TestDatabase database) {
    return new HubConfig(
        database.config(),
        new HubConfig.Chain(URI.create("http://127.0.0.1:1"), Optional.empty()),
        "not read",
        new HubConfig.Http("127.0.0.1", 0),
        new HubConfig.Space("Test space", "About it", "NODE"),
        Optional.empty(),
        1_000_000,
        0,
        PATIENCE,
        1000);
  }

  /** Back to the first second, with nothing posted and nobody a member. */
  void reset() {
    database.execute("TRUNCATE oracle.hub_message, oracle.hub_refusal CASCADE");
    clock.set(Instant.ofEpochSecond(START));
    power.clear();
  }

  URI uri() {
    return server.uri();
  }

  /** A member with this many nodes. */
  TestSigner member(int number, long nodes) {
    TestSigner member = TestSigner.of(number);
    power.give(member.address(), nodes);
    return member;
  }

  /** What the call's plugins must commit to on the fake chain. */
  Hash32 action() {
    return CALL.action(DEPLOYMENT.chainId(), BALLOT, chain.codeHash(CALL.target()));
  }

  CommittedCall call() {
    return CALL;
  }

  /** A proposal that can open, signed now, open for an hour. */
  ObjectNode proposal(TestSigner author) {
    return author.proposal(CALL, action(), clock.seconds(), clock.seconds() + 3600);
  }

  /** Posts a proposal and returns its id. */
  Hash32 propose(TestSigner author) {
    return taken(author.envelope(TestSigner.PROPOSAL, proposal(author)));
  }

  /** Posts a vote that is taken, and returns its id. */
  Hash32 vote(TestSigner voter, Hash32 proposal, int choice) {
    return taken(voter.envelope(TestSigner.VOTE, voter.vote(proposal, choice, clock.seconds())));
  }

  /** Posts an envelope that must be taken, and returns the message's id. */
  Hash32 taken(JsonNode envelope) {
    Answer answer = post(envelope);
    assertThat(answer.body().toString()).doesNotContain("error");
    assertThat(answer.status()).isEqualTo(200);
    return Hash32.parse(answer.body().path("id").asText());
  }

  /** An HTTP answer with a JSON body. */
  record Answer(int status, JsonNode body) {
    String error() {
      return body.path("error_description").asText();
    }
  }

  Answer post(JsonNode envelope) {
    return post("/", TestSigner.bytes(envelope));
  }

  Answer post(String path, byte[] body) {
    return json(
        send(HttpRequest.newBuilder(uri().resolve(path)).POST(BodyPublishers.ofByteArray(body))));
  }

  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(uri().resolve(path)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.timeout(PATIENCE.multipliedBy(2)).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Runs a query whatever its outcome. */
  Answer graphql(String query) {
    return post("/graphql", TestSigner.bytes(JSON.createObjectNode().put("query", query)));
  }

  /** Runs a query that must succeed and returns its data. */
  JsonNode query(String query) {
    Answer answer = graphql(query);
    assertThat(answer.body().path("errors").isMissingNode()).as(answer.body().toString()).isTrue();
    assertThat(answer.status()).isEqualTo(200);
    return answer.body().path("data");
  }

  static Answer json(HttpResponse<String> response) {
    try {
      return new Answer(response.statusCode(), JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(response.body(), e);
    }
  }

  /** Rows of a SQL query, as the database's superuser. */
  List<Map<String, Object>> rows(String sql) {
    return Jdbi.create(database.config().url(), database.config().user(), "")
        .withHandle(handle -> handle.createQuery(sql).mapToMap().list());
  }

  @Override
  public void close() {
    server.close();
    http.close();
    database.close();
  }
}
