package org.sweetwater.bench.indexer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.sweetwater.bench.Progress;

/**
 * What {@code ./sw bench queries} asks of us, asked of a Ponder that has indexed the same events:
 * over as many connections, each with its next request as soon as it is answered.
 */
final class PonderQueries {
  private static final int CONNECTIONS = 32;
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration ASK_MAX = Duration.ofSeconds(30);
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http;
  private final URI graphql;

  PonderQueries(HttpClient http, URI graphql) {
    this.http = http;
    this.graphql = graphql;
  }

  /**
   * One kind of query.
   *
   * @param rows rows in each answer, so that an empty one is not taken for a quick one
   */
  private record Question(String name, String query, ObjectNode variables, int rows) {
    String body() {
      return JSON.createObjectNode()
          .put("query", query)
          .<ObjectNode>set("variables", variables)
          .toString();
    }
  }

  /**
   * What a kind of query was answered with.
   *
   * @param name as in the figures of {@code queries}
   */
  record Outcome(String name, double rps, double p99Ms) {}

  /** Asks each kind of query for this long. */
  List<Outcome> run(Duration time) throws IOException, InterruptedException {
    List<Outcome> outcomes = new ArrayList<>();
    for (Question question : questions()) {
      Progress.say("asking Ponder: " + question.name());
      ask(question, WARM_UP);
      outcomes.add(ask(question, time));
    }
    return outcomes;
  }

  /** Every request of a kind asks for the same rows, which is easiest for a cache. */
  private List<Question> questions() throws IOException, InterruptedException {
    JsonNode vote = data("{ votes(limit: 1) { items { ballotId voter } } }").at("/votes/items/0");
    String ballot = vote.path("ballotId").asText();
    return List.of(
        new Question(
            "vote",
            "query($b: String!, $v: String!) { vote(ballotId: $b, voter: $v) { ballotId voter voteId"
                + " choice power votedAt blockNumber transactionHash logIndex } }",
            JSON.createObjectNode().put("b", ballot).put("v", vote.path("voter").asText()),
            1),
        new Question(
            "page",
            "query($b: String!) { votes(limit: 100, orderBy: \"power\", orderDirection: \"desc\","
                + " where: {ballotId: $b}) { items { voter choice power votedAt blockNumber"
                + " transactionHash logIndex } } }",
            JSON.createObjectNode().put("b", ballot),
            100),
        new Question(
            "leaderboard",
            "{ voters(limit: 100, orderBy: \"powerCast\", orderDirection: \"desc\") { items { id"
                + " powerCast ballots votesCounted } } }",
            JSON.createObjectNode(),
            100));
  }

  private JsonNode data(String query) throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("query", query);
    return JSON.readTree(answer(body.toString())).path("data");
  }

  private String answer(String body) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(graphql)
                .timeout(ASK_MAX)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    if (response.statusCode() != 200 || response.body().contains("\"errors\"")) {
      throw new IllegalStateException("ponder did not answer: " + response.body());
    }
    return response.body();
  }

  private Outcome ask(Question question, Duration time) throws IOException, InterruptedException {
    String body = question.body();
    requireRows(question, answer(body));
    long end = System.nanoTime() + time.toNanos();
    List<Callable<List<Long>>> askers = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      askers.add(() -> askUntil(end, body));
    }
    List<Long> nanos = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<List<Long>> asker : threads.invokeAll(askers)) {
        nanos.addAll(asker.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("ponder could not be asked", e);
    }
    nanos.sort(null);
    return new Outcome(
        question.name(),
        nanos.size() / (time.toNanos() / 1e9),
        nanos.get(nanos.size() * 99 / 100) / 1e6);
  }

  /** How long each answer took; what is answered after the end does not count. */
  private List<Long> askUntil(long end, String body) throws IOException, InterruptedException {
    List<Long> nanos = new ArrayList<>();
    long asked = System.nanoTime();
    while (asked < end) {
      answer(body);
      long answered = System.nanoTime();
      if (answered < end) {
        nanos.add(answered - asked);
      }
      asked = answered;
    }
    return nanos;
  }

  private static void requireRows(Question question, String answer) throws IOException {
    JsonNode found = JSON.readTree(answer).path("data").elements().next();
    int rows = question.rows() == 1 ? 1 : found.path("items").size();
    if (found.isNull() || rows != question.rows()) {
      throw new IllegalStateException(
          "%s: expected %d rows, found %s".formatted(question.name(), question.rows(), answer));
    }
  }
}
