package org.sweetwater.oracle;

import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.sweetwater.migrations.DatabaseConfig;
import org.sweetwater.oracle.ballot.BallotSettings;
import org.sweetwater.oracle.pace.Backoff;
import org.sweetwater.oracle.relay.RelayLimits;
import org.sweetwater.wrappers.config.Secret;

/**
 * What the oracle needs to know; defaults are in {@code OracleConfig.yaml} beside this class.
 *
 * @param deployment path of deployment.json, which names the space and the contracts
 * @param hubUrl GraphQL of the Snapshot hub, for example {@code http://127.0.0.1:8540/graphql}
 * @param fallbackHubUrl GraphQL of the hub to read while the first does not answer
 * @param relayKey pays for and signs transactions, 64 hex digits; this or {@code relayKeyFile}
 * @param relayKeyFile path of a file with that key
 * @param pollInterval between two looks at hub, chain and outbox, 100 ms to 10 min
 * @param confirmations blocks after which nothing is rolled back, 0 to 256; 0 on QBFT
 * @param countBatchSize most votes in one call, 1 to 300
 * @param countInterval how long votes wait for others before a smaller batch is sent, up to 1 d
 * @param cradle how experiments are carried; left out, they are not
 */
public record OracleConfig(
    DatabaseConfig database,
    Chain chain,
    String deployment,
    Http http,
    URI hubUrl,
    Optional<URI> fallbackHubUrl,
    Optional<Secret> relayKey,
    Optional<String> relayKeyFile,
    Duration pollInterval,
    int confirmations,
    int countBatchSize,
    Duration countInterval,
    Relay relay,
    Optional<Cradle> cradle) {
  /** Checks the bounds. */
  public OracleConfig {
    requireHttp("hubUrl", hubUrl);
    fallbackHubUrl.ifPresent(url -> requireHttp("fallbackHubUrl", url));
    requireBetween("pollInterval in ms", pollInterval.toMillis(), 100, 600_000);
    if (relayKey.isPresent() == relayKeyFile.isPresent()) {
      throw new IllegalArgumentException(
          "relayKey: expected either relayKey or relayKeyFile, found %s"
              .formatted(relayKey.isPresent() ? "both" : "neither"));
    }
    // Their constructors check the rest.
    settings(hubUrl, fallbackHubUrl, confirmations, countBatchSize, countInterval);
    relay.limits(confirmations);
  }

  /** How ballots are carried. */
  BallotSettings ballots() {
    return settings(hubUrl, fallbackHubUrl, confirmations, countBatchSize, countInterval);
  }

  private static BallotSettings settings(
      URI hubUrl, Optional<URI> fallback, int confirmations, int batchSize, Duration interval) {
    return new BallotSettings(hubUrl, fallback, confirmations, batchSize, interval);
  }

  /** How transactions are sent. */
  RelayLimits relayLimits() {
    return relay.limits(confirmations);
  }

  /**
   * The node that is asked and that transactions are given to.
   *
   * @param chainId when given, must be the deployment's
   */
  public record Chain(URI rpcUrl, Optional<Long> chainId) {}

  /**
   * Where health and metrics are served.
   *
   * @param port 0 takes any free one
   */
  public record Http(String host, int port) {
    /** Checks the bounds. */
    public Http {
      requireBetween("http.port", port, 0, 65_535);
    }
  }

  /**
   * How experiments are carried.
   *
   * @param archive where specifications and results are: a folder, or the address of an IPFS node's
   *     HTTP API, for example {@code http://127.0.0.1:5001}
   * @param attestorKey signs what this oracle measured, 64 hex digits; it may be another account
   *     than the one that pays
   * @param attestorKeyFile path of a file with that key; with neither, the oracle carries what
   *     others signed
   * @param requestsPerMinute requests about rollouts that one IP address (one /64 network for IPv6)
   *     may make in a minute, up to 1,000,000; 0 means no limit, left out means 6,000
   */
  public record Cradle(
      URI archive,
      Optional<Secret> attestorKey,
      Optional<String> attestorKeyFile,
      Optional<Integer> requestsPerMinute) {
    private static final int REQUESTS_PER_MINUTE = 6_000;

    /** Checks that there is at most one key, and the bounds. */
    public Cradle {
      requireBetween(
          "cradle.requestsPerMinute", requestsPerMinute.orElse(REQUESTS_PER_MINUTE), 0, 1_000_000);
      if (attestorKey.isPresent() && attestorKeyFile.isPresent()) {
        throw new IllegalArgumentException(
            "cradle.attestorKey: expected attestorKey or attestorKeyFile, found both");
      }
    }

    /** The limit of requests about rollouts. */
    int requestsPerMinuteOrUsual() {
      return requestsPerMinute.orElse(REQUESTS_PER_MINUTE);
    }
  }

  /**
   * How transactions are sent; see {@link RelayLimits}.
   *
   * @param retryFirst the wait after a call was first found too early; doubles up to {@code
   *     retryLongest}
   * @param maxFeePerGas in wei
   */
  public record Relay(
      int inFlightMax,
      Duration resendInterval,
      Duration pendingTimeout,
      Duration retryFirst,
      Duration retryLongest,
      int gasMarginPercent,
      long gasLimitMax,
      BigInteger maxFeePerGas) {
    private RelayLimits limits(int confirmations) {
      return new RelayLimits(
          confirmations,
          inFlightMax,
          resendInterval,
          pendingTimeout,
          new Backoff(retryFirst, retryLongest),
          gasMarginPercent,
          gasLimitMax,
          maxFeePerGas);
    }
  }

  private static void requireHttp(String key, URI url) {
    String scheme = String.valueOf(url.getScheme());
    if (!(scheme.equals("http") || scheme.equals("https")) || url.getHost() == null) {
      throw new IllegalArgumentException(
          "%s: expected http://host/graphql or https://host/graphql, found a URL with scheme %s"
              .formatted(key, scheme));
    }
  }

  private static void requireBetween(String key, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be %d to %d, found %d".formatted(key, least, most, value));
    }
  }
}
