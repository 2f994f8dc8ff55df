package org.sweetwater.oracle.cradle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.oracle.ContractsOnAnvil;
import org.sweetwater.oracle.cradle.archive.FolderArchive;
import org.sweetwater.oracle.cradle.spec.CanonicalJson;
import org.sweetwater.oracle.cradle.spec.ExperimentFile;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec;
import org.sweetwater.oracle.cradle.spec.InvalidSpecException;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.oracle.cradle.twin.MetricSet;
import org.sweetwater.oracle.message.SigningKey;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.Anvil;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.Receipt;

/** What the oracle does about experiments, on the real contracts. */
class ExperimentsTest {
  private static final int ROUNDS = 200;
  private static final String YAML =
      """
      experiment: 1
      metadata: {name: an-experiment, title: Greet more often, author: a test}
      objective: Routes are found sooner.
      network:
        topology: {kind: random-regular, nodes: 20, degree: 4}
      change:
        routing: {hello: HELLO}
      chaos:
        - {at: 35s, for: 5s, killNodes: {count: 1}}
      duration: 60s
      gates:
        latencyP99: {max: 100ms}
        packetLoss: {max: 1%}
        mttr: {max: 2s}
        deanonymisationRisk: {max: 1%}
        policyConsistency: {min: 95%}
        routeStability: {min: 90%}
      """;

  private static final SigningKey ATTESTOR = key(1);
  private static final Address OPERATOR = TestSigner.of(1).address();
  private static final Address PAYER =
      SigningKey.parse("0x" + Anvil.FIRST_KEY.replace("0x", "")).address();

  @TempDir private static Path contractsFolder;
  private static ContractsOnAnvil contracts;
  private static ChainClient chain;

  @TempDir private Path folder;
  private FolderArchive archive;
  private TestDatabase database;
  private Database pool;

  @BeforeAll
  static void deploy() {
    contracts = ContractsOnAnvil.start(contractsFolder, ExperimentsTest::plan);
    chain = ChainClient.connect(contracts.anvil().endpoint());
    contracts.anvil().rpc("anvil_setBalance", OPERATOR.lowerHex(), "0xde0b6b3a7640000");
    contracts.anvil().rpc("anvil_impersonateAccount", OPERATOR.lowerHex());
  }

  private static void plan(ObjectNode plan) {
    ContractsOnAnvil.withGenesis(plan, 4);
    ((ObjectNode) plan.at("/cradle")).put("attemptGapSeconds", 0);
    ArrayNode attestors = ((ObjectNode) plan.at("/cradle")).putArray("attestors");
    Stream.of(key(1), key(2), key(3), key(4))
        .map(SigningKey::address)
        .sorted()
        .forEach(account -> attestors.add(account.checksummed()));
  }

  @AfterAll
  static void stop() {
    chain.close();
    contracts.close();
  }

  @BeforeEach
  void open() {
    archive = new FolderArchive(folder.resolve("archive"));
    database = TestDatabase.migrated();
    pool = database.open(Role.ORACLE);
  }

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void latchesTheSeedAndAttestsOnce() throws Exception {
    Hash32 id = submit(spec("210ms"));
    try (Experiments experiments = experiments(Optional.of(ATTESTOR))) {
      experiments.advance();
      assertThat(calls("latch", id)).isEmpty();
      contracts.anvil().mine(3);
      experiments.advance();
      experiments.advance();
      assertThat(calls("latch", id)).hasSize(1);
      send(calls("latch", id).getFirst());

      Bytes attestation = awaitAttestation(experiments, id);
      Receipt receipt = send(attestation);
      assertThat(receipt.logs()).hasSize(1);
      assertThat(receipt.logs().getFirst().topics()).contains(id, ATTESTOR.address().toWord());
      assertThat(archive.find(artefactOf(id))).isPresent();
    }
    try (Experiments afterACrash = experiments(Optional.of(ATTESTOR))) {
      rounds(afterACrash, 5);
      assertThat(calls("attest", id)).hasSize(1);
    }
  }

  /** The artefact's hash is the third argument of the call: selector, id, offset, hash. */
  private Hash32 artefactOf(Hash32 id) {
    Bytes call = calls("attest", id).getFirst();
    assertThat(call.slice(4, 36)).isEqualTo(Bytes.of(id.bytes()));
    return Hash32.of(call.slice(4 + 64, 4 + 96).bytes());
  }

  @Test
  void measuresAgainAfterACrashAndSaysTheSame() throws Exception {
    Hash32 id = running("220ms");
    Bytes first;
    try (Experiments experiments = experiments(Optional.of(ATTESTOR))) {
      first = awaitAttestation(experiments, id);
    }
    // As if it had died before the call was written.
    database.execute("DELETE FROM oracle.outbox_call WHERE kind = 'experiment-attest'");
    try (Experiments again = experiments(Optional.of(ATTESTOR))) {
      assertThat(awaitAttestation(again, id)).isEqualTo(first);
    }
  }

  @Test
  void waitsForASpecificationThatIsNotPublishedYet() throws Exception {
    ExperimentSpec spec = spec("230ms");
    Hash32 id = submit(spec);
    Path published = archive.file(spec.specHash());
    byte[] bytes = Files.readAllBytes(published);
    Files.delete(published);
    latch(id);
    try (Experiments experiments = experiments(Optional.of(ATTESTOR))) {
      rounds(experiments, 5);
      assertThat(calls("attest", id)).isEmpty();
      archive.put(bytes);
      assertThat(awaitAttestation(experiments, id)).isNotNull();
    }
  }

