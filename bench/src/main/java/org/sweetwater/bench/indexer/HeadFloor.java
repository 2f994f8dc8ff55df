package org.sweetwater.bench.indexer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.util.concurrent.CountDownLatch;

/**
 * The floor: on each new head it asks for the block's logs, on the same connection, and prints the
 * block's number and how many logs there were.
 */
final class HeadFloor {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String HEADS =
      "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"eth_subscribe\",\"params\":[\"newHeads\"]}";

  private final String address;

  private HeadFloor(String address) {
    this.address = address;
  }

  /** Takes the node's WebSocket and the address whose logs are wanted. */
  public static void main(String[] args) throws InterruptedException {
    HeadFloor floor = new HeadFloor(args[1]);
    try (TextSocket socket =
        TextSocket.open(URI.create(args[0]), (from, message, _) -> floor.hear(from, message))) {
      socket.send(HEADS);
      new CountDownLatch(1).await();
    }
  }

  private void hear(TextSocket socket, String message) {
    JsonNode json;
    try {
      json = JSON.readTree(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not JSON: " + message, e);
    }
    JsonNode head = json.at("/params/result");
    if (head.has("hash")) {
      socket.send(
          "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"eth_getLogs\",\"params\":[{\"blockHash\":\"%s\",\"address\":\"%s\"}]}"
              .formatted(
                  Long.decode(head.path("number").asText()), head.path("hash").asText(), address));
    } else if (json.path("result").isArray()) {
      System.out.println(json.path("id").asLong() + " " + json.path("result").size());
    } else {
      System.out.println("listening");
    }
  }
}
