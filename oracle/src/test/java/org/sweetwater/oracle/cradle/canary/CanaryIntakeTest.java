package org.sweetwater.oracle.cradle.canary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.oracle.cradle.canary.RolloutState.Phase;
import org.sweetwater.oracle.cradle.twin.MetricSet;
import org.sweetwater.oracle.message.SigningKey;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.BlockTag;

/** What is posted about rollouts, over HTTP, on the real contracts. */
class CanaryIntakeTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final SigningKey STRANGER = TestSigner.of(77).key();

  @TempDir private static Path contractsFolder;
  private static CanaryGround ground;
  private static TestDatabase database;
  private static Database pool;
  private static Jdbi jdbi;
  private static Vertx vertx;
  private static CanaryIntake intake;
  private static URI uri;
  private static Rollouts rollouts;
  private static TestRelay relay;

  private final HttpClient http = HttpClient.newHttpClient();
  private Hash32 id = Hash32.ZERO;
  private List<Address> nodes = List.of();

  private record Answer(int status, JsonNode body) {
    String detail() {
      return body.path("detail").asText();
    }
  }

  @BeforeAll
  static void start() {
    ground = CanaryGround.prepare(contractsFolder);
    database = TestDatabase.migrated();
    pool = database.open(Role.ORACLE);
    jdbi = Jdbi.create(pool.dataSource());
    relay = new TestRelay(jdbi, ground);
    rollouts =
        Rollouts.open(
            new Rollouts.Parts(
                ground.deployment(),
                ground.client,
                jdbi,
                Optional.empty(),
                Clock.systemUTC(),
                new SimpleMeterRegistry()));
    vertx = Vertx.vertx();
    intake = intake(0);
    uri = listen(intake);
  }

  private static CanaryIntake intake(int requestsPerMinute) {
    return new CanaryIntake(
        new CanaryIntake.Parts(
            ground.deployment(),
            ground.client,
            jdbi,
            requestsPerMinute,
            Clock.systemUTC(),
            new SimpleMeterRegistry()));
  }

  private static URI listen(CanaryIntake endpoints) {
    Router router = Router.router(vertx);
    endpoints.mount(router);
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  @AfterAll
  static void stop() {
    intake.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    pool.close();
    ground.close();
  }

  /** A rollout whose first wave, of one node, runs. */
  @BeforeEach
  void observe() {
    id = ground.approved();
    while (ground.canary().rollout(id).phase() != Phase.OBSERVING) {
      rollouts.advance();
      relay.run();
    }
    nodes = ground.nodes(id, 1);
    jdbi.useHandle(handle -> handle.execute("DELETE FROM oracle.node_report"));
    jdbi.useHandle(handle -> handle.execute("DELETE FROM oracle.breach_report"));
  }

  static Stream<byte[]> hostileBodies() {
    return Stream.of(
            "",
            "null",
            "[]",
            "{}",
            "7",
            "[[]]",
            "not json",
            "{\"wave\":1,\"wave\":2}",
            "{} {}",
            "[".repeat(16_000),
            "{\"a\":".repeat(3_000),
            "{\"a\":1e400}",
            "{\"wave\":" + "9".repeat(16_000) + "}",
            "\"" + "\\u0041".repeat(2_000) + "\"",
            "{\"experimentId\":\"" + "f".repeat(15_000) + "\"}",
            "[" + "{},".repeat(50) + "{}]",
            "\u0000\u0001")
        .map(text -> text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @MethodSource("hostileBodies")
  void refusesHostileBodiesWithAProblem(byte[] body) throws Exception {
    for (String path : List.of("/canary/reports", "/canary/breaches")) {
      HttpResponse<String> answer = send(uri, path, body);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
      assertThat(answer.body()).hasSizeLessThan(12_000).doesNotContain("Exception", "jackson");
      assertThat(JSON.readTree(answer.body()).path("detail").asText()).isNotEmpty();
    }
    assertThat(rows()).isZero();
  }

  @Test
  void refusesALongBodyAndOtherMethods() throws Exception {
    assertThat(send(uri, "/canary/reports", new byte[16_385]).statusCode()).isEqualTo(413);
    HttpResponse<String> get =
        http.send(
            HttpRequest.newBuilder(uri.resolve("/canary/reports")).build(),
            BodyHandlers.ofString());
    assertThat(get.statusCode()).isEqualTo(405);
    assertThat(get.body()).contains("POST only");
  }

  @Test
  void takesANodesReportOnceAndInTheSameWordsAgain() throws Exception {
    NodeReport report = bad();
    assertThat(post("/canary/reports", report.toJson()).status()).isEqualTo(202);
    assertThat(post("/canary/reports", report.toJson()).status()).isEqualTo(202);
    ground.tick();
    Answer other = post("/canary/reports", bad().toJson());
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.detail()).contains("already reported something else");
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void takesAnEmptySeriesAsAFailedReport() throws Exception {
    NodeReport empty = signed(nodes.getFirst(), 0, 1, ground.time(), 0, new MetricSet(Map.of()));
    assertThat(post("/canary/reports", empty.toJson()).status()).isEqualTo(202);
    rollouts.advance();
    relay.run();
    assertThat(ground.canary().drawn(id, 1, List.of(0L), BlockTag.LATEST).getFirst().verdict())
        .isEqualTo(DrawnNode.Verdict.FAILED);
    Answer late = post("/canary/reports", bad().toJson());
    assertThat(late.status()).isEqualTo(409);
  }

  @Test
  void saysWhyAReportIsNotTaken() throws Exception {
    NodeReport good = bad();
    Address node = nodes.getFirst();
    NodeReport forged =
        new NodeReport(good.measurement(), STRANGER.sign(Hash32.keccak(new byte[] {1})));
    assertRefused(403, "signature", forged.toJson());
    assertRefused(403, "found none", good.toJson().put("signature", "0x" + "00".repeat(65)));
    assertRefused(
        409, "wave: expected 1", signed(node, 0, 2, ground.time(), 1, CanaryGround.BAD).toJson());
    assertRefused(
        403, "position 1", signed(node, 1, 1, ground.time(), 1, CanaryGround.BAD).toJson());
    assertRefused(
        422,
        "measuredUntil: expected at most",
        signed(node, 0, 1, ground.time() + 1_000, 1, CanaryGround.BAD).toJson());
    assertRefused(
        422, "has begun", signed(node, 0, 1, ground.time() - 1_000, 1, CanaryGround.BAD).toJson());
    assertRefused(
        422, "has begun", signed(node, 0, 1, ground.time(), 1, CanaryGround.GOOD).toJson());
    assertThat(rows()).isZero();
  }

  @Test
  void saysThatARolloutIsUnknownOrNotObserved() throws Exception {
    Hash32 known = id;
    id = Hash32.keccak(new byte[] {9});
    assertRefused(404, "has no rollout", bad().toJson());
    id = known;
    CanaryGround.require(
        ground.send(
            ground.deployment().ballot(),
            ground.deployment().canary(),
            CanaryCalls.rollBackByBallot(id)));
    assertRefused(409, "found ROLLED_BACK", bad().toJson());
    Answer breach = post("/canary/breaches", breach(1).toJson());
    assertThat(breach.status()).isEqualTo(409);
  }

  /** A stranger signs for himself as well as anybody: he is not drawn. */
  @Test
  void aStrangerCannotFillTheTable() throws Exception {
    ground.pass(2);
    for (int position = 0; position < 5; position++) {
      NodeReport.Measurement measurement =
          new NodeReport.Measurement(
              id, 1, STRANGER.address(), position, ground.time(), 1, CanaryGround.BAD);
      NodeReport report = NodeReport.sign(STRANGER, ground.deployment(), measurement);
      assertRefused(403, "does not stand at position", report.toJson());
      BreachReport breach =
          BreachReport.signAsNode(STRANGER, ground.deployment(), breach(1).breach(), position);
      Answer answer = post("/canary/breaches", breach.toJson());
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.detail()).contains("is no attestor");
    }
    assertThat(rows()).isZero();
  }

  @Test
  void takesBreachesOfAttestorsAndOfDrawnNodes() throws Exception {
    ground.pass(2);
    assertThat(post("/canary/breaches", breach(1).toJson()).status()).isEqualTo(202);
    assertThat(post("/canary/breaches", breach(1).toJson()).status()).isEqualTo(202);
    BreachReport ofNode = ground.breach(id, 1, 0, nodes.getFirst());
    assertThat(post("/canary/breaches", ofNode.toJson()).status()).isEqualTo(202);
    assertThat(count("SELECT count(*) FROM oracle.breach_report")).isEqualTo(2);
  }

  @Test
  void saysWhyABreachIsNotTaken() throws Exception {
    ground.pass(2);
    long now = ground.time();
    assertBreachRefused(422, "is no breach", 1, 0, 2_000_000, now - 1, now);
    assertBreachRefused(422, "is no breach", 1, 4, 9_000_000, now - 1, now);
    assertBreachRefused(409, "wave: expected 1", 2, 0, 2_000_001, now - 1, now);
    assertBreachRefused(422, "window: expected", 1, 0, 2_000_001, now, now);
    assertBreachRefused(422, "window: expected", 1, 0, 2_000_001, now - 1_000, now);
    assertBreachRefused(422, "windowEnd: expected", 1, 0, 2_000_001, now, now + 1_000);
  }

  private void assertBreachRefused(
      int status, String detail, int wave, int metric, long value, long from, long until)
      throws Exception {
    BreachReport report =
        BreachReport.signAsAttestor(
            CanaryGround.attestor(1),
            ground.deployment(),
            new BreachReport.Breach(id, wave, metric, value, from, until));
    Answer answer = post("/canary/breaches", report.toJson());
    assertThat(answer.status()).as(answer.detail()).isEqualTo(status);
    assertThat(answer.detail()).contains(detail);
  }

  @Test
  void takesWhatIsRightOfAnArray() throws Exception {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    array.add(bad().toJson()).add(JsonNodeFactory.instance.objectNode());
    Answer answer = post("/canary/reports", array);
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body().path("accepted").asInt()).isEqualTo(1);
    assertThat(answer.body().at("/refused/0/index").asInt()).isEqualTo(1);
    assertThat(answer.body().at("/refused/0/status").asInt()).isEqualTo(400);
  }

  @Test
  void limitsRequests() throws Exception {
    try (CanaryIntake limited = intake(2)) {
      URI there = listen(limited);
      byte[] body = "{}".getBytes(UTF_8);
      assertThat(send(there, "/canary/reports", body).statusCode()).isEqualTo(400);
      assertThat(send(there, "/canary/reports", body).statusCode()).isEqualTo(400);
      HttpResponse<String> refused = send(there, "/canary/breaches", body);
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("retry-after")).isPresent();
    }
  }

  private NodeReport bad() {
    return signed(nodes.getFirst(), 0, 1, ground.time(), 30, CanaryGround.BAD);
  }

  private NodeReport signed(
      Address node, long position, int wave, long until, long samples, MetricSet metrics) {
    return NodeReport.sign(
        CanaryGround.keyOf(node),
        ground.deployment(),
        new NodeReport.Measurement(id, wave, node, position, until, samples, metrics));
  }

  private BreachReport breach(int wave) {
    return BreachReport.signAsAttestor(
        CanaryGround.attestor(1),
        ground.deployment(),
        new BreachReport.Breach(id, wave, 3, 60_000, ground.time() - 1, ground.time()));
  }

  private void assertRefused(int status, String detail, ObjectNode report) throws Exception {
    Answer answer = post("/canary/reports", report);
    assertThat(answer.status()).as(answer.detail()).isEqualTo(status);
    assertThat(answer.detail()).contains(detail);
  }

  private Answer post(String path, JsonNode body) throws Exception {
    HttpResponse<String> answer = send(uri, path, TestSigner.bytes(body));
    return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
  }

  private HttpResponse<String> send(URI to, String path, byte[] body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(to.resolve(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static long rows() {
    return count(
        "SELECT (SELECT count(*) FROM oracle.node_report) + (SELECT count(*) FROM oracle.breach_report)");
  }

  private static long count(String sql) {
    return jdbi.withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }
}
