package org.sweetwater.example;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/**
 * Asks an indexer, with records for answers.
 *
 * @param url for example {@code http://127.0.0.1:8542/graphql}
 */
record Api(HttpClient http, URI url) {
  /** A record without a value that the answer lacks would be a lie: both must fit. */
  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /**
   * Runs a query.
   *
   * @param type a record with a component for each root field
   * @throws ApiException when the answer holds errors
   */
  <T> T ask(String query, Map<String, ?> variables, Class<T> type)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(TIMEOUT)
            .header("content-type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    JSON.writeValueAsString(Map.of("query", query, "variables", variables))))
            .build();
    JsonNode answer =
        JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    if (answer.has("errors")) {
      throw ApiException.of(answer.path("errors"));
    }
    return JSON.treeToValue(answer.path("data"), type);
  }
}
