package org.sweetwater.devnet.ballot;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** An indexer or a hub that says what it is told to say. */
final class FakeService implements AutoCloseable {
  private final Map<String, String> answers = new LinkedHashMap<>();
  private final HttpServer server;

  FakeService() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/graphql",
        exchange -> {
          String question = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
          byte[] body = answerTo(question).getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  /** Answers every question that contains {@code words} with this body. */
  FakeService answer(String words, String body) {
    answers.put(words, body);
    return this;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private String answerTo(String question) {
    return answers.entrySet().stream()
        .filter(answer -> question.contains(answer.getKey()))
        .findFirst()
        .map(Map.Entry::getValue)
        .orElse("{\"errors\":[{\"message\":\"nobody taught me that\"}]}");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
