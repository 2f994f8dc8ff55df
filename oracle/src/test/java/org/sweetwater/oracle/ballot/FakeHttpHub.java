package org.sweetwater.oracle.ballot;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server that does with every request what the test says. */
final class FakeHttpHub implements AutoCloseable {
  /** What to do with a request. */
  interface Behaviour {
    void answer(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private volatile Behaviour behaviour = json(200, "{\"data\":{}}");

  FakeHttpHub() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.setExecutor(threads);
    server.createContext(
        "/graphql",
        exchange -> {
          try (exchange) {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            behaviour.answer(exchange);
          }
        });
    server.start();
  }

  void does(Behaviour next) {
    behaviour = next;
  }

  void answers(int status, String body) {
    does(json(status, body));
  }

  private static Behaviour json(int status, String body) {
    return bytes(status, body.getBytes(UTF_8));
  }

  static Behaviour bytes(int status, byte[] body) {
    return exchange -> {
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    };
  }

  /** Sends no byte until the hub is closed. */
  void neverAnswers() {
    does(exchange -> await());
  }

  /** Sends the head and the first bytes at once, and no more until the hub is closed. */
  void stopsInTheMiddle() {
    does(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("{\"data\":".getBytes(UTF_8));
          exchange.getResponseBody().flush();
          await();
        });
  }

  private void await() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The bodies of all requests so far. */
  List<String> requests() {
    return bodies;
  }

  URI url() {
    return URI.create(
        "http://key@127.0.0.1:" + server.getAddress().getPort() + "/graphql?apiKey=secret");
  }

  String shown() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
