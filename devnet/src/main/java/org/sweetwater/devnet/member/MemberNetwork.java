package org.sweetwater.devnet.member;

import java.util.Optional;
import org.sweetwater.oracle.ballot.Courier;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.chain.ChainClient;

/**
 * What a member's command talks to.
 *
 * @param hub empty where the command does without one and none is named
 */
record MemberNetwork(
    Deployment deployment, ChainClient chain, Courier courier, Optional<HubClient> hub)
    implements AutoCloseable {
  /**
   * Connects to the node; the hub is asked later.
   *
   * @param needsHub whether it is an error that no hub is named
   */
  static MemberNetwork connect(NetworkOptions options, boolean needsHub) {
    Deployment deployment = options.deployment();
    Optional<HubClient> hub =
        needsHub || options.findHub().isPresent()
            ? Optional.of(new HubClient(options.hub(), options.sequencer()))
            : Optional.empty();
    ChainClient chain = options.connect();
    return new MemberNetwork(deployment, chain, new Courier(chain, deployment), hub);
  }

  @Override
  public void close() {
    hub.ifPresent(HubClient::close);
    chain.close();
  }
}
