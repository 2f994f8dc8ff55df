package org.sweetwater.wrappers.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.Hash32;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;

/** The client against a real node: anvil, gas-free. */
class ChainClientAnvilTest {
  private static final Credentials SENDER = Credentials.create(Anvil.FIRST_KEY);
  private static final Address SENDER_ADDRESS = Address.parse(SENDER.getAddress());
  private static final Address REVERTING =
      Address.parse("0x00000000000000000000000000000000000a0001");
  private static final Address LOGGING =
      Address.parse("0x00000000000000000000000000000000000a0002");
  private static final Hash32 TOPIC = Hash32.keccak(new byte[] {7});
  private static final Bytes ERROR_NOPE =
      Bytes.parse(
          "0x08c379a0"
              + "0000000000000000000000000000000000000000000000000000000000000020"
              + "0000000000000000000000000000000000000000000000000000000000000004"
              + "6e6f706500000000000000000000000000000000000000000000000000000000");

  private static Anvil anvil;
  private static ChainClient client;

  @BeforeAll
  static void start() {
    anvil = Anvil.start("--base-fee", "0", "--gas-price", "0");
    client = ChainClient.connect(anvil.endpoint(), Anvil.CHAIN_ID);
    anvil.rpc("anvil_setCode", REVERTING.lowerHex(), revertingWith(ERROR_NOPE));
    anvil.rpc("anvil_setCode", LOGGING.lowerHex(), loggingUnder(TOPIC));
  }

  @AfterAll
  static void stop() {
    client.close();
    anvil.close();
  }

  /** Copies the data from behind its own ten bytes of code and reverts with it. */
  private static String revertingWith(Bytes data) {
    String size = "60%02x".formatted(data.size());
    return "0x" + size + "600a5f39" + size + "5ffd" + data.hex().substring(2);
  }

  /** Emits the word 42 under one topic. */
  private static String loggingUnder(Hash32 topic) {
    return "0x602a5f52" + "7f" + topic.hex().substring(2) + "60205fa1" + "00";
  }

  private static Bytes signed(BigInteger nonce, Address to) {
    RawTransaction raw =
        RawTransaction.createTransaction(
            Anvil.CHAIN_ID,
            nonce,
            BigInteger.valueOf(100_000),
            to.lowerHex(),
            BigInteger.ZERO,
            "0x",
            BigInteger.ZERO,
            BigInteger.ZERO);
    return Bytes.of(TransactionEncoder.signMessage(raw, SENDER));
  }

  private static Receipt sendTo(Address to) {
    BigInteger nonce = client.nonce(SENDER_ADDRESS, BlockTag.PENDING);
    SendOutcome outcome = client.sendRawTransaction(signed(nonce, to));
    assertThat(outcome).isInstanceOf(SendOutcome.Accepted.class);
    Hash32 hash = ((SendOutcome.Accepted) outcome).hash();
    return mined(hash);
  }

