package org.sweetwater.bench.indexer;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A WebSocket that hands out whole messages, with the moment at which each was there. */
final class TextSocket implements WebSocket.Listener, AutoCloseable {
  private final Listener listener;
  private final StringBuilder text = new StringBuilder();
  private final HttpClient http = HttpClient.newHttpClient();
  private @Nullable WebSocket socket;

  /** Hears messages, on one thread after the other. */
  interface Listener {
    /** A message that was there at {@code nanos} of {@link System#nanoTime}. */
    void hear(TextSocket socket, String message, long nanos);
  }

  private TextSocket(Listener listener) {
    this.listener = listener;
  }

  /** Connects; without subprotocols where none are given. */
  static TextSocket open(URI uri, Listener listener, String... subprotocols) {
    TextSocket opened = new TextSocket(listener);
    WebSocket.Builder builder = opened.http.newWebSocketBuilder();
    if (subprotocols.length > 0) {
      builder.subprotocols(subprotocols[0]);
    }
    opened.socket = builder.buildAsync(uri, opened).join();
    return opened;
  }

  void send(String message) {
    WebSocket open = socket;
    if (open == null) {
      throw new IllegalStateException("sent before the connection was there");
    }
    open.sendText(message, true).join();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    long nanos = System.nanoTime();
    text.append(part);
    if (last) {
      String message = text.toString();
      text.setLength(0);
      listener.hear(this, message, nanos);
    }
    from.request(1);
    return null;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
