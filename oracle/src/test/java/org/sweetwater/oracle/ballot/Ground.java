package org.sweetwater.oracle.ballot;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sweetwater.oracle.ContractsOnAnvil;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.CallData;
import org.sweetwater.wrappers.chain.ChainClient;
import org.sweetwater.wrappers.contracts.NodeRegistry;
import org.sweetwater.wrappers.contracts.SnapshotBallot;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.abi.datatypes.generated.Uint32;
import org.web3j.abi.datatypes.generated.Uint64;
import org.web3j.abi.datatypes.generated.Uint8;

/**
 * The real contracts on an anvil whose time the test makes, with an electorate of some size, and a
 * way back to that state. Anybody can be impersonated and gas is free.
 */
final class Ground implements AutoCloseable {
  /** Genesis operators: the test accounts 1 to this. */
  static final int OPERATORS = 22;

  /** Operators with more than one node: the accounts 1 to this; the first three have three. */
  static final int LARGE_OPERATORS = 8;

  private static final int NODES_OF_LARGEST = 3;
  private static final String GAS = "0xe4e1c0"; // 15,000,000: below EIP-7825's limit

  /**
   * After every time that a deployment could take, and always the same: so seeds repeat exactly.
   */
  private static final long FIRST_TIME = 1_900_000_000L;

  private static final BigInteger FAR_FUTURE = BigInteger.valueOf(4_000_000_000L);

  final ContractsOnAnvil contracts;
  final ChainClient client;
  private String snapshot = "";
  private long baseTime;
  private long time;

  private Ground(ContractsOnAnvil contracts) {
    this.contracts = contracts;
    this.client = ChainClient.connect(contracts.anvil().endpoint());
  }

  static Ground prepare(Path folder) {
    Ground ground =
        new Ground(
            ContractsOnAnvil.start(
                folder,
                Ground::plan,
                "--auto-impersonate",
                "--block-base-fee-per-gas",
                "0",
                "--gas-price",
                "0",
                "--disable-min-priority-fee"));
    ground.contracts.anvil().rpc("evm_setAutomine", false);
    ground.mine(FIRST_TIME);
    ground.growLargeOperators();
    ground.baseTime = ground.time;
    ground.snapshot = ground.contracts.anvil().rpc("evm_snapshot").asText();
    return ground;
  }

  private static void plan(ObjectNode plan) {
    ContractsOnAnvil.withGenesis(plan, OPERATORS);
    ((ObjectNode) plan.at("/registry"))
        .put("activationDelaySeconds", 1)
        .put("epochLengthSeconds", 1);
  }

  Deployment deployment() {
    return contracts.deployment();
  }

  Address ballot() {
    return deployment().ballot();
  }

  Address registry() {
    return deployment().registry();
  }

  /** Back to where every election begins. */
  void reset() {
    contracts.anvil().rpc("evm_revert", snapshot);
    snapshot = contracts.anvil().rpc("evm_snapshot").asText();
    time = baseTime;
  }

  /** The time of the newest block. */
  long time() {
    return time;
  }

  /** Makes an empty block so many seconds after the newest, at least one. */
  void pass(long seconds) {
    mine(time + Math.max(1, seconds));
  }

  /** Calls that go into one block, the next second; whether each succeeded. */
  List<Boolean> send(List<Call> calls) {
    List<String> hashes = new ArrayList<>();
    calls.forEach(call -> hashes.add(post(call)));
    mine(time + 1);
    return hashes.stream()
        .map(hash -> client.receipt(Hash32.parse(hash)).orElseThrow().succeeded())
        .toList();
  }

  /** One call at a time of its own. */
  boolean sendAt(long when, Call call) {
    String hash = post(call);
    mine(when);
    return client.receipt(Hash32.parse(hash)).orElseThrow().succeeded();
  }

  record Call(Address from, Address to, Bytes data) {}

  private String post(Call call) {
    ObjectNode transaction = JsonNodeFactory.instance.objectNode();
    transaction.put("from", call.from().lowerHex()).put("to", call.to().lowerHex());
    transaction.put("data", call.data().hex()).put("gas", GAS).put("gasPrice", "0x0");
    return contracts.anvil().rpc("eth_sendTransaction", transaction).asText();
  }

  private void mine(long when) {
    contracts.anvil().rpc("evm_mine", when);
    time = when;
  }

  /** The ballot itself speaks: what only a ballot may do. */
  Call byBallot(Address to, Bytes data) {
    return new Call(ballot(), to, data);
  }

