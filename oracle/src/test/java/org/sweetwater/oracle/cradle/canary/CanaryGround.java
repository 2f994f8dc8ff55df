package org.sweetwater.oracle.cradle.canary;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sweetwater.oracle.ContractsOnAnvil;
import org.sweetwater.oracle.cradle.CradleCalls;
import org.sweetwater.oracle.cradle.CradleContract;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.oracle.cradle.twin.MetricSet;
import org.sweetwater.oracle.message.SigningKey;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.AbiWords;
import org.sweetwater.wrappers.chain.BlockTag;
import org.sweetwater.wrappers.chain.CallOutcome;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.chain.Receipt;
import org.sweetwater.wrappers.contracts.Cradle;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.generated.Bytes32;
import org.web3j.utils.Numeric;

/**
 * The real contracts with twelve nodes on an anvil whose time the test makes; anybody can be
 * impersonated and gas is free.
 */
final class CanaryGround implements AutoCloseable {
  static final int NODES = 12;

  private static final long ABSENT = -1;

  /** Of waves 1 to 4. */
  static final List<Long> WAVE_SECONDS = List.of(8L, 8L, 12L, 16L);

  static final long HEARTBEAT_SECONDS = 20;

  /** Within every bound of the devnet's plan. */
  static final MetricSet THRESHOLDS =
      metrics(100_000L, 10_000L, 1_000L, 10_000L, 960_000L, 920_000L);

  static final MetricSet GOOD = metrics(90_000L, 5_000L, ABSENT, 9_000L, 990_000L, 950_000L);
  static final MetricSet BAD = metrics(150_000L, 5_000L, ABSENT, 9_000L, 990_000L, 950_000L);

  private static final Address AUTHOR = TestSigner.of(1).address();
  private static final Address RELAY = TestSigner.of(9_999).address();
  private static final String GAS = "0xe4e1c0"; // 15,000,000: below EIP-7825's limit
  private static final long FIRST_TIME = 1_900_000_000L;

  final ContractsOnAnvil contracts;
  final ChainClient client;
  private long time;
  private int changes;

  private CanaryGround(ContractsOnAnvil contracts) {
    this.contracts = contracts;
    this.client = ChainClient.connect(contracts.anvil().endpoint());
  }

  static CanaryGround prepare(Path folder) {
    CanaryGround ground =
        new CanaryGround(
            ContractsOnAnvil.start(
                folder,
                CanaryGround::plan,
                "--auto-impersonate",
                "--block-base-fee-per-gas",
                "0",
                "--gas-price",
                "0",
                "--disable-min-priority-fee"));
    ground.contracts.anvil().rpc("evm_setAutomine", false);
    ground.mineAt(FIRST_TIME);
    return ground;
  }

  private static void plan(ObjectNode plan) {
    ContractsOnAnvil.withGenesis(plan, NODES);
    ObjectNode cradle = (ObjectNode) plan.at("/cradle");
    cradle.put("attemptGapSeconds", 0);
    ArrayNode attestors = cradle.putArray("attestors");
    Stream.of(1, 2, 3, 4, 5)
        .map(number -> attestor(number).address())
        .sorted()
        .forEach(account -> attestors.add(account.checksummed()));
    ObjectNode canary = (ObjectNode) plan.at("/canary");
    ArrayNode seconds = canary.putArray("waveSeconds");
    WAVE_SECONDS.forEach(seconds::add);
    canary.put("heartbeatSeconds", HEARTBEAT_SECONDS).put("ballotHeartbeatSeconds", 60);
  }

  static SigningKey attestor(int number) {
    return TestSigner.of(500 + number).key();
  }

  /** The key of a genesis node. */
  static SigningKey keyOf(Address node) {
    return Stream.iterate(1, number -> number + 1)
        .limit(NODES)
        .map(number -> TestSigner.of(100 + number).key())
        .filter(key -> key.address().equals(node))
        .findFirst()
        .orElseThrow();
  }

  Deployment deployment() {
    return contracts.deployment();
  }

  CanaryContract canary() {
    return new CanaryContract(client, deployment());
  }

  long time() {
    return time;
  }

  String snapshot() {
    return contracts.anvil().rpc("evm_snapshot").asText();
  }

  /** Back to a snapshot, which is used up. A second is left out, so that the blocks are others. */
  void revert(String snapshot) {
    contracts.anvil().rpc("evm_revert", snapshot);
    time = 1 + Numeric.decodeQuantity(head().path("timestamp").asText()).longValueExact();
  }

  private JsonNode head() {
    return contracts.anvil().rpc("eth_getBlockByNumber", "latest", false);
  }

  /** An empty block a second later. */
  void tick() {
    mineAt(time + 1);
  }

  void pass(long seconds) {
    for (long second = 0; second < seconds; second++) {
      tick();
    }
  }

  private void mineAt(long when) {
    contracts.anvil().rpc("evm_mine", when);
    time = when;
  }

  boolean send(Address to, Bytes data) {
    return send(RELAY, to, data);
  }

  boolean send(Address from, Address to, Bytes data) {
    return receipt(from, to, data).succeeded();
  }

