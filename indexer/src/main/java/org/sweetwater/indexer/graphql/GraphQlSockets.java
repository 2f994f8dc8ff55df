package org.sweetwater.indexer.graphql;

import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The WebSocket side of {@code /graphql}: accepts connections and keeps them alive. */
final class GraphQlSockets {
  /** The protocol that is spoken, as in the header {@code Sec-WebSocket-Protocol}. */
  static final String PROTOCOL = "graphql-transport-ws";

  /** Connections at once, of all clients. */
  static final int CONNECTIONS_MAX = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(GraphQlSockets.class);
  private static final long INITIALISATION_MILLIS_MAX = 5_000;

  /** Shorter than the time after which an idle connection is taken for dead. */
  private static final long PING_MILLIS = 25_000;

  private final Vertx vertx;
  private final SocketSession.Server server;
  private final AtomicInteger connections = new AtomicInteger();

  GraphQlSockets(Vertx vertx, SocketSession.Server server) {
    this.vertx = vertx;
    this.server = server;
  }

  /** How many clients are connected. */
  int connections() {
    return connections.get();
  }

  /** Takes a request that wants to be a WebSocket; others go on. */
  void accept(RoutingContext context) {
    if (!"websocket".equalsIgnoreCase(context.request().getHeader("upgrade"))) {
      context.next();
      return;
    }
    context
        .request()
        .toWebSocket()
        .onSuccess(this::open)
        .onFailure(e -> LOG.debug("no WebSocket: reason={}", e.getMessage()));
  }

  private void open(ServerWebSocket socket) {
    if (!PROTOCOL.equals(socket.subProtocol())) {
      CloseCode.SUBPROTOCOL_NOT_ACCEPTABLE.close(socket);
      return;
    }
    if (connections.incrementAndGet() > CONNECTIONS_MAX) {
      connections.decrementAndGet();
      CloseCode.TOO_MANY_CONNECTIONS.close(socket);
      return;
    }
    SocketSession session = new SocketSession(socket, server);
    long ping =
        vertx.setPeriodic(
            PING_MILLIS, id -> socket.writePing(io.vertx.core.buffer.Buffer.buffer()));
    long patience =
        vertx.setTimer(
            INITIALISATION_MILLIS_MAX,
            id -> {
              if (!session.isInitialised()) {
                CloseCode.INITIALISATION_TIMEOUT.close(socket);
              }
            });
    socket.textMessageHandler(session::receive);
    socket.exceptionHandler(e -> LOG.debug("WebSocket failed: reason={}", e.getMessage()));
    socket.closeHandler(
        closed -> {
          vertx.cancelTimer(ping);
          vertx.cancelTimer(patience);
          session.end();
          connections.decrementAndGet();
        });
  }
}
