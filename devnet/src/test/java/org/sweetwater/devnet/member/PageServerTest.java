package org.sweetwater.devnet.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hostile page in the same browser may try, and what a member may do wrong. */
class PageServerTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final PageTask YES_OR_NO =
      new PageTask(
          PageSession.view("account", ""),
          given ->
              given.path("account").asText().equals("yes")
                  ? Optional.empty()
                  : Optional.of("say yes"));

  private final PageSession session = new PageSession(Duration.ofSeconds(20));
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private final PageServer server = PageServer.start(session, notes::add);
  private final URI origin = URI.create(server.address().toString().replaceAll("/#.*", ""));
  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService command = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void close() {
    command.shutdownNow();
    http.close();
    server.close();
  }

  private HttpRequest.Builder request(String path, String body) {
    return HttpRequest.newBuilder(origin.resolve(path))
        .header("Origin", origin.toString())
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private String open() throws IOException, InterruptedException {
    String token = server.address().getFragment();
    HttpResponse<String> answer = send(request("/session", "{\"token\":\"" + token + "\"}"));
    assertThat(answer.statusCode()).isEqualTo(200);
    return JSON.readTree(answer.body()).path("session").asText();
  }

  private HttpResponse<String> post(String key, String path, String body)
      throws IOException, InterruptedException {
    return send(request(path, body).header("Authorization", "Bearer " + key));
  }

  private int stepOf(String key, String kind) throws IOException, InterruptedException {
    for (int tries = 0; tries < 200; tries++) {
      JsonNode task = JSON.readTree(post(key, "/task", "{}").body());
      if (task.path("kind").asText().equals(kind)) {
        return task.path("step").asInt();
      }
      Thread.sleep(10);
    }
    throw new AssertionError("the page was never asked for " + kind);
  }

  @Test
  void servesOnePageThatMayLoadNothingFromElsewhere() throws Exception {
    HttpResponse<String> page =
        http.send(HttpRequest.newBuilder(origin.resolve("/")).build(), BodyHandlers.ofString());

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; script-src 'sha256-")
        .contains("connect-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe", "http:", "*");
    assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(page.body())
        .doesNotContain("innerHTML", "http://", "https://", "src=", "eval(", session.token());
  }

  @Test
  void takesAnAnswerThatTheCommandWaitsFor() throws Exception {
    Future<JsonNode> answer = command.submit(() -> session.ask(YES_OR_NO));
    String key = open();
    int step = stepOf(key, "account");

    HttpResponse<String> wrong =
        post(key, "/answer", "{\"step\":%d,\"account\":\"no\"}".formatted(step));
    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("say yes");
    assertThat(answer.isDone()).isFalse();

    String right = "{\"step\":%d,\"account\":\"yes\"}".formatted(step);
    assertThat(post(key, "/answer", right).statusCode()).isEqualTo(200);
    assertThat(answer.get(5, TimeUnit.SECONDS).path("account").asText()).isEqualTo("yes");
    assertThat(post(key, "/answer", right).statusCode()).as("the same again").isEqualTo(409);
  }

  @Test
  void refusesAnAnswerToAnotherStep() throws Exception {
    Future<JsonNode> answer = command.submit(() -> session.ask(YES_OR_NO));
    String key = open();
    int step = stepOf(key, "account");

    assertThat(
            post(key, "/answer", "{\"step\":%d,\"account\":\"yes\"}".formatted(step - 1))
                .statusCode())
        .isEqualTo(409);
    assertThat(answer.isDone()).isFalse();
  }

  @Test
  void opensOnceAndOnlyForItsToken() throws Exception {
    assertThat(send(request("/session", "{\"token\":\"" + "0".repeat(64) + "\"}")).statusCode())
        .isEqualTo(403);
    assertThat(send(request("/session", "{}")).statusCode()).isEqualTo(403);
    open();

    String token = server.address().getFragment();
    HttpResponse<String> second = send(request("/session", "{\"token\":\"" + token + "\"}"));
    assertThat(second.statusCode()).isEqualTo(403);
    assertThat(second.body()).contains("used already");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/task", "/answer", "/note"})
  void refusesWhoeverHasNoKey(String path) throws Exception {
    assertThat(send(request(path, "{}")).statusCode()).isEqualTo(403);
    assertThat(post("", path, "{}").statusCode()).isEqualTo(403);
    String key = open();
    assertThat(post(key + "0", path, "{}").statusCode()).isEqualTo(403);
    assertThat(post(session.token(), path, "{}").statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({"https://evil.example", "http://127.0.0.1:1", "null"})
  void refusesOtherPagesOfTheBrowser(String page) throws Exception {
    String body = "{\"token\":\"" + session.token() + "\"}";

    assertThat(send(request("/session", body).setHeader("Origin", page)).statusCode())
        .isEqualTo(403);
    assertThat(
            send(HttpRequest.newBuilder(origin.resolve("/session"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body)))
                .statusCode())
        .as("no origin at all")
        .isEqualTo(403);
    assertThat(open()).as("the token is still good").isNotEmpty();
  }

  @Test
  void refusesAFormPost() throws Exception {
    String body = "{\"token\":\"" + session.token() + "\"}";

    assertThat(send(request("/session", body).setHeader("Content-Type", "text/plain")).statusCode())
        .isEqualTo(415);
  }

  /** A name of somebody else's that resolves to 127.0.0.1: DNS rebinding. */
  @Test
  void refusesAnotherHostName() throws Exception {
    byte[] request =
        "GET / HTTP/1.1\r\nHost: evil.example:%d\r\nConnection: close\r\n\r\n"
            .formatted(origin.getPort())
            .getBytes(StandardCharsets.US_ASCII);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), origin.getPort())) {
      socket.getOutputStream().write(request);
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 403").doesNotContain("<html");
    }
  }

  @Test
  void refusesTooLargeAndMalformedBodies() throws Exception {
    String key = open();
    String large = "{\"text\":\"" + "x".repeat(PageServer.BODY_BYTES_MAX) + "\"}";

    assertThat(post(key, "/note", large).statusCode()).isEqualTo(413);
    assertThat(post(key, "/note", "{").statusCode()).isEqualTo(400);
    assertThat(post(key, "/note", "[]").statusCode()).isEqualTo(400);
    assertThat(post(key, "/note", "").statusCode()).isEqualTo(400);
    assertThat(notes).isEmpty();
  }

  @Test
  void hasNothingElse() throws Exception {
    assertThat(send(request("/elsewhere", "{}")).statusCode()).isEqualTo(404);
    assertThat(
            http.send(
                    HttpRequest.newBuilder(origin.resolve("/task")).build(),
                    BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(405);
  }

  @Test
  void tellsTheTerminalWhatThePageReportsInOneHarmlessLine() throws Exception {
    post(open(), "/note", "{\"text\":\"the wallet said no\\u001b[2J\\nrm\"}");

    assertThat(notes).containsExactly("the wallet said no\uFFFD[2J\uFFFDrm");
  }

  @Test
  void endsWhenTheMemberCancels() throws Exception {
    Future<JsonNode> answer = command.submit(() -> session.ask(YES_OR_NO));
    String key = open();
    int step = stepOf(key, "account");

    post(key, "/answer", "{\"step\":%d,\"cancelled\":true}".formatted(step));

    assertThatThrownBy(() -> answer.get(5, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseInstanceOf(MemberException.class)
        .hasMessageContaining("cancelled on the page");
  }

  @Test
  void givesUpAMemberWhoDoesNotCome() {
    PageSession impatient = new PageSession(Duration.ofMillis(20));

    assertThatThrownBy(() -> impatient.ask(YES_OR_NO))
        .isInstanceOf(MemberException.class)
        .hasMessageContaining("no answer from the page");
  }

  @Test
  void showsThePageHowItEndedBeforeItGoes() throws Exception {
    String key = open();
    CompletableFuture<Void> ending =
        CompletableFuture.runAsync(
            () -> {
              try {
                session.end(new MemberWallet.Ending(true, "counted"), Duration.ofSeconds(10));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            command);

    assertThat(stepOf(key, "done")).isPositive();
    ending.get(5, TimeUnit.SECONDS);
    assertThat(post(key, "/task", "{}").body()).contains("counted");
  }
}
