package org.sweetwater.oracle.hub;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Migrations;
import org.sweetwater.migrations.Role;
import org.sweetwater.oracle.http.Complaint;
import org.sweetwater.oracle.http.Offload;
import org.sweetwater.oracle.http.RateLimit;
import org.sweetwater.oracle.message.SigningKey;
import org.sweetwater.oracle.origin.ChainOrigin;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.chain.BlockTag;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.RpcEndpoint;
import org.sweetwater.wrappers.config.ConfigException;

/**
 * A running hub: {@code POST /} takes messages as Snapshot's sequencer does, {@code /graphql} shows
 * them as Snapshot's hub does, {@code /ipfs/{cid}} gives their pinned text. Also {@code
 * /health/live}, {@code /health/ready} and {@code /metrics}.
 */
public final class HubServer implements AutoCloseable {
  /** Idle connections are closed after this many seconds. */
  private static final int IDLE_SECONDS = 60;

  private static final int LINE_BYTES_MAX = 16_384;
  private static final Logger LOG = LoggerFactory.getLogger(HubServer.class);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private Optional<URI> uri = Optional.empty();

  private HubServer() {}

  /**
   * Connects, migrates the database and listens.
   *
   * @throws ConfigException when a value of the configuration is wrong
   * @throws FatalException when the node is on another chain, the contracts are not there, or the
   *     database belongs to another chain or deployment
   * @throws org.sweetwater.wrappers.RetryableException when the node does not answer
   * @throws org.sweetwater.migrations.DatabaseException when the database cannot be used
   */
  public static HubServer start(HubConfig config) {
    Deployment deployment = Deployment.read(Path.of(config.deployment()));
    requireSameChain(config, deployment);
    HubServer server = new HubServer();
    return server.startOrClose(
        () -> {
          ChainClient client =
              server.keep(
                  ChainClient.connect(
                      RpcEndpoint.of(config.chain().rpcUrl()), deployment.chainId()));
          requireContracts(client, deployment);
          HubChain chain = new HubChain(client, deployment.registry());
          ChainOrigin origin = ChainOrigin.of(client, deployment);
          server.run(
              config,
              deployment,
              new Sequencer.Chain(chain, chain),
              Clock.systemUTC(),
              origin::claim);
        });
  }

  /** As {@link #start(HubConfig)}, on a given chain and clock. */
  static HubServer start(
      HubConfig config, Deployment deployment, Sequencer.Chain chain, Clock clock) {
    HubServer server = new HubServer();
    return server.startOrClose(() -> server.run(config, deployment, chain, clock, database -> {}));
  }

  /** Where it listens, for example {@code http://127.0.0.1:8540}. */
  public URI uri() {
    return uri.orElseThrow();
  }

  private HubServer startOrClose(Runnable start) {
    try {
      start.run();
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void run(
      HubConfig config,
      Deployment deployment,
      Sequencer.Chain chain,
      Clock clock,
      Consumer<Jdbi> claim) {
    Migrations.migrate(config.database());
    Database database =
        keep(Database.open(config.database(), Role.ORACLE, config.requestTimeout()));
    Jdbi jdbi = Jdbi.create(database.dataSource()).installPlugin(new PostgresPlugin());
    claim.accept(jdbi);
    HubRoutes.Parts parts = parts(config, deployment, chain, jdbi, clock);
    keep(parts.offload());
    uri = Optional.of(listen(config, new HubRoutes(config, parts)));
    LOG.info(
        "hub started: uri={} space={} chainId={} relayer={}",
        uri(),
        deployment.space(),
        deployment.chainId(),
        parts.sequencer().relayer());
  }

  private static HubRoutes.Parts parts(
      HubConfig config, Deployment deployment, Sequencer.Chain chain, Jdbi jdbi, Clock clock) {
    SpaceView space = new SpaceView(deployment, config.space());
    SigningKey relayer = RelayerKeys.load(config.relayerKey(), jdbi);
    HubQueries queries = new HubQueries(jdbi, space, clock);
    Sequencer sequencer =
        new Sequencer(
            new MessageRules(deployment),
            new MessageStore(jdbi, clock),
            new RefusalStore(jdbi, config.refusalsKept()),
            chain,
            relayer,
            clock);
    return new HubRoutes.Parts(
        sequencer,
        new HubGraphql(queries, chain, space),
        queries,
        new Readiness(queries, chain.facts(), clock),
        space,
        new RateLimit(clock, config.requestsPerMinute()),
        new HubMetrics(),
        new Offload(config.requestTimeout(), Complaint.SNAPSHOT));
  }

  private URI listen(HubConfig config, HubRoutes routes) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(2));
    keep(() -> vertx.close().toCompletionStage().toCompletableFuture().join());
    HttpServerOptions options =
        new HttpServerOptions()
            .setIdleTimeout(IDLE_SECONDS)
            .setMaxInitialLineLength(LINE_BYTES_MAX)
            .setCompressionSupported(true);
    String host = config.http().host();
    try {
      HttpServer http =
          vertx
              .createHttpServer(options)
              .requestHandler(routes.router(vertx))
              .listen(config.http().port(), host)
              .toCompletionStage()
              .toCompletableFuture()
              .join();
      return URI.create("http://" + host + ":" + http.actualPort());
    } catch (CompletionException e) {
      throw new ConfigException(
          "hub: cannot listen on %s:%d (%s); set another http.host or http.port"
              .formatted(
                  host,
                  config.http().port(),
                  e.getCause() == null ? "no reason given" : e.getCause().getMessage()));
    }
  }

  private static void requireSameChain(HubConfig config, Deployment deployment) {
    config
        .chain()
        .chainId()
        .filter(chainId -> chainId != deployment.chainId())
        .ifPresent(
            chainId -> {
              throw new ConfigException(
                  "hub: chain.chainId is %d, but %s is of chain %d; correct one of them"
                      .formatted(chainId, config.deployment(), deployment.chainId()));
            });
  }

  private static void requireContracts(ChainClient client, Deployment deployment) {
    if (client.codeAt(deployment.registry(), BlockTag.LATEST).isEmpty()) {
      throw new FatalException(
          "hub: no contract at the registry's address %s on chain %d; is deployment.json of this chain?"
              .formatted(deployment.registry(), deployment.chainId()));
    }
  }

  private <T extends AutoCloseable> T keep(T resource) {
    open.push(resource);
    return resource;
  }

  /** Stops listening, lets requests in work end, and closes every connection. */
  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        LOG.warn("hub stopped with an error: cause={}", e.getMessage(), e);
      }
    }
  }
}