  @Test
  void attestsNothingWhoseThresholdsAreOthersOnTheChain() throws Exception {
    ExperimentSpec spec = spec("240ms");
    archive.put(CanonicalJson.of(spec));
    Map<Metric, Long> looser = new EnumMap<>(spec.thresholds().values());
    looser.put(Metric.LATENCY_P99, 400_000L);
    Hash32 id = submit(spec, new MetricSet(looser));
    latch(id);

    ExperimentState state =
        new CradleContract(chain, contracts.deployment()).find(id).orElseThrow();
    assertThat(PublishedExperiment.of(state, archive))
        .isInstanceOfSatisfying(
            PublishedExperiment.Refused.class,
            refused -> assertThat(refused.reason()).contains("400000", "100000"));
    try (Experiments experiments = experiments(Optional.of(ATTESTOR))) {
      rounds(experiments, 10);
      assertThat(calls("attest", id)).isEmpty();
    }
  }

  @Test
  void goesOnWithOthersWhenTheArchiveHoldsSomethingElse() throws Exception {
    ExperimentSpec spec = spec("245ms");
    Hash32 bad = submit(spec);
    Files.writeString(archive.file(spec.specHash()), "{}");
    latch(bad);
    Hash32 good = running("250ms");
    try (Experiments experiments = experiments(Optional.of(ATTESTOR))) {
      assertThat(awaitAttestation(experiments, good).slice(4, 36))
          .isEqualTo(Bytes.of(good.bytes()));
      rounds(experiments, 5);
      assertThat(calls("attest", bad)).isEmpty();
    }
  }

  @Test
  void onlyLatchesWhereItIsNoAttestor() throws Exception {
    Hash32 id = running("260ms");
    try (Experiments stranger = experiments(Optional.of(key(9)));
        Experiments nobody = experiments(Optional.empty())) {
      rounds(stranger, 5);
      rounds(nobody, 5);
      assertThat(calls("attest", id)).isEmpty();
    }
  }

  @Test
  void leavesAnExperimentWhoseSeedWasMissed() throws Exception {
    Hash32 id = submit(spec("270ms"));
    contracts.anvil().mine(300);
    try (Experiments experiments = experiments(Optional.of(ATTESTOR))) {
      rounds(experiments, 3);
      assertThat(calls("latch", id)).isEmpty();
    }
  }

  private Hash32 running(String hello) throws Exception {
    Hash32 id = submit(spec(hello));
    latch(id);
    return id;
  }

  private static ExperimentSpec spec(String hello) throws InvalidSpecException {
    return ExperimentFile.parse(YAML.replace("HELLO", hello));
  }

  private Hash32 submit(ExperimentSpec spec) {
    archive.put(CanonicalJson.of(spec));
    return submit(spec, spec.thresholds());
  }

  private static Hash32 submit(ExperimentSpec spec, MetricSet thresholds) {
    Receipt receipt =
        send(OPERATOR, CradleCalls.submit(spec.changeHash(), spec.specHash(), thresholds));
    return CradleContract.submittedBy(receipt.logs()).orElseThrow();
  }

  private static void latch(Hash32 id) {
    contracts.anvil().mine(3);
    send(CradleCalls.latchSeed(id));
  }

  private static Receipt send(Bytes call) {
    return send(PAYER, call);
  }

  private static Receipt send(Address from, Bytes call) {
    String hash =
        contracts
            .anvil()
            .rpc(
                "eth_sendTransaction",
                Map.of(
                    "from",
                    from.lowerHex(),
                    "to",
                    contracts.deployment().cradle().lowerHex(),
                    "data",
                    call.hex()))
            .asText();
    Optional<Receipt> receipt = chain.receipt(Hash32.parse(hash));
    while (receipt.isEmpty()) {
      receipt = chain.receipt(Hash32.parse(hash));
    }
    assertThat(receipt.get().succeeded()).isTrue();
    return receipt.get();
  }

  private Experiments experiments(Optional<SigningKey> attestor) {
    return Experiments.open(
        new Experiments.Parts(
            contracts.deployment(),
            chain,
            Jdbi.create(pool.dataSource()),
            attestor.map(
                key ->
                    new Attestor(
                        key, contracts.deployment().chainId(), contracts.deployment().cradle())),
            archive,
            0,
            Clock.systemUTC(),
            new SimpleMeterRegistry()));
  }

  private Bytes awaitAttestation(Experiments experiments, Hash32 id) throws InterruptedException {
    for (int round = 0; round < ROUNDS && calls("attest", id).isEmpty(); round++) {
      experiments.advance();
      Thread.sleep(20);
    }
    return calls("attest", id).getFirst();
  }

  private static void rounds(Experiments experiments, int count) throws InterruptedException {
    for (int round = 0; round < count; round++) {
      experiments.advance();
      Thread.sleep(20);
    }
  }

  private List<Bytes> calls(String step, Hash32 id) {
    return Jdbi.create(pool.dataSource())
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT calldata FROM oracle.outbox_call WHERE kind = :kind AND subject = :id ORDER BY id")
                    .bind("kind", "experiment-" + step)
                    .bind("id", id.bytes())
                    .mapTo(byte[].class)
                    .map(Bytes::of)
                    .list());
  }

  private static SigningKey key(int number) {
    byte[] bytes = new byte[32];
    bytes[31] = (byte) number;
    return SigningKey.of(bytes);
  }
}
