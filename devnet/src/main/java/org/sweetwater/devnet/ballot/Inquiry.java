package org.sweetwater.devnet.ballot;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.sweetwater.devnet.member.NetworkOptions;
import org.sweetwater.indexer.decode.CallDecoder;
import org.sweetwater.indexer.decode.DecodedCall;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.config.ConfigException;
import org.sweetwater.wrappers.contracts.AccessManager;
import org.sweetwater.wrappers.contracts.Cradle;
import org.sweetwater.wrappers.contracts.NodeRegistry;
import org.sweetwater.wrappers.contracts.NodeTouchLimit;
import org.sweetwater.wrappers.contracts.SnapshotBallot;

/** One question about a ballot: the chain must answer, indexer and hub may. */
final class Inquiry implements AutoCloseable {
  private final Deployment deployment;
  private final ChainClient chain;
  private final Optional<GraphQl> indexer;
  private final Optional<GraphQl> hub;
  private final OffChainReader offChain;
  private final List<String> unnamed;

  private Inquiry(
      Deployment deployment,
      ChainClient chain,
      Optional<GraphQl> indexer,
      Optional<GraphQl> hub,
      List<String> unnamed) {
    this.deployment = deployment;
    this.chain = chain;
    this.indexer = indexer;
    this.hub = hub;
    this.offChain = new OffChainReader(indexer, hub);
    this.unnamed = unnamed;
  }

  static Inquiry open(NetworkOptions network) {
    List<String> unnamed = new ArrayList<>();
    Optional<GraphQl> indexer = optional(network::indexer, unnamed);
    Optional<GraphQl> hub = optional(network::hub, unnamed);
    return new Inquiry(network.deployment(), network.connect(), indexer, hub, unnamed);
  }

  /** Without these the answer is poorer, and says so. */
  private static Optional<GraphQl> optional(Supplier<URI> service, List<String> unnamed) {
    try {
      return Optional.of(new GraphQl(service.get()));
    } catch (ConfigException e) {
      unnamed.add(Text.line(e));
      return Optional.empty();
    }
  }

  /** The contract's own record. */
  BallotFacts ballot(Hash32 id) {
    return new ChainReader(chain, deployment).ballot(id);
  }

  /** What the chain's logs tell of it. */
  Trail trail(BallotFacts ballot) {
    return new TrailReader(chain, deployment).read(ballot);
  }

  OffChain offChain(Hash32 id) throws InterruptedException {
    return offChain.ballot(id);
  }

  VoterFacts voter(BallotFacts ballot, Trail trail, Address account) throws InterruptedException {
    VoterFacts.OnChain onChain =
        new ChainReader(chain, deployment).voter(account, ballot.snapshot());
    return offChain.voter(ballot, account, onChain, trail);
  }

  /** The committed call in words; empty when it is none of our contracts' functions. */
  Optional<DecodedCall> call(BallotFacts ballot) {
    return new CallDecoder(
            Map.of(
                deployment.registry(), NodeRegistry.class,
                deployment.nodeTouchLimit(), NodeTouchLimit.class,
                deployment.ballot(), SnapshotBallot.class,
                deployment.cradle(), Cradle.class,
                deployment.authority(), AccessManager.class))
        .decode(ballot.target(), ballot.data());
  }

  /** What could not be asked, so that the reader knows what the answer lacks. */
  List<Line> silences() {
    List<Line> lines = new ArrayList<>();
    unnamed.forEach(why -> lines.add(Line.offChain("not asked: %s", why)));
    offChain.silences().forEach(why -> lines.add(Line.offChain("not told: %s", why)));
    return lines;
  }

  /** Nobody who was asked knows the id. */
  FatalException unknown(Hash32 id) {
    return new FatalException(
        "ballot %s: unknown to the contract %s, and to hub and oracle as far as they were asked; check the id, and that --deployment is of the right network"
            .formatted(id, deployment.ballot()));
  }

  @Override
  public void close() {
    indexer.ifPresent(GraphQl::close);
    hub.ifPresent(GraphQl::close);
    chain.close();
  }
}
