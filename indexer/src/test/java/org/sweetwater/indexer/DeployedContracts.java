package org.sweetwater.indexer;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Deployment;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.chain.Anvil;
import org.sweetwater.wrappers.contracts.AccessManager;
import org.sweetwater.wrappers.contracts.Canary;
import org.sweetwater.wrappers.contracts.Cradle;
import org.sweetwater.wrappers.contracts.NodeRegistry;
import org.sweetwater.wrappers.contracts.NodeTouchLimit;
import org.sweetwater.wrappers.contracts.SnapshotBallot;
import org.web3j.crypto.Credentials;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.http.HttpService;
import org.web3j.tx.RawTransactionManager;
import org.web3j.tx.TransactionManager;
import org.web3j.tx.gas.ContractGasProvider;
import org.web3j.tx.gas.StaticGasProvider;
import org.web3j.tx.response.PollingTransactionReceiptProcessor;

/**
 * The real contracts on an anvil, with twelve genesis operators, of whom the first is the sender.
 */
final class DeployedContracts implements AutoCloseable {
  static final int OPERATORS = 12;

  private static final BigInteger TEN = BigInteger.TEN;
  private static final ContractGasProvider GAS =
      new StaticGasProvider(BigInteger.ZERO, BigInteger.valueOf(15_000_000));

  private final Web3j web3j;
  private final Cradle cradle;
  private final Deployment deployment;

  private DeployedContracts(Web3j web3j, Cradle cradle, Deployment deployment) {
    this.web3j = web3j;
    this.cradle = cradle;
    this.deployment = deployment;
  }

  static DeployedContracts deploy(Anvil anvil) throws Exception {
    Web3j web3j = Web3j.build(new HttpService(anvil.url().toString()));
    Credentials sender = Credentials.create(Anvil.FIRST_KEY);
    TransactionManager transactions =
        new RawTransactionManager(
            web3j, sender, Anvil.CHAIN_ID, new PollingTransactionReceiptProcessor(web3j, 50, 200));
    AccessManager authority =
        AccessManager.deploy(web3j, transactions, GAS, sender.getAddress()).send();
    NodeRegistry registry =
        NodeRegistry.deploy(
                web3j,
                transactions,
                GAS,
                authority.getContractAddress(),
                new NodeRegistry.Rules(false, TEN, TEN, TEN, TEN, TEN, TEN),
                genesis(sender.getAddress()))
            .send();
    NodeTouchLimit touchLimit =
        NodeTouchLimit.deploy(
                web3j,
                transactions,
                GAS,
                authority.getContractAddress(),
                registry.getContractAddress(),
                List.of(account(1)))
            .send();
    Cradle cradle =
        Cradle.deploy(
                web3j,
                transactions,
                GAS,
                new Cradle.Config(
                    registry.getContractAddress(),
                    authority.getContractAddress(),
                    false,
                    BigInteger.ZERO,
                    metrics(1_000_000, 0)),
                List.of(account(1), account(2), account(3), account(4), account(5)),
                BigInteger.valueOf(3))
            .send();
    Canary canary =
        Canary.deploy(
                web3j,
                transactions,
                GAS,
                new Canary.Config(
                    cradle.getContractAddress(),
                    registry.getContractAddress(),
                    registry.getContractAddress(),
                    authority.getContractAddress(),
                    false,
                    List.of(TEN, TEN, TEN, TEN),
                    TEN,
                    TEN))
            .send();
    SnapshotBallot.Track track =
        new SnapshotBallot.Track(TEN, TEN, TEN, BigInteger.valueOf(500), TEN, false, TEN);
    SnapshotBallot ballot =
        SnapshotBallot.deploy(
                web3j,
                transactions,
                GAS,
                new SnapshotBallot.Config(
                    "test.eth",
                    registry.getContractAddress(),
                    authority.getContractAddress(),
                    false,
                    BigInteger.valueOf(3),
                    BigInteger.valueOf(1_000)),
                List.of(track, track, track),
                List.of())
            .send();
    return new DeployedContracts(
        web3j,
        cradle,
        new Deployment(
            Anvil.CHAIN_ID,
            1,
            "test.eth",
            Address.parse(authority.getContractAddress()),
            Address.parse(registry.getContractAddress()),
            Address.parse(touchLimit.getContractAddress()),
            Address.parse(cradle.getContractAddress()),
            Address.parse(canary.getContractAddress()),
            Address.parse(ballot.getContractAddress()),
            false));
  }

  Deployment deployment() {
    return deployment;
  }

  /** Submits an experiment and returns its change hash. */
  Hash32 submitExperiment(int number) throws Exception {
    Hash32 change = Hash32.fromUnsigned(BigInteger.valueOf(number));
    cradle.submit(change.bytes(), change.bytes(), metrics(1_000, 1_000), BigInteger.ZERO).send();
    return change;
  }

  @Override
  public void close() {
    web3j.shutdown();
  }

  private static List<NodeRegistry.GenesisOperator> genesis(String first) {
    List<NodeRegistry.GenesisOperator> operators = new ArrayList<>();
    operators.add(new NodeRegistry.GenesisOperator(first, account(100), account(200)));
    IntStream.range(1, OPERATORS)
        .forEach(
            i ->
                operators.add(
                    new NodeRegistry.GenesisOperator(
                        account(50 + i), account(100 + i), account(200 + i))));
    return operators;
  }

  /** Of the six metrics the first four are limits from above, the others from below. */
  private static Cradle.MetricSet metrics(long most, long least) {
    BigInteger above = BigInteger.valueOf(most);
    BigInteger below = BigInteger.valueOf(least);
    return new Cradle.MetricSet(
        BigInteger.valueOf(0x3f),
        above,
        above,
        above,
        BigInteger.valueOf(10_000).min(above),
        below,
        below);
  }

  private static String account(int number) {
    return "0x%040x".formatted(number);
  }
}
