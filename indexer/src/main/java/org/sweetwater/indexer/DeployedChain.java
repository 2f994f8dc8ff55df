package org.sweetwater.indexer;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.indexer.chain.Endpoints;
import org.sweetwater.indexer.chain.RpcChainSource;
import org.sweetwater.indexer.store.Source;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.BlockTag;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.config.ConfigException;

/** The nodes of a deployment's chain, where its contracts are. */
record DeployedChain(Endpoints nodes, Source source, Connections connections)
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeployedChain.class);

  /**
   * Connects to the first node that answers, and looks that everything is there. The others are
   * connected when they are needed.
   *
   * @throws ConfigException when the configured chain id is not the deployment's
   * @throws FatalException when the node is on another chain, or a contract has no code there
   * @throws RetryableException when no node answers
   */
  static DeployedChain connect(IndexerConfig config, Deployment deployment, Clock clock) {
    config
        .chain()
        .chainId()
        .filter(chainId -> chainId != deployment.chainId())
        .ifPresent(
            chainId -> {
              throw new ConfigException(
                  "indexer: chain.chainId is %d, but %s is of chain %d; correct one of them"
                      .formatted(chainId, config.deployment(), deployment.chainId()));
            });
    Connections connections = new Connections(deployment.chainId(), new ConcurrentHashMap<>());
    try {
      ChainClient client = firstOf(config.chain().nodes(), connections);
      requireContracts(client, config, deployment);
      Source source = sourceOf(client, deployment);
      return new DeployedChain(
          endpoints(config.chain().nodes(), deployment, source, connections, clock),
          source,
          connections);
    } catch (RuntimeException e) {
      connections.close();
      throw e;
    }
  }

  private static ChainClient firstOf(List<RpcNode> nodes, Connections connections) {
    RetryableException failure = new RetryableException("chain: no node is configured");
    for (RpcNode node : nodes) {
      try {
        return connections.to(node);
      } catch (RetryableException e) {
        LOG.warn("node not reached: node={} reason=\"{}\"", node, e.getMessage());
        failure = e;
      }
    }
    throw failure;
  }

  private static Endpoints endpoints(
      List<RpcNode> nodes,
      Deployment deployment,
      Source source,
      Connections connections,
      Clock clock) {
    List<Address> contracts =
        List.of(
            deployment.registry(), deployment.ballot(), deployment.cradle(), deployment.canary());
    return new Endpoints(
        nodes.stream()
            .map(
                node ->
                    new Endpoints.Node(
                        node.toString(),
                        node.requestsPerSecond().orElse(0),
                        () -> {
                          ChainClient client = connections.to(node);
                          requireGenesis(client, source, node);
                          return new RpcChainSource(client, contracts);
                        }))
            .toList(),
        clock);
  }

  /** A test chain that was started anew has the same id. */
  private static void requireGenesis(ChainClient client, Source source, RpcNode node) {
    Hash32 found = genesis(client).hash();
    if (!found.equals(source.genesisHash())) {
      throw new FatalException(
          "chain: expected genesis %s at %s, found %s: take it out of chain.rpcUrls"
              .formatted(source.genesisHash(), node, found));
    }
  }

  /** The clients that were needed until now. */
  record Connections(long chainId, Map<RpcNode, ChainClient> clients) implements AutoCloseable {
    ChainClient to(RpcNode node) {
      return clients.computeIfAbsent(node, each -> ChainClient.connect(each.endpoint(), chainId));
    }

    @Override
    public void close() {
      clients.values().forEach(ChainClient::close);
    }
  }

  private static void requireContracts(
      ChainClient client, IndexerConfig config, Deployment deployment) {
    Map<String, Address> contracts =
        Map.of(
            "registry", deployment.registry(),
            "ballot", deployment.ballot(),
            "cradle", deployment.cradle(),
            "canary", deployment.canary());
    contracts.forEach(
        (name, address) -> {
          if (client.codeAt(address, BlockTag.LATEST).isEmpty()) {
            throw new FatalException(
                "indexer: no contract at the %s's address %s on chain %d; correct %s, or wait until the node has synchronised"
                    .formatted(name, address, deployment.chainId(), config.deployment()));
          }
        });
  }

  private static Source sourceOf(ChainClient client, Deployment deployment) {
    return new Source(
        deployment.chainId(),
        genesis(client).hash(),
        deployment.startBlock(),
        deployment.registry(),
        deployment.ballot(),
        deployment.cradle(),
        deployment.canary());
  }

  private static Block genesis(ChainClient client) {
    return client
        .blockByNumber(0)
        .orElseThrow(() -> new RetryableException("chain: the node has no genesis block"));
  }

  @Override
  public void close() {
    connections.close();
  }
}
