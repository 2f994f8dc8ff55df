package org.sweetwater.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The client's side of {@code graphql-transport-ws}. */
final class SubscriptionClient implements WebSocket.Listener, AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration QUIET = Duration.ofMillis(300);

  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder();
  private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();

  private SubscriptionClient() {}

  /** Connects to an indexer's base address, and waits until the server is ready. */
  static SubscriptionClient connect(HttpClient http, URI indexer) throws Exception {
    SubscriptionClient client = new SubscriptionClient();
    URI uri = URI.create(indexer.toString().replace("http:", "ws:") + "/graphql");
    http.newWebSocketBuilder()
        .subprotocols("graphql-transport-ws")
        .buildAsync(uri, client)
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    client.send("{\"type\":\"connection_init\"}");
    assertThat(client.take().path("type").asText()).isEqualTo("connection_ack");
    return client;
  }

  @Override
  public void onOpen(WebSocket opened) {
    socket.complete(opened);
    opened.request(1);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      messages.add(text.toString());
      text.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return null;
  }

  void send(String message) throws Exception {
    socket.join().sendText(message, true).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  void subscribe(String id, String query, Map<String, Object> variables) throws Exception {
    Map<String, Object> payload = Map.of("query", query, "variables", variables);
    send(JSON.writeValueAsString(Map.of("type", "subscribe", "id", id, "payload", payload)));
  }

  JsonNode next(String id) throws Exception {
    JsonNode message = take();
    assertThat(message.path("type").asText()).as("%s", message).isEqualTo("next");
    assertThat(message.path("id").asText()).isEqualTo(id);
    return message;
  }

  JsonNode take() throws Exception {
    String message = messages.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(message).as("a message in time").isNotNull();
    return JSON.readTree(message);
  }

  /** The next message; empty when none comes within this time. */
  Optional<JsonNode> poll(Duration most) throws Exception {
    String message = messages.poll(most.toMillis(), TimeUnit.MILLISECONDS);
    return message == null ? Optional.empty() : Optional.of(JSON.readTree(message));
  }

  /** The code with which the server closes the connection. */
  int awaitClosed() throws Exception {
    return closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  void awaitNothing() throws Exception {
    assertThat(messages.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS)).isNull();
  }

  @Override
  public void close() {
    socket.join().abort();
  }
}
