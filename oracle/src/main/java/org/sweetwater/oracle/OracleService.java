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
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Migrations;
import org.sweetwater.migrations.Role;
import org.sweetwater.oracle.ballot.Ballots;
import org.sweetwater.oracle.cradle.Attestor;
import org.sweetwater.oracle.cradle.Experiments;
import org.sweetwater.oracle.cradle.archive.Archive;
import org.sweetwater.oracle.cradle.canary.CanaryIntake;
import org.sweetwater.oracle.cradle.canary.Rollouts;
import org.sweetwater.oracle.message.SigningKey;
import org.sweetwater.oracle.origin.ChainOrigin;
import org.sweetwater.oracle.relay.Relay;
import org.sweetwater.oracle.relay.RelayKey;
import org.sweetwater.oracle.relay.RevertMeaning;
import org.sweetwater.oracle.relay.RevertReason;
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
                    OracleService::meaningOf,
                    clock,
                    random),
                metrics));
    Map<String, PollLoop> loops = new LinkedHashMap<>();
    loops.put("hub", keep(PollLoop.start("hub", ballots::readHub, config.pollInterval(), tools)));
    loops.put(
        "ballots", keep(PollLoop.start("ballots", ballots::advance, config.pollInterval(), tools)));
    Basis basis = new Basis(config, deployment, chain, jdbi, tools);
    Optional<CanaryIntake> intake =
        config.cradle().map(cradle -> carryExperiments(cradle, basis, loops));
    OracleHealth health = new OracleHealth(loops, relay, clock);
    OracleHttp server =
        OracleHttp.listen(
            config.http(),
            health,
            metrics,
            router -> intake.ifPresent(endpoints -> endpoints.mount(router)));
    uri = Optional.of(keep(server).uri());
    LOG.info(
        "oracle.started: uri={} space={} chainId={} ballot={} account={}",
        uri(),
        deployment.space(),
        deployment.chainId(),
        deployment.ballot(),
        key.address());
  }

  /** What every part of it works with. */
  private record Basis(
      OracleConfig config,
      Deployment deployment,
      ChainClient chain,
      Jdbi jdbi,
      PollLoop.Tools tools) {}

  private CanaryIntake carryExperiments(
      OracleConfig.Cradle cradle, Basis basis, Map<String, PollLoop> loops) {
    Optional<SigningKey> attestor =
        key(
            "cradle.attestorKey",
            cradle.attestorKey(),
            cradle.attestorKeyFile(),
            SigningKey::parse,
            "the attestor");
    Experiments experiments = keep(experiments(cradle, attestor, basis));
    Rollouts rollouts =
        Rollouts.open(
            new Rollouts.Parts(
                basis.deployment(),
                basis.chain(),
                basis.jdbi(),
                attestor,
                basis.tools().clock(),
                basis.tools().registry()));
    loops.put("experiments", keep(loop("experiments", experiments::advance, basis)));
    loops.put("rollouts", keep(loop("rollouts", rollouts::advance, basis)));
    return keep(
        new CanaryIntake(
            new CanaryIntake.Parts(
                basis.deployment(),
                basis.chain(),
                basis.jdbi(),
                cradle.requestsPerMinuteOrUsual(),
                basis.tools().clock(),
                basis.tools().registry())));
  }

  private static PollLoop loop(String name, PollLoop.Round round, Basis basis) {
    return PollLoop.start(name, round, basis.config().pollInterval(), basis.tools());
  }

  private static Experiments experiments(
      OracleConfig.Cradle cradle, Optional<SigningKey> attestor, Basis basis) {
    Deployment deployment = basis.deployment();
    return Experiments.open(
        new Experiments.Parts(
            deployment,
            basis.chain(),
            basis.jdbi(),
            attestor.map(key -> new Attestor(key, deployment.chainId(), deployment.cradle())),
            Archive.of(cradle.archive()),
            basis.config().confirmations(),
            basis.tools().clock(),
            basis.tools().registry()));
  }

  private static RevertMeaning meaningOf(String kind, RevertReason reason) {
    if (kind.startsWith(Experiments.KIND_PREFIX)) {
      return Experiments.revertPolicy().meaningOf(kind, reason);
    }
    return kind.startsWith(Rollouts.KIND_PREFIX)
        ? Rollouts.revertPolicy().meaningOf(kind, reason)
        : Ballots.revertPolicy().meaningOf(kind, reason);
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
    return key(
            "relayKey",
            config.relayKey(),
            config.relayKeyFile(),
            RelayKey::parse,
            "the account that pays for transactions")
        .orElseThrow();
  }

  /** A private key from the configuration or from a file that it names, where one is given. */
  private static <K> Optional<K> key(
      String name,
      Optional<Secret> given,
      Optional<String> file,
      Function<String, K> parse,
      String whose) {
    String source = given.isPresent() ? name : name + "File";
    Optional<String> text =
        given.map(Secret::reveal).or(() -> file.map(path -> readKeyFile(source, path)));
    try {
      return text.map(parse);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          "oracle: %s: %s; give the private key of %s".formatted(source, e.getMessage(), whose));
    }
  }

  private static String readKeyFile(String source, String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new ConfigException(
          "oracle: %s %s cannot be read (%s); correct the path or its permissions"
              .formatted(source, file, e.getClass().getSimpleName()));
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
