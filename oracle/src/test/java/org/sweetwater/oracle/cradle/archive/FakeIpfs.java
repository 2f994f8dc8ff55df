package org.sweetwater.oracle.cradle.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.sweetwater.wrappers.Hash32;

/**
 * A server that answers {@code block/put} and {@code block/get} as Kubo's documentation says, and
 * keeps blocks by their CID.
 */
final class FakeIpfs implements AutoCloseable {
  /** What to do with a request. */
  interface Behaviour {
    void answer(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, byte[]> blocks = new ConcurrentHashMap<>();
  private volatile @Nullable Behaviour instead;

  FakeIpfs() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/api/v0/block/put", exchange -> handle(exchange, this::put));
    server.createContext("/api/v0/block/get", exchange -> handle(exchange, this::get));
    server.start();
  }

  private void handle(HttpExchange exchange, Behaviour usual) throws IOException {
    try (exchange) {
      Behaviour other = instead;
      if (!exchange.getRequestMethod().equals("POST")) {
        send(exchange, 405, "405 - Method Not Allowed".getBytes(UTF_8));
      } else {
        (other == null ? usual : other).answer(exchange);
      }
    }
  }

  private void put(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getQuery();
    if (!query.contains("cid-codec=raw") || !query.contains("mhtype=keccak-256")) {
      send(exchange, 500, error("unexpected options: " + query));
      return;
    }
    byte[] content = file(exchange);
    String cid = Cid.of(Hash32.keccak(content));
    blocks.put(cid, content);
    send(
        exchange,
        200,
        "{\"Key\":\"%s\",\"Size\":%d}\n".formatted(cid, content.length).getBytes(UTF_8));
  }

  /** The only part of a form. */
  private static byte[] file(HttpExchange exchange) throws IOException {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    String boundary = "--" + type.substring(type.indexOf("boundary=") + 9);
    String form = new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1);
    int from = form.indexOf("\r\n\r\n") + 4;
    int to = form.indexOf("\r\n" + boundary + "--\r\n", from - 2);
    if (!form.startsWith(boundary + "\r\n") || to < from) {
      throw new IOException("not a form: " + form);
    }
    return form.substring(from, to).getBytes(ISO_8859_1);
  }

  private void get(HttpExchange exchange) throws IOException {
    String cid = exchange.getRequestURI().getQuery().replaceAll("^arg=|&.*", "");
    byte[] block = blocks.get(cid);
    if (block == null) {
      send(
          exchange,
          500,
          error("block was not found locally (offline): ipld: could not find " + cid));
    } else {
      send(exchange, 200, block);
    }
  }

  static byte[] error(String message) {
    return "{\"Message\":\"%s\",\"Code\":0,\"Type\":\"error\"}\n"
        .formatted(message)
        .getBytes(UTF_8);
  }

  static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  /** Answers all requests so from now on. */
  void answers(int status, byte[] body) {
    instead = exchange -> send(exchange, status, body);
  }

  /** Sends the head at once, and no body until the server is closed. */
  void stopsInTheMiddle() {
    instead =
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          try {
            closed.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
  }

  Map<String, byte[]> blocks() {
    return blocks;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
