package org.sweetwater.indexer;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.sweetwater.wrappers.chain.RpcEndpoint;

/**
 * One of the nodes to follow, written as its URL alone or as {@code {url: …, wsUrl: …,
 * requestsPerSecond: …, timeout: …}}.
 *
 * @param url of its JSON-RPC, http or https
 * @param wsUrl of its WebSocket, ws or wss, to hear of new heads at once
 * @param requestsPerSecond the most that we send it, 1 to 100,000; any number when absent
 * @param timeout between two bytes of an answer, 1 s to 5 min; 35 s when absent
 */
public record RpcNode(
    URI url, Optional<URI> wsUrl, Optional<Integer> requestsPerSecond, Optional<Duration> timeout) {
  private static final int REQUESTS_PER_SECOND_MAX = 100_000;
  private static final Duration TIMEOUT_MIN = Duration.ofSeconds(1);
  private static final Duration TIMEOUT_MAX = Duration.ofMinutes(5);

  /** Checks the bounds. */
  @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
  public RpcNode {
    requestsPerSecond.ifPresent(
        limit -> {
          if (limit < 1 || limit > REQUESTS_PER_SECOND_MAX) {
            throw new IllegalArgumentException(
                "chain.rpcUrls requestsPerSecond must be 1 to %d, found %d"
                    .formatted(REQUESTS_PER_SECOND_MAX, limit));
          }
        });
    timeout.ifPresent(
        wait -> {
          if (wait.compareTo(TIMEOUT_MIN) < 0 || wait.compareTo(TIMEOUT_MAX) > 0) {
            throw new IllegalArgumentException(
                "chain.rpcUrls timeout must be 1s to 5m, found " + wait);
          }
        });
    wsUrl.ifPresent(RpcNode::requireWebSocket);
  }

  /** A node by its URL alone. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static RpcNode of(String url) {
    return new RpcNode(
        URI.create(url.strip()), Optional.empty(), Optional.empty(), Optional.empty());
  }

  static void requireWebSocket(URI wsUrl) {
    String scheme = String.valueOf(wsUrl.getScheme()).toLowerCase(Locale.ROOT);
    if (!(scheme.equals("ws") || scheme.equals("wss")) || wsUrl.getHost() == null) {
      throw new IllegalArgumentException(
          "chain.wsUrl: expected ws://host:port or wss://host, found a URL with scheme " + scheme);
    }
  }

  /** Where it answers, with its time-out. */
  RpcEndpoint endpoint() {
    RpcEndpoint usual = RpcEndpoint.of(url);
    return new RpcEndpoint(url, usual.connectTimeout(), timeout.orElse(usual.readTimeout()));
  }

  /** Never shows a key. */
  @Override
  public String toString() {
    return endpoint().shown();
  }
}