  private Receipt receipt(Address from, Address to, Bytes data) {
    Hash32 hash = post(from, to, data);
    tick();
    return client.receipt(hash).orElseThrow();
  }

  /** Leaves a transaction for the next block. */
  Hash32 post(Address from, Address to, Bytes data) {
    ObjectNode transaction = JsonNodeFactory.instance.objectNode();
    transaction.put("from", from.lowerHex()).put("to", to.lowerHex());
    transaction.put("data", data.hex()).put("gas", GAS).put("gasPrice", "0x0");
    return Hash32.parse(contracts.anvil().rpc("eth_sendTransaction", transaction).asText());
  }

  Hash32 postByRelay(Address to, Bytes data) {
    return post(RELAY, to, data);
  }

  /** An experiment that was measured, attested and approved. */
  Hash32 approved() {
    return approved(Optional.empty());
  }

  /** The same, with waves that its author planned. */
  Hash32 approved(Optional<WavePlan> plan) {
    Address cradle = deployment().cradle();
    Hash32 change = Hash32.fromUnsigned(BigInteger.valueOf(++changes));
    Receipt submitted = receipt(AUTHOR, cradle, CradleCalls.submit(change, change, THRESHOLDS));
    Hash32 id = CradleContract.submittedBy(submitted.logs()).orElseThrow();
    plan.ifPresent(
        wanted -> require(send(AUTHOR, deployment().canary(), CanaryCalls.planWaves(id, wanted))));
    pass(3);
    require(send(cradle, CradleCalls.latchSeed(id)));
    attest(id);
    Hash32 resultHash =
        new CradleContract(client, deployment()).find(id).orElseThrow().resultHash();
    require(send(deployment().ballot(), cradle, CradleCalls.approve(id, change, resultHash)));
    return id;
  }

  /** Five runs that are as good as the thresholds, signed by three attestors. */
  @SuppressWarnings("rawtypes") // web3j's own signature
  private void attest(Hash32 id) {
    Hash32 artefact = Hash32.fromUnsigned(BigInteger.ONE);
    Cradle.MetricSet run = struct(THRESHOLDS);
    DynamicArray<Cradle.MetricSet> runs =
        new DynamicArray<>(Cradle.MetricSet.class, List.of(run, run, run, run, run));
    Bytes question =
        Bytes.parse(
            FunctionEncoder.encode(
                new Function(
                    Cradle.FUNC_RESULTHASHOF,
                    List.<Type>of(new Bytes32(id.bytes()), runs, new Bytes32(artefact.bytes())),
                    List.of())));
    Hash32 resultHash =
        new AbiWords(
                deployment().cradle(),
                ((CallOutcome.Returned)
                        client.call(deployment().cradle(), question, BlockTag.LATEST))
                    .data())
            .word(0);
    Hash32 seed = new CradleContract(client, deployment()).find(id).orElseThrow().seed();
    require(
        send(
            deployment().cradle(),
            Attestations.attest(deployment(), id, seed, resultHash, runs, artefact)));
  }

  static void require(boolean succeeded) {
    if (!succeeded) {
      throw new AssertionError("a call of the preparation failed");
    }
  }

  private static Cradle.MetricSet struct(MetricSet metrics) {
    return new Cradle.MetricSet(
        BigInteger.valueOf(metrics.present()),
        value(metrics, Metric.LATENCY_P99),
        value(metrics, Metric.PACKET_LOSS),
        value(metrics, Metric.MTTR),
        value(metrics, Metric.DEANONYMISATION_RISK),
        value(metrics, Metric.POLICY_CONSISTENCY),
        value(metrics, Metric.ROUTE_STABILITY));
  }

  private static BigInteger value(MetricSet metrics, Metric metric) {
    return BigInteger.valueOf(metrics.find(metric).orElse(0));
  }

  private static MetricSet metrics(long... values) {
    Map<Metric, Long> metrics = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      if (values[metric.number()] != ABSENT) {
        metrics.put(metric, values[metric.number()]);
      }
    }
    return new MetricSet(metrics);
  }

  /** A report of the node at a position, measured until now. */
  NodeReport report(Hash32 id, int wave, long position, Address node, MetricSet metrics) {
    return report(id, wave, position, node, metrics, time);
  }

  NodeReport report(
      Hash32 id, int wave, long position, Address node, MetricSet metrics, long until) {
    return NodeReport.sign(
        keyOf(node),
        deployment(),
        new NodeReport.Measurement(id, wave, node, position, until, 30, metrics));
  }

  /** A breach that is now, seen by the node at a position. */
  BreachReport breach(Hash32 id, int wave, long position, Address node) {
    return BreachReport.signAsNode(
        keyOf(node),
        deployment(),
        new BreachReport.Breach(id, wave, 3, 60_000, time - 1, time),
        position);
  }

  List<Address> nodes(Hash32 id, int wave) {
    return new ArrayList<>(canary().nodes(id, canary().wave(id, wave)));
  }

  @Override
  public void close() {
    client.close();
    contracts.close();
  }
}
