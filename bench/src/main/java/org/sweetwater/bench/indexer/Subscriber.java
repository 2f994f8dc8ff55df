package org.sweetwater.bench.indexer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.util.concurrent.CountDownLatch;

/** A frontend that follows the votes over {@code graphql-transport-ws}. */
final class Subscriber implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String QUERY =
      "subscription { votes { cursor row { id voter choice power blockNumber } } }";

  private final Moments told = new Moments();
  private final CountDownLatch accepted = new CountDownLatch(1);
  private final TextSocket socket;

  private Subscriber(URI uri) {
    this.socket =
        TextSocket.open(
            uri, (from, message, nanos) -> hear(message, nanos), "graphql-transport-ws");
  }

  /** Subscribes at an indexer's base address. */
  static Subscriber start(URI indexer) throws InterruptedException {
    Subscriber subscriber =
        new Subscriber(URI.create(indexer.toString().replaceFirst("^http", "ws") + "/graphql"));
    subscriber.socket.send("{\"type\":\"connection_init\"}");
    subscriber.accepted.await();
    subscriber.socket.send(
        "{\"id\":\"1\",\"type\":\"subscribe\",\"payload\":{\"query\":\"%s\"}}".formatted(QUERY));
    return subscriber;
  }

  /** When the first row of each block was there. */
  Moments told() {
    return told;
  }

  private void hear(String message, long nanos) {
    JsonNode json;
    try {
      json = JSON.readTree(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not JSON: " + message, e);
    }
    if (json.path("type").asText().equals("error")) {
      told.fail(message);
    }
    accepted.countDown();
    for (JsonNode change : json.at("/payload/data/votes")) {
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
