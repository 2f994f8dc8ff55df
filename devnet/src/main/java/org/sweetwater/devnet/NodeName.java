package org.sweetwater.devnet;

import java.util.Locale;
import org.sweetwater.wrappers.chain.ChainClient;

/**
 * Which node something ran on, by its own account.
 *
 * @param client what it answers to web3_clientVersion
 */
record NodeName(String client, long chainId) {
  /** Asks the node. */
  static NodeName of(ChainClient chain) {
    return new NodeName(chain.clientVersion(), chain.chainId());
  }

  /** One line that promises no more than was seen. */
  String verdict() {
    String limit = client.toLowerCase(Locale.ROOT).startsWith("besu/") ? "" : limit();
    return "Ran on %s, chain %d%s".formatted(client, chainId, limit);
  }

  private String limit() {
    return client.toLowerCase(Locale.ROOT).contains("anvil")
        ? ": on anvil only, not on Besu"
        : ": not on Besu";
  }
}
