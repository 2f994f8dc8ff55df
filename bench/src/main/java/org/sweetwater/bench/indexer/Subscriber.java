package org.sweetwater.bench.indexer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** A frontend that follows the votes over {@code graphql-transport-ws}. */
final class Subscriber implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String SUBSCRIBE =
      "{\"id\":\"%s\",\"type\":\"subscribe\",\"payload\":{\"query\":\"%s\",\"variables\":{\"after\":\"%s\"}}}";
  private static final String META = "{ _meta { cursor } }";
  private static final String VOTES =
      "subscription($after: String) { votes(after: $after) { cursor row { id voter choice power blockNumber } } }";

  private final Moments told = new Moments();
  private final CompletableFuture<String> begun = new CompletableFuture<>();
  private final TextSocket socket;

  private Subscriber(URI uri) {
    this.socket = TextSocket.open(uri, this::receive, "graphql-transport-ws");
  }

  /** Subscribes at an indexer's base address to what comes after its present head. */
  static Subscriber start(URI indexer) {
    Subscriber subscriber =
        new Subscriber(URI.create(indexer.toString().replaceFirst("^http", "ws") + "/graphql"));
    subscriber.socket.send("{\"type\":\"connection_init\"}");
    subscriber.socket.send(SUBSCRIBE.formatted("vote-changes", VOTES, subscriber.begun.join()));
    return subscriber;
  }

  /** When the first row of each block was there. */
  Moments told() {
    return told;
  }

  private void receive(TextSocket from, String message, long nanos) {
    JsonNode json;
    try {
      json = JSON.readTree(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not JSON: " + message, e);
    }
    switch (json.path("type").asText()) {
      case "connection_ack" -> from.send(SUBSCRIBE.formatted("head", META, ""));
      case "error" -> {
        told.fail(message);
        begun.completeExceptionally(new IllegalStateException(message));
      }
      default -> hear(json.at("/payload/data"), nanos);
    }
  }

  private void hear(JsonNode data, long nanos) {
    if (data.at("/_meta/cursor").isTextual()) {
      begun.complete(data.at("/_meta/cursor").textValue());
    }
    for (JsonNode change : data.path("votes")) {
      if (change.hasNonNull("row")) {
        told.put(change.at("/row/blockNumber").asLong(), nanos);
      }
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
