package org.sweetwater.bench.network;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.DatabaseConfig;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.oracle.ContractsOnAnvil;
import org.sweetwater.oracle.message.CommittedCall;
import org.sweetwater.oracle.message.Envelope;
import org.sweetwater.oracle.message.EnvelopeOutcome;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.BlockTag;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.contracts.NodeRegistry;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.Function;

/** A chain with the real contracts, a database, and our hub over both. */
public final class BenchNetwork implements AutoCloseable {
  /** As many as the devnet has: more than a ballot needs to be valid. */
  private static final int FOUNDERS = 12;

  private static final TestSigner AUTHOR = TestSigner.of(1);
  private static final TestSigner CANDIDATE = TestSigner.of(3_000_000);

  private final Deque<Runnable> closing = new ArrayDeque<>();
  private final HttpClient http;
  private final ContractsOnAnvil contracts;
  private final ChainClient chain;
  private final TestDatabase database;
  private final Jdbi jdbi;
  private final ServiceProcess hub;
  private final URI hubUri;

  private BenchNetwork(Path folder, Voting voting) throws IOException, InterruptedException {
    this.http = HttpClient.newHttpClient();
    closing.push(http::close);
    this.contracts = ContractsOnAnvil.start(folder, voting::change, "--block-time", "1");
    closing.push(contracts::close);
    this.chain = ChainClient.connect(contracts.anvil().endpoint());
    closing.push(chain::close);
    this.database = TestDatabase.migrated();
    closing.push(database::close);
    Database pool = Database.open(database.config(), Role.ORACLE);
    closing.push(pool::close);
    this.jdbi = Jdbi.create(pool.dataSource());
    this.hub = ServiceProcess.start("hub", hubConfig(), folder, List.of());
    closing.push(hub::close);
    this.hubUri = URI.create(hub.awaitLine("hub listens on "));
  }

  /**
   * How an ordinary ballot runs.
   *
   * @param windowSeconds least time from the opening to the end of voting
   * @param graceSeconds from the end of voting to the closing
   */
  public record Voting(long windowSeconds, long graceSeconds) {
    private void change(ObjectNode plan) {
      ContractsOnAnvil.withGenesis(plan, FOUNDERS);
      ((ObjectNode) plan.at("/tracks/ordinary"))
          .put("windowSeconds", windowSeconds)
          .put("graceSeconds", graceSeconds)
          .put("delaySeconds", 1);
    }
  }

  /** Starts everything; files go to {@code folder}. */
  public static BenchNetwork start(Path folder, Voting voting)
      throws IOException, InterruptedException {
    return new BenchNetwork(folder, voting);
  }

  /** The chain and the contracts on it. */
  public ContractsOnAnvil contracts() {
    return contracts;
  }

  /** A connection to the chain. */
  public ChainClient chain() {
    return chain;
  }

  /** The database that the hub and the measured oracle share. */
  public TestDatabase database() {
    return database;
  }

  /** The same database, for looking into it. */
  public Jdbi jdbi() {
    return jdbi;
  }

  /** The hub's base address. */
  public URI hub() {
    return hubUri;
  }

  /** The hub's process. */
  public long hubPid() {
    return hub.pid();
  }

  /**
   * Posts a proposal that admits an operator.
   *
   * @param lasts from now to the end of voting
   */
  public Hash32 propose(Duration lasts) throws IOException, InterruptedException {
    Deployment deployment = contracts.deployment();
    CommittedCall call =
        new CommittedCall(deployment.registry(), admission(), Hash32.keccak(new byte[] {1}));
    Hash32 codeHash = chain.codeAt(deployment.registry(), BlockTag.LATEST).keccak();
    Hash32 action = call.action(deployment.chainId(), deployment.ballot(), codeHash);
    Block head = chain.latestBlock();
    long now = head.timestamp().getEpochSecond();
    ObjectNode message = AUTHOR.proposal(call, action, now, now + lasts.toSeconds());
    message.put("snapshot", head.number() - 1);
    return post(AUTHOR.post(TestSigner.PROPOSAL, message));
  }

  private static Bytes admission() {
    Address candidate = new Address(CANDIDATE.address().toUnsigned());
    return Bytes.parse(
        FunctionEncoder.encode(
            new Function(NodeRegistry.FUNC_ADMITBYBALLOT, List.of(candidate), List.of())));
  }

  /** Posts a signed message to the hub, which must take it; returns its id. */
  public Hash32 post(byte[] envelope) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(hub())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(envelope))
                .build(),
            BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException("the hub refused a message of ours: " + answer.body());
    }
    return switch (Envelope.parse(envelope)) {
      case EnvelopeOutcome.Parsed(Envelope parsed) -> parsed.message().id();
      case EnvelopeOutcome.Refused refused -> throw new IllegalStateException(refused.toString());
    };
  }

  /** No limit of requests: an operator lifts it for the oracle's address too. */
  private Map<String, Object> hubConfig() {
    DatabaseConfig login = database.config();
    return Map.of(
        "database",
        Map.of("url", login.url(), "user", login.user(), "password", login.password()),
        "chain",
        Map.of("rpcUrl", contracts.anvil().url().toString()),
        "deployment",
        contracts.file().toString(),
        "http",
        Map.of("host", "127.0.0.1", "port", 0),
        "space",
        Map.of("name", "Bench", "about", "For measuring", "symbol", "NODE"),
        "requestsPerMinute",
        0);
  }

  /** Stops the parts, the last started first. */
  @Override
  public void close() {
    while (!closing.isEmpty()) {
      closing.pop().run();
    }
  }
}
