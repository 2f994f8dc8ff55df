package org.sweetwater.oracle.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A node that gives one answer to each JSON-RPC method, and remembers what it was asked. */
final class FakeRpc implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  FakeRpc(long chainId) {
    answerResult("eth_chainId", "\"0x%x\"".formatted(chainId));
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  void answerResult(String method, String json) {
    answers.put(method, "\"result\":" + json);
  }

  void answerError(String method, int code, String data) {
    answers.put(
        method,
        "\"error\":{\"code\":%d,\"message\":\"refused\",\"data\":\"%s\"}".formatted(code, data));
  }

  void answerFailure(String method, int code, String message) {
    answers.put(method, "\"error\":{\"code\":%d,\"message\":\"%s\"}".formatted(code, message));
  }

  /** The parameters of the last call of a method. */
  JsonNode lastParams(String method) {
    return asked.stream()
        .filter(request -> request.path("method").asText().equals(method))
        .reduce((earlier, later) -> later)
        .orElseThrow()
        .path("params");
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    JsonNode request = JSON.readTree(exchange.getRequestBody());
    asked.add(request);
    String answer = answers.getOrDefault(request.path("method").asText(), "\"result\":null");
    byte[] body =
        "{\"jsonrpc\":\"2.0\",\"id\":%s,%s}"
            .formatted(request.path("id"), answer)
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("content-type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
