package org.sweetwater.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.wrappers.chain.Anvil;

/**
 * A chain that reorganises, an indexer that hears of it over WebSocket, and a frontend that keeps
 * its rows by the subscription alone: what the frontend has is what the API answers.
 */
final class LiveReorganisationTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final String READ =
      "{ _meta { cursor } experiments(first: 1000) { id changeHash blockNumber blockHash } }";
  private static final String FOLLOW =
      "subscription($after: String) { experiments(after: $after) { cursor takenBackAbove row { id"
          + " changeHash blockNumber blockHash } } }";

  @TempDir Path folder;

  private int submitted;

  @Test
  void aFrontendHasWhatTheApiAnswersThroughReorganisationsOfAnyDepth() throws Exception {
    try (TestDatabase database = TestDatabase.empty();
        Anvil anvil = Anvil.start("--base-fee", "0", "--gas-price", "0");
        DeployedContracts contracts = DeployedContracts.deploy(anvil);
        IndexerService service = IndexerService.start(config(database, anvil, contracts));
        HttpClient http = HttpClient.newHttpClient();
        SubscriptionClient socket = SubscriptionClient.connect(http, service.uri());
        SubscriptionClient late = SubscriptionClient.connect(http, service.uri())) {
      contracts.submitExperiment(++submitted);
      JsonNode read = await(http, service, 1);
      String cursor = read.at("/_meta/cursor").asText();
      Frontend frontend = new Frontend(read);
      Frontend away = new Frontend(read);
      socket.subscribe("1", FOLLOW, Map.of("after", cursor));
      int standing = 1;
      for (int depth : List.of(3, 45, 200)) {
        contracts.submitExperiment(++submitted);
        anvil.mine(depth);
        contracts.submitExperiment(++submitted);
        frontend.follow(socket, await(http, service, standing + 2));
        anvil.rpc("anvil_reorg", depth, List.of());
        // The last of them is gone, and another comes in its place.
        contracts.submitExperiment(++submitted);
        standing += 2;
        frontend.follow(socket, await(http, service, standing));
      }
      assertThat(frontend.takenBack).isGreaterThanOrEqualTo(3);

      late.subscribe("1", FOLLOW, Map.of("after", cursor));
      away.follow(late, await(http, service, standing));
    }
  }

  /** Rows by id, with the block that made them. */
  private static final class Frontend {
    private final Map<String, JsonNode> rows = new TreeMap<>();
    private int takenBack;

    Frontend(JsonNode read) {
      read.path("experiments").forEach(row -> rows.put(row.path("id").asText(), row));
    }

    /** Applies what is told until the rows are those that the API answered. */
    void follow(SubscriptionClient socket, JsonNode answered) throws Exception {
      Map<String, JsonNode> expected = new Frontend(answered).rows;
      Instant deadline = Instant.now().plus(PATIENCE);
      while (!rows.equals(expected)) {
        assertThat(Instant.now()).as("%s, not %s", rows, expected).isBefore(deadline);
        Optional<JsonNode> message = socket.poll(POLL);
        message.ifPresent(
            told -> told.at("/payload/data/experiments").forEach(change -> apply(change)));
      }
    }

    private void apply(JsonNode change) {
      if (change.hasNonNull("takenBackAbove")) {
        takenBack++;
        long above = change.path("takenBackAbove").asLong();
        rows.values().removeIf(row -> row.path("blockNumber").asLong() > above);
      }
      if (change.hasNonNull("row")) {
        rows.put(change.at("/row/id").asText(), change.path("row"));
      }
    }
  }

  /** The API's answer, once it has this many experiments, the newest among them. */
  private JsonNode await(HttpClient http, IndexerService service, int count) throws Exception {
    Instant deadline = Instant.now().plus(PATIENCE);
    String newest = "0x%064x".formatted(submitted);
    while (true) {
      JsonNode data = read(http, service.uri());
      List<String> changes = data.path("experiments").findValuesAsText("changeHash");
      if (changes.size() == count && changes.contains(newest)) {
        return data;
      }
      assertThat(Instant.now()).as("%s, not %d rows", changes, count).isBefore(deadline);
      Thread.sleep(POLL);
    }
  }

  private static JsonNode read(HttpClient http, URI indexer) throws Exception {
    String body = JSON.writeValueAsString(Map.of("query", READ));
    HttpRequest request =
        HttpRequest.newBuilder(indexer.resolve("/graphql"))
            .POST(BodyPublishers.ofString(body))
            .build();
    return JSON.readTree(http.send(request, BodyHandlers.ofString()).body()).path("data");
  }

  private IndexerConfig config(TestDatabase database, Anvil anvil, DeployedContracts contracts)
      throws Exception {
    Path deployment =
        Files.writeString(folder.resolve("deployment.json"), contracts.deployment().toJson());
    URI socket = URI.create(anvil.url().toString().replace("http:", "ws:"));
    return new IndexerConfig(
        database.config(),
        new IndexerConfig.Chain(
            Optional.of(anvil.url()), Optional.of(socket), List.of(), Optional.empty()),
        deployment.toString(),
        new IndexerConfig.Http("127.0.0.1", 0, 0, true),
        Duration.ofMillis(500),
        100,
        0,
        Duration.ofSeconds(2));
  }
}
