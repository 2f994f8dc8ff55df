package org.sweetwater.indexer.graphql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.ServerWebSocket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection in the protocol {@code graphql-transport-ws}. Messages are read on the
 * event loop; each operation runs on a virtual thread of its own.
 *
 * @see <a href="https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md">GraphQL over
 *     WebSocket Protocol</a>
 */
final class SocketSession {
  /** Operations under way at once on one connection. */
  static final int OPERATIONS_MAX = 20;

  private static final Logger LOG = LoggerFactory.getLogger(SocketSession.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final ServerWebSocket socket;
  private final SocketWriter writer;
  private final Server server;
  private final Map<String, Thread> operations = new ConcurrentHashMap<>();
  private volatile boolean isInitialised;

  /**
   * What all connections share.
   *
   * @param rate counts each operation as a request of the client
   */
  record Server(
      GraphQlEngine engine, CommitFeed feed, PersistedQueries persisted, RequestRate rate) {}

  SocketSession(ServerWebSocket socket, Server server) {
    this.socket = socket;
    this.writer = new SocketWriter(socket);
    this.server = server;
  }

  boolean isInitialised() {
    return isInitialised;
  }

  /** Ends every operation. */
  void end() {
    operations.values().forEach(Thread::interrupt);
    operations.clear();
  }

  /** Takes a message of the client. */
  void receive(String text) {
    try {
      JsonNode message = JSON.readTree(text);
      switch (message.path("type").asText()) {
        case "connection_init" -> initialise();
        case "ping" -> writer.writeNow("{\"type\":\"pong\"}");
        case "pong" -> LOG.trace("pong");
        case "subscribe" -> subscribe(message);
        case "complete" -> cancel(message.path("id").asText());
        default -> CloseCode.INVALID_MESSAGE.close(socket);
      }
    } catch (JsonProcessingException e) {
      LOG.debug("not JSON over WebSocket: reason={}", e.getOriginalMessage());
      CloseCode.INVALID_MESSAGE.close(socket);
    }
  }

  private void initialise() {
    if (isInitialised) {
      CloseCode.TOO_MANY_INITIALISATIONS.close(socket);
      return;
    }
    isInitialised = true;
    writer.writeNow("{\"type\":\"connection_ack\"}");
  }

  private void cancel(String id) {
    Thread operation = operations.remove(id);
    if (operation != null) {
      operation.interrupt();
    }
  }

  private void subscribe(JsonNode message) {
    String id = message.path("id").asText();
    if (!isInitialised) {
      CloseCode.UNAUTHORIZED.close(socket);
    } else if (id.isEmpty()) {
      CloseCode.INVALID_MESSAGE.close(socket);
    } else if (operations.containsKey(id)) {
      CloseCode.SUBSCRIBER_EXISTS.close(socket);
    } else if (operations.size() >= OPERATIONS_MAX) {
      writer.writeNow(
          error(
              id,
              "expected at most %d operations at once on a connection".formatted(OPERATIONS_MAX),
              "TOO_MANY_SUBSCRIPTIONS"));
    } else if (!server.rate().allows(socket.remoteAddress().hostAddress())) {
      writer.writeNow(
          error(
              id,
              "too many requests from this address; ask again in a second",
              ApiException.Code.RATE_LIMITED.name()));
    } else {
      begin(id, message.path("payload"));
    }
  }

  private void begin(String id, JsonNode payload) {
    GraphQlRequest request;
    try {
      request = GraphQlRequest.from(server.persisted().resolve(payload));
    } catch (ApiException e) {
      writer.writeNow(error(id, String.valueOf(e.getMessage()), e.code().name()));
      return;
    } catch (IllegalArgumentException e) {
      writer.writeNow(error(id, String.valueOf(e.getMessage()), "BAD_REQUEST"));
      return;
    }
    Thread thread = Thread.ofVirtual().name("graphql-" + id).unstarted(() -> run(id, request));
    operations.put(id, thread);
    thread.start();
  }

  private void run(String id, GraphQlRequest request) {
    try {
      if (server.engine().isSubscription(request)) {
        follow(id, request);
      } else {
        Map<String, Object> answer =
            server.engine().execute(request.query(), request.operationName(), request.variables());
        if (tell(id, answer)) {
          complete(id);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("operation ended: id={} reason={}", id, e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("graphql_request_failed", e);
      writer.writeNow(error(id, "internal error", "INTERNAL"));
    } finally {
      operations.remove(id, Thread.currentThread());
    }
  }

  /** Tells what is new, waits for the next commit, and so on until the client has enough. */
  private void follow(String id, GraphQlRequest request) throws InterruptedException {
    ChangeReader reader = new ChangeReader();
    while (true) {
      long seen = server.feed().count();
      Map<String, Object> answer = server.engine().changes(request, reader);
      boolean isFailed = answer.containsKey("errors");
      if ((isFailed || !reader.isEmpty()) && !tell(id, answer)) {
        return;
      }
      if (isFailed) {
        complete(id);
        return;
      }
      if (!reader.hasMore()) {
        server.feed().awaitAfter(seen);
      }
    }
  }

  /** Sends a result; false when it was an error that ends the operation. */
  private boolean tell(String id, Map<String, Object> answer) throws InterruptedException {
    boolean isResult = answer.get("data") != null;
    ObjectNode message = JSON.createObjectNode().put("id", id);
    message.put("type", isResult ? "next" : "error");
    message.set("payload", JSON.valueToTree(isResult ? answer : answer.get("errors")));
    writer.write(message.toString());
    return isResult;
  }

  private void complete(String id) throws InterruptedException {
    writer.write(JSON.createObjectNode().put("id", id).put("type", "complete").toString());
  }

  private static String error(String id, String message, String code) {
    ObjectNode error = JSON.createObjectNode().put("message", message);
    error.putObject("extensions").put("code", code);
    ObjectNode answer = JSON.createObjectNode().put("id", id).put("type", "error");
    answer.putArray("payload").add(error);
    return answer.toString();
  }
}
