package org.sweetwater.oracle.ballot;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.oracle.relay.ErrorCatalogue;
import org.sweetwater.oracle.relay.Outbox;
import org.sweetwater.oracle.relay.RevertPolicy;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.chain.BlockTag;
import org.sweetwater.wrappers.chain.ChainClient;

/**
 * Carries ballots: {@link #readHub} archives what a hub shows, {@link #advance} decides what to do
 * about it and leaves the calls in the outbox. Each is for one thread; they need not be the same.
 */
public final class Ballots implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ballots.class);

  private final SnapshotClient client;
  private final HubReader reader;
  private final ProgressStore progress;
  private final VerdictStore verdicts;
  private final BallotKeeper keeper;
  private final BallotMetrics metrics;

  private Ballots(SnapshotClient client, HubReader reader, Desk desk, Parts parts) {
    this.client = client;
    this.reader = reader;
    this.progress = desk.progress();
    this.verdicts = desk.verdicts();
    CountLimits limits = parts.settings().countLimits();
    this.metrics = new BallotMetrics(parts.metrics());
    this.keeper =
        new BallotKeeper(
            desk, new ProposalVerifier(parts.deployment()), new VoteCarrier(desk, limits));
  }

  /** What carrying works with. */
  public record Parts(
      BallotSettings settings,
      Deployment deployment,
      Jdbi jdbi,
      ChainClient chain,
      Clock clock,
      RandomGenerator random,
      MeterRegistry metrics) {}

  /**
   * Asks the contract for its rules and compares them with the deployment.
   *
   * @throws FatalException when there is no such ballot at the deployment's address
   * @throws org.sweetwater.wrappers.RetryableException when the node does not answer
   */
  public static Ballots open(Parts parts) {
    return open(parts, HubLimits.USUAL);
  }

  /** As {@link #open(Parts)}, with other patience for the hubs. */
  static Ballots open(Parts parts, HubLimits limits) {
    Deployment deployment = parts.deployment();
    requireCode(parts.chain(), deployment);
    BallotChain chain =
        new NodeBallotChain(
            parts.chain(), deployment.ballot(), parts.settings().confirmations(), errors());
    requireSame(deployment, chain.rules());
    Archive archive = new Archive(parts.jdbi(), parts.clock());
    Desk desk =
        new Desk(
            parts.jdbi(),
            archive,
            new ProgressStore(parts.jdbi(), parts.clock()),
            new VerdictStore(parts.jdbi(), parts.clock()),
            new Outbox(parts.clock()),
            chain,
            new BallotCalls(deployment.ballot()),
            new CatchUp(),
            parts.clock());
    SnapshotClient client =
        new SnapshotClient(
            parts.settings().hubUrl(),
            parts.settings().fallbackHubUrl(),
            limits,
            parts.clock(),
            parts.random());
    HubSpace space = new HubSpace(deployment.space(), deployment.chainId());
    HubReader reader =
        new HubReader(client, archive, space, desk.catchUp(), parts.clock(), parts.random());
    return new Ballots(client, reader, desk, parts);
  }

  /** The errors of the contracts that a ballot's calls can meet. */
  public static ErrorCatalogue errors() {
    return BallotRevertPolicy.errors();
  }

  /** What each of these errors means for the calls in the outbox. */
  public static RevertPolicy revertPolicy() {
    return new BallotRevertPolicy();
  }

  /** Where the newest proposals stand, at most {@code limit}. */
  public static List<Standing> newest(Jdbi jdbi, Clock clock, int limit) {
    return new ProgressStore(jdbi, clock)
        .newest(limit).stream()
            .map(
                progress ->
                    new Standing(
                        progress.id(),
                        progress.stage().sql(),
                        progress.reason().code(),
                        progress.reason().detail()))
            .toList();
  }

  /**
   * Archives what is new at the hub.
   *
   * @return whether more of it can be read at once
   * @throws org.sweetwater.wrappers.RetryableException when no hub answers
   */
  public boolean readHub() {
    PollResult result = reader.poll(progress.watched());
    result.problems().forEach(this::note);
    if (result.proposals() > 0 || result.votes() > 0 || !result.problems().isEmpty()) {
      LOG.info(
          "hub.read: proposals={} votes={} problems={}",
          result.proposals(),
          result.votes(),
          result.problems().size());
    }
    return result.hasMore();
  }

  /**
   * Takes one step for each proposal that needs one.
   *
   * @return whether another step can be taken at once
   * @throws org.sweetwater.wrappers.RetryableException when the node does not answer
   */
  public boolean advance() {
    boolean hasMore = keeper.advance();
    metrics.update(progress.countByStage());
    return hasMore;
  }

  /** Ends requests to the hub. */
  @Override
  public void close() {
    client.close();
  }

  private void note(HubProblem problem) {
    Reason reason = new Reason(problem.reason().name(), problem.detail());
    switch (problem.kind()) {
      case PROPOSAL -> progress.unreadable(problem.id(), reason);
      case VOTE ->
          verdicts.unreadable(
              problem.id(),
              problem.proposalId(),
              new VoteReading.Unfit(problem.claimedSender(), true, Optional.empty(), reason));
    }
  }

  private static void requireCode(ChainClient chain, Deployment deployment) {
    if (chain.codeAt(deployment.ballot(), BlockTag.LATEST).isEmpty()) {
      throw new FatalException(
          "oracle: no contract at the ballot's address %s on chain %d; is deployment.json of this chain?"
              .formatted(deployment.ballot(), deployment.chainId()));
    }
  }

  private static void requireSame(Deployment deployment, BallotRules rules) {
    Address registry = rules.registry();
    if (!rules.space().equals(deployment.space()) || !registry.equals(deployment.registry())) {
      throw new FatalException(
          "oracle: expected a ballot for space %s with registry %s at %s, found space %s and registry %s; is deployment.json of this chain?"
              .formatted(
                  deployment.space(),
                  deployment.registry(),
                  deployment.ballot(),
                  rules.space(),
                  registry));
    }
  }
}
