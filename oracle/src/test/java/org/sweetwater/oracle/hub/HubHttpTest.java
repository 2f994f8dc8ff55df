package org.sweetwater.oracle.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetwater.oracle.hub.TestHub.Answer;

/** What does not look like a Snapshot request. */
class HubHttpTest {
  private static TestHub hub;

  @BeforeAll
  static void start() {
    hub = TestHub.start();
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  static Stream<byte[]> hostileBodies() {
    return Stream.of(
            "",
            "null",
            "[]",
            "{}",
            "{\"address\":1}",
            "not json",
            "{\"address\":\"0x0\",\"sig\":\"0x\",\"data\":{}}",
            "[".repeat(400_000),
            "{\"a\":".repeat(100_000),
            "{\"a\":1e400}",
            "{\"a\":" + "9".repeat(900_000) + "}",
            "\"" + "\\u0041".repeat(100_000) + "\"",
            "\u0000\u0001")
        .map(text -> text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @MethodSource("hostileBodies")
  void refusesHostileBodiesInSnapshotsForm(byte[] body) {
    Answer answer = hub.post("/", body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("error").asText()).isEqualTo("client_error");
    assertThat(answer.error()).isEqualTo("wrong envelope format");
    assertThat(answer.body().toString()).hasSizeLessThan(1200).doesNotContain("Exception", "at ");
  }

  @ParameterizedTest
  @MethodSource("hostileBodies")
  void refusesHostileQueries(byte[] body) {
    Answer answer = hub.post("/graphql", body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("errors")).isNotEmpty();
  }

  @Test
  void refusesABodyBeyondTheLimit() {
    for (String path : new String[] {"/", "/graphql"}) {
      Answer answer = hub.post(path, new byte[1_000_001]);
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.error()).isEqualTo("too large message");
      assertThat(answer.body().path("detail").asText()).contains("1000000 bytes");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/nothing", "/ipfs/bafkreinothing", "/ipfs/a%00b", "/graphql/x", "/..%2f..%2fetc"})
  void answersUnknownPathsWithAProblem(String path) throws Exception {
    HttpResponse<String> answer = hub.get(path);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
    JsonNode problem = TestHub.JSON.readTree(answer.body());
    assertThat(problem.path("status").asInt()).isEqualTo(404);
    assertThat(problem.path("title").asText()).isEqualTo("Not Found");
    assertThat(problem.path("detail").asText()).isNotEmpty();
  }

  @Test
  void refusesOtherMethods() {
    Answer answer =
        TestHub.json(
            hub.send(HttpRequest.newBuilder(hub.uri()).PUT(BodyPublishers.ofString("{}"))));
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.error()).contains("PUT");
  }

  @Test
  void takesQueriesByGet() throws Exception {
    String query = URLEncoder.encode("query q($id: String!) { space(id: $id) { id } }", UTF_8);
    String variables = URLEncoder.encode("{\"id\":\"test.eth\"}", UTF_8);
    HttpResponse<String> answer =
        hub.get("/graphql?query=" + query + "&variables=" + variables + "&operationName=q");
    assertThat(answer.body()).isEqualTo("{\"data\":{\"space\":{\"id\":\"test.eth\"}}}");
    assertThat(hub.get("/graphql").statusCode()).isEqualTo(400);
    assertThat(hub.get("/graphql?query=x&variables=%7B").statusCode()).isEqualTo(400);
  }

  @Test
  void letsBrowsersOfAnyOriginAsk() {
    HttpRequest.Builder preflight =
        HttpRequest.newBuilder(hub.uri().resolve("/graphql"))
            .method("OPTIONS", BodyPublishers.noBody())
            .header("Origin", "https://vote.example.org")
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", "content-type");
    HttpResponse<String> answer = hub.send(preflight);
    assertThat(answer.statusCode()).isBetween(200, 204);
    assertThat(answer.headers().firstValue("access-control-allow-origin")).isPresent();
    assertThat(answer.headers().firstValue("access-control-allow-methods").orElse(""))
        .contains("POST");
  }

  @Test
  void tellsWhatItIsAndHowItIs() throws Exception {
    JsonNode about = TestHub.JSON.readTree(hub.get("/").body());
    assertThat(about.path("name").asText()).isEqualTo("sweetwater-hub");
    assertThat(about.path("space").asText()).isEqualTo("test.eth");
    assertThat(hub.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(hub.get("/health/ready").body()).contains("\"database\":\"UP\"");
    hub.post("/", "{}".getBytes(UTF_8));
    assertThat(hub.get("/metrics").body())
        .contains(
            "sweetwater_hub_messages_total{outcome=\"refused\",reason=\"WRONG_ENVELOPE_FORMAT\"}")
        .contains("sweetwater_hub_requests_seconds_count{endpoint=\"sequencer\"");
  }

  @Test
  void isNotReadyWithoutItsChain() {
    try (TestHub down = TestHub.start()) {
      down.chain.fail(true);
      HttpResponse<String> answer = down.get("/health/ready");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("\"chain\":\"DOWN\"").contains("\"database\":\"UP\"");
      assertThat(down.get("/health/live").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void limitsRequestsPerMinuteAndAddress() {
    try (TestHub limited =
        TestHub.start(
            config ->
                new HubConfig(
                    config.database(),
                    config.chain(),
                    config.deployment(),
                    config.http(),
                    config.space(),
                    config.relayerKey(),
                    config.maxBodyBytes(),
                    3,
                    config.requestTimeout(),
                    config.refusalsKept()))) {
      for (int request = 0; request < 3; request++) {
        HttpResponse<String> answer = limited.get("/");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("ratelimit-remaining"))
            .contains(String.valueOf(2 - request));
      }
      Answer refused = limited.graphql("{ spaces { id } }");
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.body().path("error").asText()).isEqualTo("unauthorized");
      assertThat(refused.error())
          .isEqualTo(
              "too many requests, refer to https://docs.snapshot.box/tools/api/api-keys#limits");
      assertThat(limited.get("/health/live").statusCode()).isEqualTo(200);
      limited.clock.advance(Duration.ofMinutes(1));
      assertThat(limited.get("/").statusCode()).isEqualTo(200);
    }
  }

  /** A client that sends half a request and waits does not stop others. */
  @Test
  void servesOthersWhileOneClientDawdles() throws Exception {
    try (Socket slow = new Socket(hub.uri().getHost(), hub.uri().getPort())) {
      slow.getOutputStream()
          .write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{".getBytes(UTF_8));
      slow.getOutputStream().flush();
      assertThat(hub.get("/").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void refusesAnEndlessHeader() throws Exception {
    try (Socket socket = new Socket(hub.uri().getHost(), hub.uri().getPort())) {
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      request.writeBytes("GET / HTTP/1.1\r\nHost: x\r\nX: ".getBytes(UTF_8));
      request.writeBytes("y".repeat(100_000).getBytes(UTF_8));
      request.writeBytes("\r\n\r\n".getBytes(UTF_8));
      socket.getOutputStream().write(request.toByteArray());
      byte[] answer = socket.getInputStream().readNBytes(12);
      assertThat(new String(answer, UTF_8)).startsWith("HTTP/1.1 431");
    }
  }
}
