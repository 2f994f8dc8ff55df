package org.sweetwater.oracle;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Migrations;
import org.sweetwater.migrations.Role;
import org.sweetwater.oracle.ballot.Ballots;
import org.sweetwater.oracle.origin.ChainOrigin;
import org.sweetwater.oracle.relay.Relay;
import org.sweetwater.oracle.relay.RelayKey;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.RpcEndpoint;
import org.sweetwater.wrappers.config.ConfigException;
import org.sweetwater.wrappers.config.Secret;

/**
 * A running oracle: one thread reads the hub, one decides, one sends. They share only the database,
 * so each may fail and come back by itself. Also {@code /health/live}, {@code /health/ready} and
 * {@code /metrics}.
 */
public final class OracleService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OracleService.class);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private Optional<URI> uri = Optional.empty();

  private OracleService() {}

  /**
   * Connects, migrates the database, and begins to carry.
   *
   * @throws ConfigException when a value of the configuration is wrong
   * @throws FatalException when the node is on another chain, the contracts are not there, or the
   *     database belongs to another chain or deployment
   * @throws org.sweetwater.wrappers.RetryableException when the node does not answer
   * @throws org.sweetwater.migrations.DatabaseException when the database cannot be used
   */
  public static OracleService start(OracleConfig config) {
    OracleService service = new OracleService();
    try {
      service.run(config, Clock.systemUTC());
      return service;
    } catch (RuntimeException e) {
      service.close();
      throw e;
    }
  }

  /** Where health and metrics are, for example {@code http://127.0.0.1:8541}. */
  public URI uri() {
    return uri.orElseThrow();
  }

  private void run(OracleConfig config, Clock clock) {
    Deployment deployment = deploymentOf(config);
    RelayKey key = keyOf(config);
    ChainClient chain =
        keep(ChainClient.connect(RpcEndpoint.of(config.chain().rpcUrl()), deployment.chainId()));
    Migrations.migrate(config.database());
    DataSource database = keep(Database.open(config.database(), Role.ORACLE)).dataSource();
    SecureRandom random = new SecureRandom();
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Jdbi jdbi = Jdbi.create(database);
    Ballots ballots =
        keep(
            Ballots.open(
                new Ballots.Parts(
                    config.ballots(), deployment, jdbi, chain, clock, random, metrics)));
    ChainOrigin.of(chain, deployment).claim(jdbi);
    PollLoop.Tools tools = new PollLoop.Tools(clock, random, metrics);
    Relay relay =
        keep(
            Relay.start(
                new Relay.Parts(
                    database,
                    chain,
                    key,
                    config.relayLimits(),
                    config.pollInterval(),
                    Ballots.errors(),
                    Ballots.revertPolicy(),
                    clock,
                    random),
                metrics));
    Map<String, PollLoop> loops = new LinkedHashMap<>();
    loops.put("hub", keep(PollLoop.start("hub", ballots::readHub, config.pollInterval(), tools)));
    loops.put(
        "ballots", keep(PollLoop.start("ballots", ballots::advance, config.pollInterval(), tools)));
    OracleHealth health = new OracleHealth(loops, relay, clock);
    uri = Optional.of(keep(OracleHttp.listen(config.http(), health, metrics)).uri());
    LOG.info(
        "oracle.started: uri={} space={} chainId={} ballot={} account={}",
        uri(),
        deployment.space(),
        deployment.chainId(),
        deployment.ballot(),
        key.address());
  }

  /** The deployment that the configuration names, if it is of the chain that it names. */
  static Deployment deploymentOf(OracleConfig config) {
    Deployment deployment = Deployment.read(Path.of(config.deployment()));
    config
        .chain()
        .chainId()
        .filter(chainId -> chainId != deployment.chainId())
        .ifPresent(
            chainId -> {
              throw new ConfigException(
                  "oracle: chain.chainId is %d, but %s is of chain %d; correct one of them"
                      .formatted(chainId, config.deployment(), deployment.chainId()));
            });
    return deployment;
  }

  private static RelayKey keyOf(OracleConfig config) {
    String source = config.relayKey().isPresent() ? "relayKey" : "relayKeyFile";
    String text =
        config
            .relayKey()
            .map(Secret::reveal)
            .orElseGet(() -> readKeyFile(config.relayKeyFile().orElseThrow()));
    try {
      return RelayKey.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "oracle: %s: %s; give the private key of the account that pays for transactions"
              .formatted(source, e.getMessage()));
    }
  }

  private static String readKeyFile(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new ConfigException(
          "oracle: relayKeyFile %s cannot be read (%s); correct the path or its permissions"
              .formatted(file, e.getClass().getSimpleName()));
    }
  }

  private <T extends AutoCloseable> T keep(T resource) {
    open.push(resource);
    return resource;
  }

  /** Lets the work in hand end, and closes every connection. */
  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        LOG.warn("oracle.stopped_with_error: cause={}", e.getMessage(), e);
      }
    }
  }
}
