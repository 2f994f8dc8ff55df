package org.sweetwater.devnet;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sweetwater.indexer.IndexerConfig;
import org.sweetwater.indexer.IndexerService;
import org.sweetwater.migrations.DatabaseConfig;
import org.sweetwater.oracle.OracleConfig;
import org.sweetwater.oracle.OracleService;
import org.sweetwater.oracle.hub.HubConfig;
import org.sweetwater.oracle.hub.HubServer;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.chain.BlockTag;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.RpcEndpoint;
import org.sweetwater.wrappers.config.ConfigFile;

/** The whole network on this machine: chain, database, contracts, hub, oracle, indexer. */
final class Devnet implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Devnet.class);

  private final DevnetOptions options;
  private final Checkout checkout;
  private final Narrator narrator;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final CompletableFuture<String> breakdown = new CompletableFuture<>();
  private volatile boolean closing;

  private Devnet(DevnetOptions options, Checkout checkout, Narrator narrator) {
    this.options = options;
    this.checkout = checkout;
    this.narrator = narrator;
  }

  /** A started network and the handle that stops it. */
  record Started(Network network, Devnet devnet) {}

  /**
   * Starts everything, or nothing: what was started is stopped again when a later part fails.
   *
   * @throws DevnetException in one line when a port is taken, or a part does not start
   */
  static Started start(DevnetOptions options, Checkout checkout, Narrator narrator)
      throws InterruptedException {
    Devnet devnet = new Devnet(options, checkout, narrator);
    try {
      return new Started(devnet.start(), devnet);
    } catch (RuntimeException | InterruptedException e) {
      devnet.close();
      throw e;
    }
  }

  private Network start() throws InterruptedException {
    options.ports().requireFree(options.chain(), options.database().isEmpty());
    prepareFolder();
    narrator.step("Starting the network");
    URI rpcUrl = startChain();
    DatabaseConfig database = startDatabase();
    ChainClient chain = keep(ChainClient.connect(RpcEndpoint.of(rpcUrl)));
    narrator.say("client    %s, chain %d", chain.clientVersion(), chain.chainId());
    Deployment deployment = deploy(chain, rpcUrl);
    return startServices(chain, rpcUrl, database, deployment);
  }

  private void prepareFolder() {
    try {
      if (options.reset() && Files.exists(options.folder())) {
        delete(options.folder());
      }
      Files.createDirectories(options.folder());
      Logs.toFile(options.folder().resolve("services.log"));
    } catch (IOException e) {
      throw new DevnetException(
          "cannot prepare %s: %s".formatted(options.folder(), e.getMessage()), e);
    }
  }

  /** Deletes a folder and what is in it. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private URI startChain() throws InterruptedException {
    return switch (options.chain()) {
      case ChainChoice.Foreign(var rpcUrl, var funder) -> rpcUrl;
      case ChainChoice.Anvil() ->
          keepChain(AnvilProcess.start(checkout, options.ports().chain(), options.folder()));
      case ChainChoice.Besu(var program) -> keepChain(startBesu(program));
    };
  }

  private ChainProcess startBesu(Path program) throws InterruptedException {
    Ports ports = options.ports();
    return BesuProcess.start(
        program,
        new BesuProcess.BesuPorts(ports.chain(), ports.chainWs(), ports.chainP2p()),
        options.folder(),
        seconds -> narrator.say("chain     Besu is starting, %d s so far", seconds));
  }

  private URI keepChain(ChainProcess chain) {
    keep(chain);
    chain.onExit(
        () ->
            noteEnd(
                "the chain (%s) ended by itself; its log: %s"
                    .formatted(chain.name(), chain.log())));
    narrator.say("chain     %s (%s, blocks of 1 s)", chain.rpcUrl(), chain.name());
    return chain.rpcUrl();
  }

  private DatabaseConfig startDatabase() {
    if (options.database().isPresent()) {
      return options.database().get();
    }
    EmbeddedDatabase server =
        keep(
            EmbeddedDatabase.start(
                options.ports().database(),
                options.folder().resolve("postgres"),
                checkout.state().resolve("postgres-binaries")));
    narrator.say("database  127.0.0.1:%d (embedded PostgreSQL)", options.ports().database());
    server.migrate();
    return server.config();
  }

  private Deployment deploy(ChainClient chain, URI rpcUrl) throws InterruptedException {
    Deployer deployer = new Deployer(checkout, options.folder());
    Optional<Deployment> earlier = earlier(chain, deployer.deploymentFile());
    if (earlier.isPresent()) {
      narrator.say("contracts of an earlier run, ballot %s", earlier.get().ballot());
      return earlier.get();
    }
    boolean gasFree = chain.fees().maxFeePerGas().signum() == 0;
    if (options.chain() instanceof ChainChoice.Foreign(var ignored, var funder)) {
      // Our own chains give everybody money in their first block.
      new Funding(chain, funder.orElseGet(Accounts::deployer), narrator).fund();
    }
    Deployment deployment = deployer.deploy(options.plan(), rpcUrl, gasFree);
    narrator.say("contracts deployed and checked, ballot %s", deployment.ballot());
    return deployment;
  }

  private Optional<Deployment> earlier(ChainClient chain, Path file) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Deployment deployment = Deployment.read(file);
    if (deployment.chainId() != chain.chainId()
        || chain.codeAt(deployment.ballot(), BlockTag.LATEST).isEmpty()) {
      throw new DevnetException(
          "%s names contracts that are not on this chain; start again with --reset"
              .formatted(file));
    }
    return Optional.of(deployment);
  }

  private Network startServices(
      ChainClient chain, URI rpcUrl, DatabaseConfig database, Deployment deployment) {
    Path deploymentFile = new Deployer(checkout, options.folder()).deploymentFile();
    ServiceFiles files =
        new ServiceFiles(options.folder(), deploymentFile, rpcUrl, database, options.ports());
    Map<String, String> noOverrides = Map.of();
    HubServer hub =
        keep(HubServer.start(ConfigFile.read(files.hub(), HubConfig.class, noOverrides)));
    narrator.say("hub       %s (GraphQL at /graphql)", hub.uri());
    IndexerService indexer =
        keep(
            IndexerService.start(
                ConfigFile.read(files.indexer(), IndexerConfig.class, noOverrides)));
    narrator.say("indexer   %s (GraphQL at /graphql, GraphiQL at /graphiql)", indexer.uri());
    Path oracleFile = files.oracle(Accounts.oracle(), Accounts.attestors().getFirst());
    if (options.oracle()) {
      OracleService oracle =
          keep(OracleService.start(ConfigFile.read(oracleFile, OracleConfig.class, noOverrides)));
      narrator.say("oracle    %s (/health/ready, /metrics)", oracle.uri());
    }
    return new Network(
        deployment, chain, rpcUrl, hub.uri(), indexer.uri(), files.oracleUri(), files.archive());
  }

  /**
   * Waits until a part that the others need has ended by itself, which is not expected to happen.
   *
   * @return what happened, in one line
   */
  String awaitBreakdown() {
    return breakdown.join();
  }

  private void noteEnd(String what) {
    if (!closing) {
      breakdown.complete(what);
    }
  }

  private <T extends AutoCloseable> T keep(T part) {
    running.push(part);
    return part;
  }

  /**
   * Stops the parts, the last started first; one that does not stop does not keep the others from
   * it.
   */
  @Override
  public synchronized void close() {
    closing = true;
    while (!running.isEmpty()) {
      AutoCloseable part = running.pop();
      try {
        part.close();
      } catch (Exception e) {
        LOG.warn("devnet_part_did_not_stop: part={}", part.getClass().getSimpleName(), e);
      }
    }
  }
}
