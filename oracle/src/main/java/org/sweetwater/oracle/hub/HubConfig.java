package org.sweetwater.oracle.hub;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.sweetwater.migrations.DatabaseConfig;
import org.sweetwater.wrappers.config.Secret;

/**
 * What the hub needs to know; defaults are in {@code HubConfig.yaml} beside this class.
 *
 * @param deployment path of deployment.json, which names the space and the contracts
 * @param space how the space is shown; its id is the deployment's
 * @param relayerKey signs receipts, {@code 0x} and 64 hex digits; when absent, the hub makes a key
 *     at its first start and keeps it in the database
 * @param maxBodyBytes longest request body, 10,000 to 10,000,000; a message of 100,000 characters
 *     needs up to 600,000
 * @param requestsPerMinute requests that one IP address (one /64 network for IPv6) may make in a
 *     minute; 0 means no limit
 * @param requestTimeout after which a request is answered with 503, 1 s to 60 s
 * @param refusalsKept refused messages that are remembered with their reason, 100 to 1,000,000
 */
public record HubConfig(
    DatabaseConfig database,
    Chain chain,
    String deployment,
    Http http,
    Space space,
    Optional<Secret> relayerKey,
    int maxBodyBytes,
    int requestsPerMinute,
    Duration requestTimeout,
    int refusalsKept) {
  /** Checks the bounds. */
  public HubConfig {
    requireBetween("maxBodyBytes", maxBodyBytes, 10_000, 10_000_000);
    requireBetween("requestsPerMinute", requestsPerMinute, 0, 1_000_000);
    requireBetween("requestTimeout in seconds", requestTimeout.toSeconds(), 1, 60);
    requireBetween("refusalsKept", refusalsKept, 100, 1_000_000);
  }

  /**
   * The node to ask for voting power.
   *
   * @param chainId when given, must be the deployment's
   */
  public record Chain(URI rpcUrl, Optional<Long> chainId) {}

  /**
   * Where to listen.
   *
   * @param port 0 takes any free one
   */
  public record Http(String host, int port) {
    /** Checks the bounds. */
    public Http {
      requireBetween("http.port", port, 0, 65_535);
    }
  }

  /** How the space is shown; {@code symbol} is the unit of voting power. */
  public record Space(String name, String about, String symbol) {}

  private static void requireBetween(String key, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be %d to %d, found %d".formatted(key, least, most, value));
    }
  }
}
