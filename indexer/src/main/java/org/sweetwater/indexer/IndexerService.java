package org.sweetwater.indexer;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.indexer.chain.BlockStream;
import org.sweetwater.indexer.chain.HeadSocket;
import org.sweetwater.indexer.chain.StreamConfig;
import org.sweetwater.indexer.decode.CallDecoder;
import org.sweetwater.indexer.decode.EventDecoder;
import org.sweetwater.indexer.graphql.CommitFeed;
import org.sweetwater.indexer.graphql.GraphQlApi;
import org.sweetwater.indexer.graphql.GraphQlLimits;
import org.sweetwater.indexer.graphql.IndexingState;
import org.sweetwater.indexer.store.ChainStore;
import org.sweetwater.indexer.store.Source;
import org.sweetwater.indexer.store.StoreSetting;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.DatabaseConfig;
import org.sweetwater.migrations.Migrations;
import org.sweetwater.migrations.Role;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.config.ConfigException;
import org.sweetwater.wrappers.contracts.AccessManager;
import org.sweetwater.wrappers.contracts.Canary;
import org.sweetwater.wrappers.contracts.Cradle;
import org.sweetwater.wrappers.contracts.NodeRegistry;
import org.sweetwater.wrappers.contracts.NodeTouchLimit;
import org.sweetwater.wrappers.contracts.SnapshotBallot;

/**
 * A running indexer: follows the chain into PostgreSQL and answers {@code /graphql}, {@code
 * /graphiql}, {@code /health/live}, {@code /health/ready} and {@code /metrics}.
 */
public final class IndexerService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IndexerService.class);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final IndexerConfig config;
  private final Deployment deployment;
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final CommitFeed feed = new CommitFeed();
  private final List<HeadSocket> sockets = new CopyOnWriteArrayList<>();
  private final HeadLag lag = new HeadLag();
  private Optional<URI> uri = Optional.empty();

  private IndexerService(IndexerConfig config, Deployment deployment) {
    this.config = config;
    this.deployment = deployment;
  }

  /**
   * Connects, migrates the database, begins to follow the chain, and listens.
   *
   * @throws ConfigException when a value of the configuration is wrong, or the port is occupied
   * @throws org.sweetwater.wrappers.FatalException when the node is on another chain, the contracts
   *     are not there, or the database was indexed from elsewhere
   * @throws org.sweetwater.wrappers.RetryableException when the node does not answer, or another
   *     indexer writes the database
   * @throws org.sweetwater.migrations.DatabaseException when the database cannot be used
   */
  public static IndexerService start(IndexerConfig config) {
    Deployment deployment = Deployment.read(Path.of(config.deployment()));
    IndexerService service = new IndexerService(config, deployment);
    try {
      service.run();
      return service;
    } catch (RuntimeException e) {
      service.close();
      throw e;
    }
  }

  /** Where it listens, for example {@code http://127.0.0.1:8542}. */
  public URI uri() {
    return uri.orElseThrow();
  }

  private void run() {
    DeployedChain chain = keep(DeployedChain.connect(config, deployment, Clock.systemUTC()));
    Migrations.migrate(config.database());
    Database writing =
        keep(Database.open(connections(StoreSetting.USUAL.indexersMax()), Role.INDEXER));
    Follower follower = keep(follower(chain, writing));
    int rest = config.database().poolSize() - StoreSetting.USUAL.indexersMax();
    Database reading =
        keep(Database.open(connections(rest), Role.INDEXER, GraphQlLimits.USUAL.timeMax()));
    lag.resume(reading.dataSource());
    HttpListener listener = keep(listen(reading, follower));
    uri = Optional.of(listener.uri());
    follower.start();
    listenForHeads(follower);
    LOG.info(
        "indexer started: uri={} chainId={} ballot={} head={}",
        listener.uri(),
        deployment.chainId(),
        deployment.ballot(),
        deployment.startBlock());
  }

  /** Queries have connections of their own, whose statements end in time. */
  private DatabaseConfig connections(int most) {
    DatabaseConfig whole = config.database();
    return new DatabaseConfig(whole.url(), whole.user(), whole.password(), most);
  }

  /** Polling goes on beside it: a socket that is lost costs time only. */
  private void listenForHeads(Follower follower) {
    config.chain().nodes().stream()
        .flatMap(node -> node.wsUrl().stream())
        .forEach(
            url ->
                sockets.add(
                    keep(
                        HeadSocket.start(
                            url,
                            head -> follower.wake(head - config.confirmations()),
                            HeadSocket.Timing.USUAL,
                            Clock.systemUTC()))));
  }

  private Follower follower(DeployedChain chain, Database database) {
    List<Address> contracts =
        List.of(
            deployment.registry(), deployment.ballot(), deployment.cradle(), deployment.canary());
    StreamConfig reading =
        new StreamConfig(
            contracts,
            deployment.startBlock(),
            config.rangeBlocks(),
            config.confirmations(),
            config.lagTolerance());
    Clock clock = Clock.systemUTC();
    IndexerMetrics counts = new IndexerMetrics(metrics);
    IndexerMetrics.observe(metrics, chain.nodes());
    Indexing indexing =
        new Indexing(
            new BlockStream(chain.nodes(), reading, clock, block -> counts.holeMended()),
            new EventDecoder(
                deployment.registry(),
                deployment.ballot(),
                deployment.cradle(),
                deployment.canary()));
    Source source = chain.source();
    return new Follower(
        indexing,
        ChainStore.open(database.dataSource(), source),
        () -> ChainStore.open(database.dataSource(), source),
        new Follower.Setting(
            config.pollInterval(),
            counts,
            (event, head) -> {
              lag.committed(event, head);
              feed.committed();
            },
            clock,
            () -> sockets.forEach(HeadSocket::missedHead)));
  }

  private HttpListener listen(Database database, Follower follower) {
    IndexerMetrics.observe(metrics, follower::progress, deployment.startBlock());
    HealthRoutes health =
        new HealthRoutes(
            metrics, follower::progress, lag, deployment.startBlock(), Clock.systemUTC());
    return HttpListener.start(
        config.http(),
        (vertx, router) -> {
          health.mount(router);
          GraphQlApi.mount(
              router,
              vertx,
              database.dataSource(),
              callDecoder(),
              new State(follower, deployment.ballot()),
              feed,
              GraphQlLimits.USUAL.with(
                  config.http().requestsPerSecond(), config.http().introspection()));
        });
  }

  private CallDecoder callDecoder() {
    return new CallDecoder(
        Map.of(
            deployment.registry(), NodeRegistry.class,
            deployment.nodeTouchLimit(), NodeTouchLimit.class,
            deployment.ballot(), SnapshotBallot.class,
            deployment.cradle(), Cradle.class,
            deployment.canary(), Canary.class,
            deployment.authority(), AccessManager.class));
  }

  private record State(Follower follower, Address ballot) implements IndexingState {
    @Override
    public boolean hasErrors() {
      return follower.progress().isHalted();
    }

    @Override
    public long finalBlock() {
      return follower
          .progress()
          .head()
          .map(head -> head.number() - StoreSetting.USUAL.headersKept())
          .orElse(-1L);
    }
  }

  private <T extends AutoCloseable> T keep(T resource) {
    open.push(resource);
    return resource;
  }

  /** Stops listening, lets the step that is under way end, and closes every connection. */
  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        LOG.warn("indexer stopped with an error: cause={}", e.getMessage(), e);
      }
    }
  }
}
