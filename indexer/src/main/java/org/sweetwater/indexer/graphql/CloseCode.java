package org.sweetwater.indexer.graphql;

import io.vertx.core.http.ServerWebSocket;

/**
 * Why a connection is closed.
 *
 * @see <a href="https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md">GraphQL over
 *     WebSocket Protocol</a>, which names all but the last two
 */
enum CloseCode {
  /** A message that is none of the protocol. */
  INVALID_MESSAGE(4400, "Invalid message"),
  /** A subscription before the connection was initialised. */
  UNAUTHORIZED(4401, "Unauthorized"),
  /** The client speaks another protocol. */
  SUBPROTOCOL_NOT_ACCEPTABLE(4406, "Subprotocol not acceptable"),
  /** The client said nothing. */
  INITIALISATION_TIMEOUT(4408, "Connection initialisation timeout"),
  /** The client used an id twice. */
  SUBSCRIBER_EXISTS(4409, "Subscriber already exists"),
  /** The client initialised twice. */
  TOO_MANY_INITIALISATIONS(4429, "Too many initialisation requests"),
  /** Too many clients are connected. */
  TOO_MANY_CONNECTIONS(4503, "Too many connections; try again later"),
  /** The client does not take what it asked for. */
  SLOW_CONSUMER(4508, "Slow consumer");

  private final int code;
  private final String reason;

  CloseCode(int code, String reason) {
    this.code = code;
    this.reason = reason;
  }

  void close(ServerWebSocket socket) {
    socket.close((short) code, reason);
  }
}
