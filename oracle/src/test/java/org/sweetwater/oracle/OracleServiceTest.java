package org.sweetwater.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.oracle.ballot.Ballots;
import org.sweetwater.oracle.ballot.Standing;
import org.sweetwater.oracle.hub.HubConfig;
import org.sweetwater.oracle.hub.HubServer;
import org.sweetwater.oracle.message.CommittedCall;
import org.sweetwater.oracle.message.Envelope;
import org.sweetwater.oracle.message.EnvelopeOutcome;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.Anvil;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.BlockTag;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.config.Secret;
import org.sweetwater.wrappers.contracts.NodeRegistry;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.Function;

/** A hub, a database, a chain with the real contracts, and the oracle between them. */
class OracleServiceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final TestSigner CANDIDATE = TestSigner.of(50);

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void carriesABallotFromTheHubToItsExecution(@TempDir Path folder) throws Exception {
    try (ContractsOnAnvil contracts = ContractsOnAnvil.start(folder);
        TestDatabase database = TestDatabase.migrated();
        Database pool = database.open(Role.ORACLE);
        ChainClient chain = ChainClient.connect(contracts.anvil().endpoint());
        HubServer hub = HubServer.start(hubConfig(contracts, database));
        OracleService oracle = OracleService.start(oracleConfig(contracts, database, hub.uri()))) {
      Jdbi jdbi = Jdbi.create(pool.dataSource());
      Hash32 id = propose(hub.uri(), chain, contracts.deployment());
      await(jdbi, id, "counting");
      vote(hub.uri(), chain, id);
      await(jdbi, id, "done");

      assertThat(codeOf(jdbi, id)).isEqualTo("EXECUTED");
      assertThat(verdicts(jdbi)).containsOnly("COUNTED").hasSize(3);
      assertThat(isOperator(chain, contracts.deployment())).isTrue();
      assertThat(get(oracle.uri().resolve("/health/live")).statusCode()).isEqualTo(200);
      assertThat(get(oracle.uri().resolve("/health/ready")).statusCode()).isEqualTo(200);
      assertThat(get(oracle.uri().resolve("/metrics")).body()).contains("sweetwater_relay_signed");
      assertThat(get(oracle.uri().resolve("/health/ready")).body()).contains("\"rollouts\":\"UP\"");
      assertThat(postNothing(oracle.uri().resolve("/canary/reports"))).isEqualTo(400);
      refusesAnotherChainUnderTheSameDatabase(contracts, database, hub.uri());
    }
  }

  /** To the oracle, the database is then that of another chain. */
  private static void refusesAnotherChainUnderTheSameDatabase(
      ContractsOnAnvil contracts, TestDatabase database, URI hub) {
    database.execute("UPDATE oracle.chain_origin SET block_hash = sha256(block_hash)");
    OracleConfig config = oracleConfig(contracts, database, hub);
    assertThatThrownBy(() -> OracleService.start(config))
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("use another database");
  }

  private Hash32 propose(URI hub, ChainClient chain, Deployment deployment) throws Exception {
    CommittedCall call =
        new CommittedCall(deployment.registry(), admission(), Hash32.keccak(new byte[] {1}));
    Hash32 codeHash = chain.codeAt(deployment.registry(), BlockTag.LATEST).keccak();
    Hash32 action = call.action(deployment.chainId(), deployment.ballot(), codeHash);
    Block head = chain.latestBlock();
    long now = head.timestamp().getEpochSecond();
    TestSigner author = TestSigner.of(1);
    ObjectNode message =
        author.proposal(call, action, now, now + ContractsOnAnvil.WINDOW_SECONDS + 20);
    message.put("snapshot", head.number() - 1);
    return post(hub, author, TestSigner.PROPOSAL, message);
  }

  private void vote(URI hub, ChainClient chain, Hash32 id) throws Exception {
    for (int i = 1; i <= 3; i++) {
      long now = chain.latestBlock().timestamp().getEpochSecond();
      TestSigner voter = TestSigner.of(i);
      assertThat(post(hub, voter, TestSigner.VOTE, voter.vote(id, 1, now))).isNotNull();
    }
  }

  private Hash32 post(URI hub, TestSigner signer, String types, ObjectNode message)
      throws Exception {
    byte[] envelope = signer.post(types, message);
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(hub)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(envelope))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return switch (Envelope.parse(envelope)) {
      case EnvelopeOutcome.Parsed(Envelope parsed) -> parsed.message().id();
      case EnvelopeOutcome.Refused refused -> throw new AssertionError(refused.toString());
    };
  }

  private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private int postNothing(URI uri) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString("{}")).build();
    return http.send(request, BodyHandlers.ofString()).statusCode();
  }

  private static Bytes admission() {
    Address candidate = new Address(CANDIDATE.address().toUnsigned());
    return Bytes.parse(
        FunctionEncoder.encode(
            new Function(NodeRegistry.FUNC_ADMITBYBALLOT, List.of(candidate), List.of())));
  }

  private static boolean isOperator(ChainClient chain, Deployment deployment) {
    Address candidate = new Address(CANDIDATE.address().toUnsigned());
    Bytes question =
        Bytes.parse(
            FunctionEncoder.encode(
                new Function(NodeRegistry.FUNC_OPERATOROF, List.of(candidate), List.of())));
    return switch (chain.call(deployment.registry(), question, BlockTag.LATEST)) {
      case org.sweetwater.wrappers.chain.CallOutcome.Returned(Bytes data) ->
          new BigInteger(1, data.bytes()).signum() != 0;
      case org.sweetwater.wrappers.chain.CallOutcome.Reverted reverted -> false;
    };
  }

  private static String codeOf(Jdbi jdbi, Hash32 id) {
    return standing(jdbi, id).map(Standing::code).orElse("none");
  }

  private static Optional<Standing> standing(Jdbi jdbi, Hash32 id) {
    return Ballots.newest(jdbi, Clock.systemUTC(), 10).stream()
        .filter(standing -> standing.proposalId().equals(id))
        .findFirst();
  }

  private static List<String> verdicts(Jdbi jdbi) {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT reason FROM oracle.public_vote_verdict WHERE source = 'oracle'")
                .mapTo(String.class)
                .list());
  }

  private static void await(Jdbi jdbi, Hash32 id, String stage) throws InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (standing(jdbi, id).filter(now -> now.stage().equals(stage)).isEmpty()) {
      assertThat(Instant.now()).as(standing(jdbi, id).toString()).isBefore(deadline);
      Thread.sleep(100);
    }
  }

  private static HubConfig hubConfig(ContractsOnAnvil contracts, TestDatabase database) {
    return new HubConfig(
        database.config(),
        new HubConfig.Chain(contracts.anvil().url(), Optional.empty()),
        contracts.file().toString(),
        new HubConfig.Http("127.0.0.1", 0),
        new HubConfig.Space("Test", "For tests", "NODE"),
        Optional.empty(),
        1_000_000,
        0,
        Duration.ofSeconds(15),
        1_000);
  }

  private static OracleConfig oracleConfig(
      ContractsOnAnvil contracts, TestDatabase database, URI hub) {
    return new OracleConfig(
        database.config(),
        new OracleConfig.Chain(contracts.anvil().url(), Optional.of(Anvil.CHAIN_ID)),
        contracts.file().toString(),
        new OracleConfig.Http("127.0.0.1", 0),
        hub.resolve("/graphql"),
        Optional.empty(),
        Optional.of(Secret.of(Anvil.FIRST_KEY)),
        Optional.empty(),
        Duration.ofMillis(250),
        1,
        100,
        Duration.ofSeconds(2),
        new OracleConfig.Relay(
            20,
            Duration.ofSeconds(5),
            Duration.ofSeconds(20),
            Duration.ofMillis(250),
            Duration.ofSeconds(1),
            20,
            16_777_216,
            BigInteger.valueOf(500_000_000_000L)),
        Optional.of(
            new OracleConfig.Cradle(
                URI.create(contracts.file().resolveSibling("archive").toString()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty())));
  }
}