  /** anvil mines at once, but answers before it has. */
  private static Receipt mined(Hash32 hash) {
    Instant deadline = Instant.now().plusSeconds(10);
    while (Instant.now().isBefore(deadline)) {
      Optional<Receipt> receipt = client.receipt(hash);
      if (receipt.isPresent()) {
        return receipt.get();
      }
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
    throw new AssertionError("no receipt of " + hash + " within 10 s");
  }

  @Test
  void refusesAnotherChainAndSaysWhatToDo() {
    assertThatExceptionOfType(FatalException.class)
        .isThrownBy(() -> ChainClient.connect(anvil.endpoint(), 1))
        .withMessage(
            "chain: expected chain id 1 at %s, found 31337: correct chain.rpcUrl, or use the"
                + " deployment of that chain",
            anvil.url());
  }

  @Test
  void readsBlocksInABatchAsOneByOne() {
    anvil.mine(5);
    assertThat(client.blocksByNumber(0, 4))
        .containsExactlyElementsOf(
            LongStream.rangeClosed(0, 4).mapToObj(client::blockByNumber).toList());
    assertThat(client.blocksByNumber(1_000_000, 1_000_001))
        .containsExactly(Optional.empty(), Optional.empty());
  }

  @Test
  void readsTheSameBlockByNumberAndByHash() {
    anvil.mine(2);
    Block latest = client.latestBlock();
    Block byNumber = client.blockByNumber(latest.number()).orElseThrow();
    assertThat(byNumber).isEqualTo(latest);
    assertThat(client.blockByHash(latest.hash())).contains(latest);
    assertThat(client.blockByHash(latest.parentHash()).orElseThrow().number())
        .isEqualTo(latest.number() - 1);
    assertThat(client.blockNumber()).isGreaterThanOrEqualTo(latest.ref().number());
  }

  @Test
  void theBloomKnowsWhichContractsLogged() {
    Block block = client.blockByHash(sendTo(LOGGING).block().hash()).orElseThrow();
    assertThat(block.logsBloom().mayHold(LOGGING)).isTrue();
    assertThat(block.logsBloom().mayHold(TOPIC)).isTrue();
    assertThat(block.logsBloom().mayHold(REVERTING)).isFalse();
    assertThat(block.logsBloom().mayHold(Hash32.ZERO)).isFalse();
  }

  @Test
  void knowsNoBlockAheadOfTheChain() {
    assertThat(client.blockByNumber(client.blockNumber() + 1_000)).isEmpty();
    assertThat(client.blockByHash(Hash32.ZERO)).isEmpty();
  }

  @Test
  void tellsARevertFromAResult() {
    assertThat(client.call(REVERTING, Bytes.EMPTY, BlockTag.LATEST))
        .isEqualTo(new CallOutcome.Reverted(new Revert(ERROR_NOPE)));
    assertThat(client.call(LOGGING, Bytes.EMPTY, BlockTag.at(client.latestBlock().hash())))
        .isEqualTo(new CallOutcome.Returned(Bytes.EMPTY));
  }

  @Test
  void estimatesGasOrSaysWhyNot() {
    assertThat(client.estimateGas(SENDER_ADDRESS, REVERTING, Bytes.EMPTY))
        .isEqualTo(new EstimateOutcome.Reverted(new Revert(ERROR_NOPE)));
    assertThat(client.estimateGas(SENDER_ADDRESS, LOGGING, Bytes.EMPTY))
        .isInstanceOfSatisfying(
            EstimateOutcome.Enough.class,
            enough -> assertThat(enough.gas()).isBetween(big(21_000), big(60_000)));
  }

  @Test
  void offersNothingOnAGasFreeChain() {
    assertThat(client.fees()).isEqualTo(Fees.NONE);
  }

  @Test
  void minesATransactionAndFindsItsLog() {
    Receipt receipt = sendTo(LOGGING);
    assertThat(receipt.succeeded()).isTrue();
    assertThat(receipt.from()).isEqualTo(SENDER_ADDRESS);
    assertThat(receipt.effectiveGasPrice()).isZero();

    LogEntry log = receipt.logs().getFirst();
    assertThat(log.topics()).containsExactly(TOPIC);
    assertThat(log.data()).isEqualTo(Bytes.of(Hash32.fromUnsigned(big(42)).bytes()));
    long number = receipt.block().number();
    assertThat(client.logs(number, number, List.of(LOGGING))).containsExactly(log);
    assertThat(client.logs(receipt.block().hash(), List.of(LOGGING))).containsExactly(log);
    assertThat(client.logs(number, number, List.of(REVERTING))).isEmpty();

    ChainTransaction transaction = client.transaction(receipt.transactionHash()).orElseThrow();
    assertThat(transaction.block()).contains(receipt.block());
    assertThat(transaction.to()).contains(LOGGING);
  }

  @Test
  void minesATransactionThatReverts() {
    assertThat(sendTo(REVERTING).succeeded()).isFalse();
  }

  @Test
  void saysWhenANonceIsUsedUp() {
    sendTo(LOGGING);
    assertThat(client.sendRawTransaction(signed(BigInteger.ZERO, REVERTING)))
        .isInstanceOf(SendOutcome.NonceTooLow.class);
  }

  @Test
  void saysWhenATransactionWaitsAlready() {
    BigInteger ahead = client.nonce(SENDER_ADDRESS, BlockTag.PENDING).add(big(5));
    Bytes waiting = signed(ahead, LOGGING);
    assertThat(client.sendRawTransaction(waiting))
        .isEqualTo(new SendOutcome.Accepted(waiting.keccak()));
    assertThat(client.sendRawTransaction(waiting))
        .isEqualTo(new SendOutcome.AlreadyKnown(waiting.keccak()));
    assertThat(client.receipt(waiting.keccak())).isEmpty();
    assertThat(client.transaction(waiting.keccak()).orElseThrow().block()).isEmpty();
  }

  @Test
  void refusesATransactionThatIsNone() {
    assertThat(client.sendRawTransaction(Bytes.parse("0x1234")))
        .isInstanceOf(SendOutcome.Refused.class);
  }

  @Test
  void readsCodeAndBalance() {
    assertThat(client.codeAt(SENDER_ADDRESS, BlockTag.LATEST)).isEqualTo(Bytes.EMPTY);
    assertThat(client.codeAt(LOGGING, BlockTag.at(client.blockNumber())).isEmpty()).isFalse();
    assertThat(client.balance(SENDER_ADDRESS, BlockTag.LATEST)).isPositive();
  }

  @Test
  void treatsABlockThatTheNodeLacksAsFailure() {
    assertThatExceptionOfType(RpcErrorException.class)
        .isThrownBy(
            () -> client.call(LOGGING, Bytes.EMPTY, BlockTag.at(client.blockNumber() + 1_000)))
        .withMessageContaining("eth_call at " + anvil.url());
  }

  @Test
  void refusesALogQueryWithoutAddressOrRange() {
    assertThatIllegalArgumentException().isThrownBy(() -> client.logs(2, 1, List.of(LOGGING)));
    assertThatIllegalArgumentException().isThrownBy(() -> client.logs(1, 2, List.of()));
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }
}
