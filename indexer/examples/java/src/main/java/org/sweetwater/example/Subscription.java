package org.sweetwater.example;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Follows a list over WebSocket. After a lost connection it connects again and goes on behind the
 * last change: the server tells what was missed.
 *
 * @param query a subscription with the variable {@code $after}
 * @param type of a message's data
 * @param changes the list of changes in it
 * @see <a href="https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md">GraphQL over
 *     WebSocket Protocol</a>
 */
record Subscription<M, C extends Subscription.Change>(
    Api api, String query, Class<M> type, Function<M, List<C>> changes) {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** What one change must have. */
  interface Change {
    /** Given as {@code after}, the server goes on behind this change. */
    String cursor();
  }

  /**
   * Hands out changes, message by message, until {@code listener} has enough.
   *
   * @param after the cursor to begin behind
   * @param listener false ends it
   * @throws ApiException when the server refuses; {@code CURSOR_EXPIRED}: read everything anew
   */
  void follow(String after, Predicate<List<C>> listener) throws InterruptedException {
    String cursor = after;
    while (true) {
      Connection connection = new Connection();
      try {
        connection.open(cursor);
        JsonNode message = connection.take();
        while (!message.path("type").asText().equals("closed")) {
          List<C> told = changes.apply(Api.JSON.treeToValue(data(message), type));
          cursor = told.getLast().cursor();
          if (!listener.test(told)) {
            return;
          }
          message = connection.take();
        }
      } catch (IOException | CompletionException e) {
        System.err.println("no connection: " + e.getMessage());
      } finally {
        connection.close();
      }
      Thread.sleep(PAUSE);
    }
  }

  private static JsonNode data(JsonNode message) {
    JsonNode payload = message.path("payload");
    JsonNode errors = payload.isArray() ? payload : payload.path("errors");
    if (!errors.isEmpty()) {
      throw ApiException.of(errors);
    }
    return payload.path("data");
  }

  /** One WebSocket: what the server sends, until it closes. */
  private final class Connection implements WebSocket.Listener {
    private static final String INIT = "{\"type\":\"connection_init\"}";

    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private @Nullable WebSocket socket;

    void open(String after) throws IOException {
      ObjectNode subscribe = Api.JSON.createObjectNode().put("id", "1").put("type", "subscribe");
      ObjectNode payload = subscribe.putObject("payload").put("query", query);
      payload.putObject("variables").put("after", after);
      WebSocket opened =
          api.http()
              .newWebSocketBuilder()
              .subprotocols("graphql-transport-ws")
              .buildAsync(URI.create(api.url().toString().replaceFirst("^http", "ws")), this)
              .join();
      socket = opened;
      opened.sendText(INIT, true).join();
      opened.sendText(Api.JSON.writeValueAsString(subscribe), true).join();
    }

    /** The next message that matters. */
    JsonNode take() throws InterruptedException {
      while (true) {
        JsonNode message = messages.take();
        switch (message.path("type").asText()) {
          case "next", "error", "closed" -> {
            return message;
          }
          case "ping" -> send("{\"type\":\"pong\"}");
          default -> {
            // connection_ack and pong need no answer; complete follows an error only.
          }
        }
      }
    }

    private void send(String message) {
      WebSocket open = socket;
      if (open != null) {
        open.sendText(message, true).join();
      }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        try {
          messages.add(Api.JSON.readTree(text.toString()));
        } catch (JsonProcessingException e) {
          closed();
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closed();
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      closed();
    }

    private void closed() {
      messages.add(Api.JSON.createObjectNode().put("type", "closed"));
    }

    void close() {
      WebSocket open = socket;
      if (open != null) {
        open.abort();
      }
    }
  }
}