  Call leave(int operator, int node) {
    return new Call(
        account(operator),
        registry(),
        CallData.of(NodeRegistry.FUNC_LEAVE, abi(nodeKey(operator, node).address())));
  }

  Call suspend(int operator, int node) {
    return byBallot(
        registry(),
        CallData.of(
            NodeRegistry.FUNC_SUSPENDBYBALLOT,
            abi(nodeKey(operator, node).address()),
            new Uint64(FAR_FUTURE)));
  }

  Call restore(int operator, int node) {
    return byBallot(
        registry(), CallData.of(NodeRegistry.FUNC_RESTORE, abi(nodeKey(operator, node).address())));
  }

  Call quarantine(int operator, int node) {
    return byBallot(
        registry(),
        CallData.of(NodeRegistry.FUNC_QUARANTINE, abi(nodeKey(operator, node).address())));
  }

  Call revoke(int operator) {
    return byBallot(
        registry(), CallData.of(NodeRegistry.FUNC_REVOKEOPERATOR, abi(account(operator))));
  }

  /** Gives the ordinary track new values, as a constitutional ballot would. */
  Call setTrack(SnapshotBallot.Track values) {
    return byBallot(
        ballot(), CallData.of(SnapshotBallot.FUNC_SETTRACK, new Uint8(1), new Uint32(1), values));
  }

  private void growLargeOperators() {
    for (int node = 1; node < NODES_OF_LARGEST; node++) {
      int operators = node == 1 ? LARGE_OPERATORS : NODES_OF_LARGEST;
      List<Call> registrations = new ArrayList<>();
      List<Call> activations = new ArrayList<>();
      for (int operator = 1; operator <= operators; operator++) {
        registrations.add(register(operator, node));
        activations.add(
            new Call(
                account(operator),
                registry(),
                CallData.of(NodeRegistry.FUNC_ACTIVATE, abi(nodeKey(operator, node).address()))));
      }
      requireAll(send(registrations));
      pass(2);
      requireAll(send(activations));
    }
  }

  private static void requireAll(List<Boolean> succeeded) {
    if (succeeded.contains(false)) {
      throw new AssertionError("a call of the preparation failed: " + succeeded);
    }
  }

  private Call register(int operator, int node) {
    TestSigner key = nodeKey(operator, node);
    BigInteger deadline = BigInteger.valueOf(time + 1_000);
    Hash32 struct =
        keccak(
            keccak("Register(address operator,address node,address telemetryKey,uint256 deadline)"),
            account(operator).toWord(),
            key.address().toWord(),
            account(operator).toWord(),
            Hash32.fromUnsigned(deadline));
    Hash32 domain =
        keccak(
            keccak(
                "EIP712Domain(string name,string version,uint256 chainId,address"
                    + " verifyingContract)"),
            keccak("Sweetwater NodeRegistry"),
            keccak("1"),
            Hash32.fromUnsigned(BigInteger.valueOf(deployment().chainId())),
            registry().toWord());
    ByteArrayOutputStream typed = new ByteArrayOutputStream();
    typed.writeBytes(new byte[] {0x19, 0x01});
    typed.writeBytes(domain.bytes());
    typed.writeBytes(struct.bytes());
    Bytes signature = key.key().sign(Hash32.keccak(typed.toByteArray()));
    return new Call(
        account(operator),
        registry(),
        CallData.of(
            NodeRegistry.FUNC_REGISTER,
            abi(key.address()),
            abi(account(operator)),
            new Uint256(deadline),
            new DynamicBytes(signature.bytes())));
  }

  static Address account(int number) {
    return TestSigner.of(number).address();
  }

  /** The key of an operator's node; node 0 is the genesis node. */
  static TestSigner nodeKey(int operator, int node) {
    return TestSigner.of(node == 0 ? 100 + operator : 1_000 * node + operator);
  }

  private static org.web3j.abi.datatypes.Address abi(Address address) {
    return new org.web3j.abi.datatypes.Address(address.toUnsigned());
  }

  private static Hash32 keccak(String text) {
    return Hash32.keccak(text.getBytes(UTF_8));
  }

  private static Hash32 keccak(Hash32... words) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Hash32 word : words) {
      all.writeBytes(word.bytes());
    }
    return Hash32.keccak(all.toByteArray());
  }

  @Override
  public void close() {
    client.close();
    contracts.close();
  }
}
