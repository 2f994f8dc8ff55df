package org.sweetwater.indexer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A node on chain 31337 that gives one fixed answer to each method. */
public final class FakeRpc implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, String> answers = new ConcurrentHashMap<>();

  /** Listens on a free port. */
  public FakeRpc() {
    result("eth_chainId", "\"0x7a69\"");
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/",
        exchange -> {
          JsonNode request = new ObjectMapper().readTree(exchange.getRequestBody().readAllBytes());
          String answer =
              "{\"jsonrpc\":\"2.0\",\"id\":%s,%s}"
                  .formatted(
                      request.path("id"),
                      answers.getOrDefault(request.path("method").asText(), "\"result\":null"));
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("content-type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  /** From now on a method has this result, in JSON. */
  public void result(String method, String json) {
    answers.put(method, "\"result\":" + json);
  }

  /** From now on a method fails. */
  public void error(String method, int code, String message) {
    answers.put(method, "\"error\":{\"code\":%d,\"message\":\"%s\"}".formatted(code, message));
  }

  /** Where it listens. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
