package org.sweetwater.devnet.ballot;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Asks a GraphQL endpoint that may lie, be slow, or not be there. */
final class GraphQl implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final long BODY_BYTES_MAX = 16 * 1024 * 1024;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final URI endpoint;

  /** The endpoint below a service's base address. */
  GraphQl(URI base) {
    this.endpoint = base.resolve("/graphql");
  }

  /** Where it asks. */
  URI endpoint() {
    return endpoint;
  }

  /** What came back. */
  sealed interface Answer {
    /** The answer's {@code data}. */
    record Data(JsonNode data) implements Answer {}

    /** Nothing that can be used, and why, in one line. */
    record Silence(String why) implements Answer {}
  }

  Answer ask(String query, Map<String, Object> variables) throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(endpoint)
              .timeout(TIMEOUT)
              .header("content-type", "application/json")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      JSON.writeValueAsString(Map.of("query", query, "variables", variables))))
              .build();
      HttpResponse<byte[]> response =
          http.send(
              request,
              HttpResponse.BodyHandlers.limiting(
                  HttpResponse.BodyHandlers.ofByteArray(), BODY_BYTES_MAX));
      JsonNode answer = JSON.readTree(response.body());
      return answer.hasNonNull("errors") || !answer.hasNonNull("data")
          ? new Answer.Silence("%s refused: %s".formatted(endpoint, reason(answer)))
          : new Answer.Data(answer.get("data"));
    } catch (JacksonException e) {
      return new Answer.Silence("%s did not answer in JSON".formatted(endpoint));
    } catch (IOException e) {
      return new Answer.Silence("%s did not answer: %s".formatted(endpoint, Text.line(e)));
    }
  }

  private static String reason(JsonNode answer) {
    return Text.line(answer.at("/errors/0/message").asText("no data"));
  }

  @Override
  public void close() {
    http.close();
  }
}
