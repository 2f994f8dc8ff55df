package org.sweetwater.wrappers.chain;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/**
 * Where a node answers JSON-RPC, and how long we wait for it.
 *
 * @param url http or https; may hold a key, so only {@link #shown} is ever printed
 * @param connectTimeout to open a connection, more than zero
 * @param readTimeout between two bytes of an answer, more than zero
 */
public record RpcEndpoint(URI url, Duration connectTimeout, Duration readTimeout) {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** Besu gives up on a request after 30 s by itself; its own answer is better than ours. */
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(35);

  /** Checks the scheme and the time-outs. */
  public RpcEndpoint {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    if (!(scheme.equals("http") || scheme.equals("https")) || url.getHost() == null) {
      throw new IllegalArgumentException(
          "chain.rpcUrl: expected http://host:port or https://host, found a URL with scheme "
              + scheme);
    }
    requirePositive(connectTimeout, "connectTimeout");
    requirePositive(readTimeout, "readTimeout");
  }

  /** With the usual time-outs: 5 s to connect, 35 s to read. */
  public static RpcEndpoint of(URI url) {
    return new RpcEndpoint(url, CONNECT_TIMEOUT, READ_TIMEOUT);
  }

  /** The URL without user, path and query, where providers put their keys. */
  public String shown() {
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return url.getScheme() + "://" + url.getHost() + port;
  }

  /** The same as {@link #shown}: never a key. */
  @Override
  public String toString() {
    return shown();
  }

  private static void requirePositive(Duration duration, String name) {
    if (!duration.isPositive()) {
      throw new IllegalArgumentException(
          "chain." + name + ": expected more than zero, found " + duration);
    }
  }
}
