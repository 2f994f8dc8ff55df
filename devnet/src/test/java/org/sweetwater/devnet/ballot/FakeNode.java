package org.sweetwater.devnet.ballot;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A node with empty blocks that answers for so many of them at a time and no more, as Besu does.
 */
final class FakeNode implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final List<Range> answered = new CopyOnWriteArrayList<>();
  private final long head;
  private final long rangeMax;
  private final HttpServer server;

  /**
   * A node.
   *
   * @param rangeMax the most that {@code toBlock - fromBlock} may be
   */
  FakeNode(long head, long rangeMax) {
    this.head = head;
    this.rangeMax = rangeMax;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  /** Blocks that it gave the logs of, both ends included. */
  record Range(long from, long to) {}

  List<Range> answered() {
    return List.copyOf(answered);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody());
    String answer =
        switch (request.path("method").asText()) {
          case "eth_chainId" -> "\"result\":\"0x539\"";
          case "eth_blockNumber" -> "\"result\":\"0x%x\"".formatted(head);
          case "eth_getLogs" -> logs(request.at("/params/0"));
          default -> "\"result\":null";
        };
    byte[] body =
        "{\"jsonrpc\":\"2.0\",\"id\":%s,%s}".formatted(request.path("id"), answer).getBytes(UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String logs(JsonNode filter) {
    Range range =
        new Range(
            Long.decode(filter.path("fromBlock").asText()),
            Long.decode(filter.path("toBlock").asText()));
    if (range.to() > head) {
      return "\"error\":{\"code\":-32602,\"message\":\"Invalid params\"}";
    }
    if (range.to() - range.from() > rangeMax) {
      return "\"error\":{\"code\":-32005,\"message\":\"Requested range exceeds maximum RPC range limit\"}";
    }
    answered.add(range);
    return "\"result\":[]";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
