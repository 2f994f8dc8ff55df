package org.sweetwater.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Asks the indexer's GraphQL, as any frontend does. */
final class IndexerApi implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final URI graphql;

  /** An API at the indexer's base address. */
  IndexerApi(URI indexer) {
    this.graphql = indexer.resolve("/graphql");
  }

  /**
   * Runs a query.
   *
   * @return the answer's {@code data}
   * @throws DevnetException when the indexer cannot be reached or answers with errors
   */
  JsonNode query(String query, Map<String, Object> variables) throws InterruptedException {
    try {
      String body = JSON.writeValueAsString(Map.of("query", query, "variables", variables));
      HttpRequest request =
          HttpRequest.newBuilder(graphql)
              .timeout(TIMEOUT)
              .header("content-type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      JsonNode answer =
          JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
      if (answer.hasNonNull("errors")) {
        throw new DevnetException("the indexer refused a query: " + answer.get("errors"));
      }
      return answer.path("data");
    } catch (IOException e) {
      throw new DevnetException(
          "the indexer at %s did not answer: %s".formatted(graphql, e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
