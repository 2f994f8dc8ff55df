package org.sweetwater.indexer;

import java.util.Map;
import org.sweetwater.indexer.store.Source;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.BlockTag;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.RpcEndpoint;
import org.sweetwater.wrappers.config.ConfigException;

/** A node on the chain of a deployment whose contracts are there. */
record DeployedChain(ChainClient client, Source source) implements AutoCloseable {
  /**
   * Connects and looks that everything is there.
   *
   * @throws ConfigException when the configured chain id is not the deployment's
   * @throws FatalException when the node is on another chain, or a contract has no code there
   * @throws RetryableException when the node does not answer
   */
  static DeployedChain connect(IndexerConfig config, Deployment deployment) {
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
    RpcEndpoint endpoint = RpcEndpoint.of(config.chain().rpcUrl());
    ChainClient client = ChainClient.connect(endpoint, deployment.chainId());
    try {
      requireContracts(client, config, deployment);
      return new DeployedChain(client, sourceOf(client, deployment));
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  private static void requireContracts(
      ChainClient client, IndexerConfig config, Deployment deployment) {
    Map<String, Address> contracts =
        Map.of(
            "registry", deployment.registry(),
            "ballot", deployment.ballot(),
            "cradle", deployment.cradle());
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
    Block genesis =
        client
            .blockByNumber(0)
            .orElseThrow(() -> new RetryableException("chain: the node has no genesis block"));
    return new Source(
        deployment.chainId(),
        genesis.hash(),
        deployment.startBlock(),
        deployment.registry(),
        deployment.ballot(),
        deployment.cradle());
  }

  @Override
  public void close() {
    client.close();
  }
}
