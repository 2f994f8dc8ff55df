package org.sweetwater.indexer;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.sweetwater.migrations.DatabaseConfig;

/**
 * What the indexer needs to know; defaults are in {@code IndexerConfig.yaml} beside this class.
 *
 * @param database with a pool of at least 3: one connection writes, another helps it to build
 *     indexes, the others answer queries
 * @param deployment path of deployment.json, which names the contracts and the first block
 * @param pollInterval between two looks at the chain's head, 50 ms to 1 min
 * @param rangeBlocks the most blocks that are read at once, 1 to 5,000: Besu's default limit
 * @param confirmations how many blocks to stay behind the head, 0 to 1,000; 0 is right where blocks
 *     are final at once, as with QBFT, and harmless elsewhere, because reorganisations are undone
 * @param lagTolerance how long the node's head may stand below ours before we believe that the
 *     chain became shorter, 1 s to 1 h
 */
public record IndexerConfig(
    DatabaseConfig database,
    Chain chain,
    String deployment,
    Http http,
    Duration pollInterval,
    int rangeBlocks,
    int confirmations,
    Duration lagTolerance) {
  /** Checks the bounds. */
  public IndexerConfig {
    requireBetween("database.poolSize", database.poolSize(), 3, DatabaseConfig.POOL_SIZE_MAX);
    requireBetween("pollInterval in milliseconds", pollInterval.toMillis(), 50, 60_000);
    requireBetween("rangeBlocks", rangeBlocks, 1, 5_000);
    requireBetween("confirmations", confirmations, 0, 1_000);
    requireBetween("lagTolerance in seconds", lagTolerance.toSeconds(), 1, 3_600);
  }

  /**
   * The nodes to follow: one by {@code rpcUrl}, or several by {@code rpcUrls}.
   *
   * @param wsUrl of the one node's WebSocket, to hear of new heads at once
   * @param rpcUrls the preferred node first
   * @param chainId when given, must be the deployment's
   */
  public record Chain(
      Optional<URI> rpcUrl, Optional<URI> wsUrl, List<RpcNode> rpcUrls, Optional<Long> chainId) {
    /** Checks that nodes are named, and in one way. */
    public Chain {
      rpcUrls = List.copyOf(rpcUrls);
      wsUrl.ifPresent(RpcNode::requireWebSocket);
      if (rpcUrl.isPresent() != rpcUrls.isEmpty()) {
        throw new IllegalArgumentException(
            "give either chain.rpcUrl (one node) or chain.rpcUrls (several); found "
                + (rpcUrls.isEmpty() ? "neither" : "both"));
      }
    }

    /** One node, without WebSocket. */
    public static Chain of(URI rpcUrl) {
      return new Chain(Optional.of(rpcUrl), Optional.empty(), List.of(), Optional.empty());
    }

    /** The nodes in their order, at least one. */
    public List<RpcNode> nodes() {
      return rpcUrl
          .map(url -> List.of(new RpcNode(url, wsUrl, Optional.empty(), Optional.empty())))
          .orElse(rpcUrls);
    }
  }

  /**
   * Where to listen.
   *
   * @param port 0 takes any free one
   * @param requestsPerSecond of one address to {@code /graphql}, 0 to 100,000, with bursts of five
   *     seconds' worth; 0 for any number, as behind a proxy that limits its clients itself
   * @param introspection whether {@code /graphql} tells its schema; GraphiQL and code generators
   *     need it
   */
  public record Http(String host, int port, int requestsPerSecond, boolean introspection) {
    /** Checks the bounds. */
    public Http {
      requireBetween("http.port", port, 0, 65_535);
      requireBetween("http.requestsPerSecond", requestsPerSecond, 0, 100_000);
    }
  }

  private static void requireBetween(String key, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be %d to %d, found %d".formatted(key, least, most, value));
    }
  }
}
