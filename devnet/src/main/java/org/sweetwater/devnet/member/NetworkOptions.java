package org.sweetwater.devnet.member;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.sweetwater.devnet.Checkout;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.RpcEndpoint;
import org.sweetwater.wrappers.config.ConfigException;
import picocli.CommandLine.Option;

/**
 * Which network a command talks to: each part from its option, else from its environment variable,
 * else from the files of the devnet that runs from this checkout.
 *
 * <p>A picocli mixin. Nothing is looked up before it is asked for, so a command that needs no hub
 * works where there is none.
 */
public final class NetworkOptions {
  @Option(
      names = "--deployment",
      paramLabel = "FILE",
      description =
          "The network's deployment.json (default: SW_DEPLOYMENT, else the devnet's of this checkout).")
  private Optional<Path> deployment = Optional.empty();

  @Option(
      names = "--rpc-url",
      paramLabel = "URL",
      description = "A node's JSON-RPC (default: SW_RPC_URL, else the devnet's).")
  private Optional<URI> rpcUrl = Optional.empty();

  @Option(
      names = "--hub",
      paramLabel = "URL",
      description =
          "The hub's base address: messages are posted to it, GraphQL is below it (default: SW_HUB_URL, else the devnet's).")
  private Optional<URI> hub = Optional.empty();

  @Option(
      names = "--sequencer",
      paramLabel = "URL",
      description =
          "Where messages are posted, if not to the hub itself (default: SW_SEQUENCER_URL, else the hub; seq.snapshot.org for hub.snapshot.org).")
  private Optional<URI> sequencer = Optional.empty();

  @Option(
      names = "--indexer",
      paramLabel = "URL",
      description = "The indexer's base address (default: SW_INDEXER_URL, else the devnet's).")
  private Optional<URI> indexer = Optional.empty();

  private final Map<String, String> environment;
  private final Supplier<DevnetFiles> devnet;

  /** Made by picocli, for this process's environment and checkout. */
  public NetworkOptions() {
    // Looked for when it is needed: with everything named, no checkout is.
    this(System.getenv(), () -> new DevnetFiles(Checkout.find().state().resolve("devnet")));
  }

  /** For another environment, with the files of another devnet. */
  NetworkOptions(Map<String, String> environment, Supplier<DevnetFiles> devnet) {
    this.environment = Map.copyOf(environment);
    this.devnet = devnet;
  }

  /**
   * The contracts.
   *
   * @throws ConfigException when no file is named, or it is not a deployment.json
   */
  public Deployment deployment() {
    return Deployment.read(
        deployment
            .or(() -> variable("SW_DEPLOYMENT").map(Path::of))
            .or(() -> devnet.get().deployment())
            .orElseThrow(() -> unknown("deployment", "--deployment FILE", "SW_DEPLOYMENT")));
  }

  /**
   * A connection to a node on the deployment's chain.
   *
   * @throws ConfigException when no node is named
   * @throws org.sweetwater.wrappers.FatalException when the node is on another chain
   * @throws org.sweetwater.wrappers.RetryableException when the node does not answer
   */
  public ChainClient connect() {
    return ChainClient.connect(endpoint(), deployment().chainId());
  }

  /**
   * Where the node answers; its printed form never shows a key.
   *
   * @throws ConfigException when no node is named, or its URL is none
   */
  public RpcEndpoint endpoint() {
    URI url = url(rpcUrl, "SW_RPC_URL", DevnetFiles::rpcUrl, "node", "--rpc-url URL");
    try {
      return RpcEndpoint.of(url);
    } catch (IllegalArgumentException e) {
      throw new ConfigException("--rpc-url: " + e.getMessage());
    }
  }

  /**
   * The hub's base address: the sequencer takes messages there, GraphQL is at {@code /graphql}.
   *
   * @throws ConfigException when none is named, or it is no http URL
   */
  public URI hub() {
    return http("--hub", url(hub, "SW_HUB_URL", DevnetFiles::hub, "hub", "--hub URL"));
  }

  /** The hub's base address, where one is named at all. */
  public Optional<URI> findHub() {
    boolean isNamed =
        hub.isPresent() || variable("SW_HUB_URL").isPresent() || devnet.get().hub().isPresent();
    return isNamed ? Optional.of(hub()) : Optional.empty();
  }

  /**
   * Where messages for the hub are posted: public Snapshot takes them at another host than it shows
   * them.
   *
   * @throws ConfigException when no hub is named, or it is no http URL
   */
  public URI sequencer() {
    return sequencer
        .or(() -> variable("SW_SEQUENCER_URL").map(text -> parse("SW_SEQUENCER_URL", text)))
        .map(url -> http("--sequencer", url))
        .orElseGet(() -> sequencerOf(hub()));
  }

  private static URI sequencerOf(URI hub) {
    return switch (hub.getHost()) {
      case "hub.snapshot.org" -> URI.create("https://seq.snapshot.org/");
      case "testnet.hub.snapshot.org" -> URI.create("https://testnet.seq.snapshot.org/");
      default -> hub;
    };
  }

  /**
   * The indexer's base address; GraphQL is at {@code /graphql}.
   *
   * @throws ConfigException when none is named, or it is no http URL
   */
  public URI indexer() {
    return http(
        "--indexer",
        url(indexer, "SW_INDEXER_URL", DevnetFiles::indexer, "indexer", "--indexer URL"));
  }

  /**
   * The oracle's base address, for what nodes and attestors post: as given, else SW_ORACLE_URL,
   * else the devnet's.
   *
   * @throws ConfigException when none is named, or it is no http URL
   */
  public URI oracle(Optional<URI> given) {
    return http(
        "--oracle", url(given, "SW_ORACLE_URL", DevnetFiles::oracle, "oracle", "--oracle URL"));
  }

  /** The folder in which the devnet of this checkout keeps experiments and their results. */
  public Path devnetArchive() {
    return devnet.get().archive();
  }

  private URI url(
      Optional<URI> given,
      String variable,
      Function<DevnetFiles, Optional<URI>> found,
      String what,
      String option) {
    return given
        .or(() -> variable(variable).map(text -> parse(variable, text)))
        .or(() -> found.apply(devnet.get()))
        .orElseThrow(() -> unknown(what, option, variable));
  }

  private static URI parse(String variable, String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      // Not the text itself: a URL may hold a key.
      throw new ConfigException(variable + ": expected a URL such as https://host:port");
    }
  }

  private static URI http(String option, URI url) {
    boolean isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!isHttp || url.getHost() == null) {
      throw new ConfigException(
          "%s: expected a URL such as https://host:port, found scheme %s"
              .formatted(option, url.getScheme()));
    }
    return url;
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  private ConfigException unknown(String what, String option, String variable) {
    return new ConfigException(
        "no %s is named: give %s, set %s, or start ./sw devnet, whose files would be in %s"
            .formatted(what, option, variable, devnet.get().folder()));
  }
}
