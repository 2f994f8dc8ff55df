package org.sweetwater.indexer;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.DatabaseConfig;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.Anvil;
import org.sweetwater.wrappers.config.ConfigException;

/** The whole service against a real node with the real contracts. */
final class IndexerServiceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<Integer> REORGANISATION_DEPTHS = List.of(3, 45, 200);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path folder;

  private static Anvil anvil;
  private static DeployedContracts contracts;
  private static int experiments;

  private final TestDatabase database = TestDatabase.empty();

  @BeforeAll
  static void deploy() throws Exception {
    anvil = Anvil.start("--base-fee", "0", "--gas-price", "0");
    contracts = DeployedContracts.deploy(anvil);
  }

  @AfterAll
  static void stop() {
    contracts.close();
    anvil.close();
  }

  @AfterEach
  void drop() {
    database.close();
  }

  @Test
  void indexesTheDeploymentAndAnswersQueries() throws Exception {
    contracts.submitExperiment(++experiments);
    try (IndexerService service = IndexerService.start(config())) {
      awaitReady(service);
      // Ready it is a few blocks below the head already.
      awaitExperiments(service, experiments);
      JsonNode data =
          query(
              service,
              "{ operators(first: 1000) { id } nodes { status } tracks { id version } listings { id"
                  + " } experiments { id status thresholds { latencyP99Micros } } _meta { block {"
                  + " number } hasIndexingErrors deployment } }");

      assertThat(data.path("operators")).hasSize(DeployedContracts.OPERATORS);
      assertThat(data.path("nodes").findValuesAsText("status")).containsOnly("Active");
      assertThat(data.path("tracks").findValuesAsText("id")).containsExactly("1", "2", "3");
      assertThat(data.path("listings")).hasSize(3);
      JsonNode experiment = data.path("experiments").get(experiments - 1);
      assertThat(experiment.path("status").asText()).isEqualTo("Submitted");
      assertThat(experiment.at("/thresholds/latencyP99Micros").asText()).isEqualTo("1000");
      assertThat(data.at("/_meta/hasIndexingErrors").asBoolean()).isFalse();
      assertThat(data.at("/_meta/deployment").asText())
          .isEqualTo(contracts.deployment().ballot().lowerHex());
    }
  }

  @Test
  void everyFieldOfEveryTypeIsThere() throws Exception {
    try (IndexerService service = IndexerService.start(config())) {
      awaitReady(service);
      JsonNode schema =
          query(
              service,
              "{ __schema { types { name kind fields { name description args { name } type { kind"
                  + " name ofType { kind name ofType { kind name ofType { kind name } } } } } } }"
                  + " }");
      Map<String, JsonNode> types = new HashMap<>();
      schema.at("/__schema/types").forEach(type -> types.put(type.path("name").asText(), type));
      for (JsonNode root : requireNonNull(types.get("Query")).path("fields")) {
        JsonNode type = requireNonNull(types.get(leafOf(root.path("type"))));
        boolean isList =
            !root.path("name").asText().equals("_meta")
                && root.at("/type/kind").asText().equals("NON_NULL");
        if (isList) {
          query(
              service,
              "{ %s(first: 5) %s }"
                  .formatted(root.path("name").asText(), selection(type, types, 2)));
        }
        for (JsonNode field : type.path("fields")) {
          assertThat(field.path("description").asText())
              .as("%s.%s", type.path("name"), field.path("name"))
              .isNotBlank();
        }
      }
    }
  }

  private static String selection(JsonNode type, Map<String, JsonNode> types, int depth) {
    StringBuilder fields = new StringBuilder("{ __typename ");
    for (JsonNode field : type.path("fields")) {
      JsonNode inner = requireNonNull(types.get(leafOf(field.path("type"))));
      boolean isObject = inner.path("kind").asText().equals("OBJECT");
      if (!isObject || depth > 0) {
        fields.append(field.path("name").asText());
        fields.append(field.path("args").isEmpty() ? " " : "(first: 2) ");
        fields.append(isObject ? selection(inner, types, depth - 1) : "");
      }
    }
    return fields.append("} ").toString();
  }

  private static String leafOf(JsonNode type) {
    JsonNode leaf = type;
    while (leaf.hasNonNull("ofType")) {
      leaf = leaf.path("ofType");
    }
    return leaf.path("name").asText();
  }

  @Test
  void tellsPowersAsTheRegistryDoes() throws Exception {
    try (IndexerService service = IndexerService.start(config())) {
      awaitReady(service);
      JsonNode data =
          query(
              service,
              "{ network(id: 1) { totalPower attestorSet } operators(first: 20) { power"
                  + " nodes(first: 5) { telemetryKeys(first: 5) { signsFrom } } } attestorSets {"
                  + " version attestors attestationsRequired } }");
      assertThat(data.at("/network/totalPower").asInt()).isEqualTo(DeployedContracts.OPERATORS);
      assertThat(data.at("/network/attestorSet").asInt()).isEqualTo(1);
      assertThat(data.path("operators").findValuesAsText("power")).containsOnly("1");
      assertThat(data.path("operators").findValues("telemetryKeys"))
          .hasSize(DeployedContracts.OPERATORS)
          .allSatisfy(keys -> assertThat(keys).hasSize(1));
      assertThat(data.at("/attestorSets/0/attestors")).hasSize(5);
    }
  }

  @Test
  void followsReorganisationsOfAnyDepthAndEndsWithTheTablesOfACleanIndex() throws Exception {
    try (IndexerService service = IndexerService.start(config())) {
      for (int depth : REORGANISATION_DEPTHS) {
        submitTwoExperimentsAndIndexThem(service, depth);
        reorganise(depth);
        awaitExperiments(service, --experiments);
      }
      assertThat(get(service, "/metrics").body())
          .contains(
              "sweetwater_indexer_reorganisation_depth_blocks_count "
                  + REORGANISATION_DEPTHS.size());
    }
    assertTablesAreThoseOfACleanIndex();
  }

  @Test
  void reorganisationsWhileItIsStoppedEndWithTheTablesOfACleanIndexToo() throws Exception {
    for (int depth : REORGANISATION_DEPTHS) {
      try (IndexerService service = IndexerService.start(config())) {
        submitTwoExperimentsAndIndexThem(service, depth);
      }
      reorganise(depth);
      --experiments;
    }
    try (IndexerService service = IndexerService.start(config())) {
      awaitExperiments(service, experiments);
    }
    assertTablesAreThoseOfACleanIndex();
  }

  /** The first stays in a reorganisation of this depth, the second is lost. */
  private static void submitTwoExperimentsAndIndexThem(IndexerService service, int depth)
      throws Exception {
    contracts.submitExperiment(++experiments);
    anvil.mine(depth);
    contracts.submitExperiment(++experiments);
    awaitExperiments(service, experiments);
  }

  private void assertTablesAreThoseOfACleanIndex() throws Exception {
    try (TestDatabase clean = TestDatabase.empty()) {
      try (IndexerService service = IndexerService.start(config(clean.config()))) {
        awaitExperiments(service, experiments);
      }
      try (Database reorganised = database.open(Role.INDEXER);
          Database quiet = clean.open(Role.INDEXER)) {
        assertThat(Tables.dump(reorganised.dataSource()))
            .isEqualTo(Tables.dump(quiet.dataSource()));
      }
    }
  }

  @Test
  void saysWhetherItIsReadyAndHow() throws Exception {
    try (IndexerService service = IndexerService.start(config())) {
      awaitReady(service);
      assertThat(get(service, "/health/live").body()).isEqualTo("{\"status\":\"UP\"}");
      JsonNode ready = JSON.readTree(get(service, "/health/ready").body());
      assertThat(ready.path("lagBlocks").asLong()).isZero();
      assertThat(get(service, "/metrics").body()).contains("sweetwater_indexer_head_block");
      assertThat(get(service, "/graphiql/").statusCode()).isEqualTo(200);
      assertThat(get(service, "/nowhere").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void hostileRequestsAreRefusedInOrder() throws Exception {
    try (IndexerService service = IndexerService.start(config())) {
      awaitReady(service);
      assertThat(post(service, "{\"query\":\"{ _meta { hasIndexingErrors } }\"}"))
          .isEqualTo("200 {\"data\":{\"_meta\":{\"hasIndexingErrors\":false}}}");
      assertThat(post(service, "{\"query\":\"{ nonsense\"}")).startsWith("200 {\"errors\":[");
      assertThat(post(service, "{\"query\":\"{ ballots(first: 1001) { id } }\"}"))
          .startsWith("200 ")
          .contains("1000");
      assertThat(post(service, "")).startsWith("400 {\"errors\":[");
      assertThat(post(service, "[]")).startsWith("400 ");
      assertThat(post(service, "{\"query\":7}")).startsWith("400 ");
      assertThat(post(service, "{\"query\":\"{a}\",\"variables\":[]}")).startsWith("400 ");
      assertThat(post(service, "[".repeat(60_000))).startsWith("400 ");
      assertThat(post(service, "\"" + "x".repeat(1 << 17) + "\"")).startsWith("413 ");
      assertThat(post(service, "{\"query\":\"" + "{a".repeat(10_000) + "\"}"))
          .startsWith("200 {\"errors\":[");
      String asked = "/graphql?query=%7B_meta%7Bblock%7Bnumber%7D%7D%7D";
      assertThat(get(service, asked).body()).contains("{\"number\":");
      assertThat(get(service, "/graphql").statusCode()).isEqualTo(400);
    }
  }

  private static String post(IndexerService service, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(service.uri().resolve("/graphql"))
            .header("content-type", "application/json")
            .header("origin", "https://example.org")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.headers().firstValue("access-control-allow-origin")).contains("*");
    return answer.statusCode() + " " + answer.body();
  }

  @Test
  void anOccupiedPortIsNamedWithTheRemedy() throws IOException {
    try (ServerSocket occupant = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      IndexerConfig config = config(contracts.deployment(), occupant.getLocalPort());
      assertRefused(
          ConfigException.class, config, "cannot listen on 127.0.0.1:" + occupant.getLocalPort());
    }
  }

  @Test
  void anAddressWithoutCodeIsNamedWithTheRemedy() {
    Deployment real = contracts.deployment();
    assertRefused(
        FatalException.class,
        config(with(real, 31_337, Address.parse("0x00000000000000000000000000000000000000aa")), 0),
        "no contract at the cradle's address 0x00000000000000000000000000000000000000AA");
  }

  @Test
  void anotherChainIsNamedWithTheRemedy() {
    Deployment real = contracts.deployment();
    assertRefused(
        FatalException.class,
        config(with(real, 1, real.cradle()), 0),
        "expected chain id 1 at " + anvil.url());
  }

  @Test
  void aDatabaseOfAnotherDeploymentIsRefusedWithTheRemedy() throws Exception {
    IndexerService.start(config()).close();
    Deployment real = contracts.deployment();
    assertRefused(
        FatalException.class,
        config(with(real, 31_337, real.authority()), 0),
        "empty this one with: DROP SCHEMA chain CASCADE");
  }

  @Test
  void aSecondIndexerOnTheDatabaseIsRefused() {
    try (IndexerService first = IndexerService.start(config())) {
      assertThat(first.uri().getPort()).isPositive();
      assertRefused(RetryableException.class, config(), "another indexer writes it");
    }
  }

  @Test
  void anUnreachableNodeIsNamedWithTheRemedy() {
    IndexerConfig config = config();
    IndexerConfig.Chain nowhere = IndexerConfig.Chain.of(URI.create("http://127.0.0.1:9"));
    assertRefused(
        RetryableException.class,
        new IndexerConfig(
            config.database(),
            nowhere,
            config.deployment(),
            config.http(),
            config.pollInterval(),
            config.rangeBlocks(),
            config.confirmations(),
            config.lagTolerance()),
        "cannot reach http://127.0.0.1:9");
  }

  private static void assertRefused(
      Class<? extends RuntimeException> type, IndexerConfig config, String reason) {
    assertThatThrownBy(() -> IndexerService.start(config).close())
        .isInstanceOf(type)
        .hasMessageContaining(reason)
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
  }

  private static Deployment with(Deployment real, long chainId, Address cradle) {
    return new Deployment(
        chainId,
        real.startBlock(),
        real.space(),
        real.authority(),
        real.registry(),
        real.nodeTouchLimit(),
        cradle,
        real.canary(),
        real.ballot(),
        real.production());
  }

  private IndexerConfig config() {
    return config(contracts.deployment(), 0);
  }

  private IndexerConfig config(DatabaseConfig login) {
    return config(contracts.deployment(), 0, login);
  }

  private IndexerConfig config(Deployment deployment, int port) {
    return config(deployment, port, database.config());
  }

  private static IndexerConfig config(Deployment deployment, int port, DatabaseConfig login) {
    try {
      Path file = Files.createTempFile(folder, "deployment", ".json");
      Files.writeString(file, deployment.toJson());
      return new IndexerConfig(
          login,
          IndexerConfig.Chain.of(anvil.url()),
          file.toString(),
          new IndexerConfig.Http("127.0.0.1", port, 0, true),
          Duration.ofMillis(50),
          100,
          0,
          Duration.ofSeconds(2));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void reorganise(int depth) {
    anvil.rpc("anvil_reorg", depth, List.of());
  }

  private static void awaitReady(IndexerService service) throws Exception {
    await(() -> get(service, "/health/ready"), answer -> answer.statusCode() == 200);
  }

  private static void awaitExperiments(IndexerService service, int count) throws Exception {
    await(
        () -> query(service, "{ experiments(first: 1000) { id } }").path("experiments").size(),
        found -> found == count);
    awaitReady(service);
  }

  private interface Question<T> {
    T ask() throws Exception;
  }

  private static <T> void await(Question<T> question, Predicate<T> condition) throws Exception {
    Instant deadline = Instant.now().plus(PATIENCE);
    T answer = question.ask();
    while (!condition.test(answer)) {
      assertThat(Instant.now()).as("still %s", answer).isBefore(deadline);
      Thread.sleep(50);
      answer = question.ask();
    }
  }

  private static JsonNode query(IndexerService service, String query) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(service.uri().resolve("/graphql"))
            .header("content-type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    JSON.writeValueAsString(Map.of("query", query))))
            .build();
    JsonNode answer =
        JSON.readTree(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
    assertThat(answer.has("errors")).as("%s", answer).isFalse();
    return answer.path("data");
  }

  private static HttpResponse<String> get(IndexerService service, String path) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(service.uri().resolve(path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
