package org.sweetwater.wrappers.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;

/** The client against Besu's answers, as {@link FakeBesu} gives them; docs/besu.md names each. */
class ChainClientBesuTest {
  private static final Address REVERTING =
      Address.parse("0x00000000000000000000000000000000000a0001");
  private static final Address LOGGING =
      Address.parse("0x00000000000000000000000000000000000a0002");
  private static final Bytes ERROR_NOPE =
      Bytes.parse(
          "0x08c379a0"
              + "0000000000000000000000000000000000000000000000000000000000000020"
              + "0000000000000000000000000000000000000000000000000000000000000004"
              + "6e6f706500000000000000000000000000000000000000000000000000000000");
  private static final BigInteger GAS = BigInteger.valueOf(100_000);

  private static FakeBesu besu;
  private static ChainClient client;

  @BeforeAll
  static void start() {
    besu = FakeBesu.start();
    client = ChainClient.connect(besu.endpoint(), FakeBesu.CHAIN_ID);
    String size = "60%02x".formatted(ERROR_NOPE.size());
    String reverting = "0x" + size + "600a5f39" + size + "5ffd" + ERROR_NOPE.hex().substring(2);
    besu.anvil().rpc("anvil_setCode", REVERTING.lowerHex(), reverting);
    besu.anvil().rpc("anvil_setCode", LOGGING.lowerHex(), "0x602a5f5260205fa000");
    besu.anvil().mine(20);
  }

  @AfterAll
  static void stop() {
    client.close();
    besu.close();
  }

  /** Somebody without a wei, whom nobody else in this class uses. */
  private static Credentials pauper(int number) {
    return Credentials.create(Integer.toHexString(0xbe50 + number));
  }

  private static Bytes signed(Credentials sender, long nonce, BigInteger price, BigInteger value) {
    RawTransaction raw =
        RawTransaction.createTransaction(
            FakeBesu.CHAIN_ID,
            BigInteger.valueOf(nonce),
            GAS,
            LOGGING.lowerHex(),
            value,
            "0x",
            price,
            price);
    return Bytes.of(TransactionEncoder.signMessage(raw, sender));
  }

  private static Bytes free(Credentials sender, long nonce) {
    return signed(sender, nonce, BigInteger.ZERO, BigInteger.ZERO);
  }

  private static Receipt mined(Hash32 hash) {
    Instant deadline = Instant.now().plusSeconds(10);
    while (Instant.now().isBefore(deadline)) {
      Optional<Receipt> receipt = client.receipt(hash);
      if (receipt.isPresent()) {
        return receipt.get();
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    throw new AssertionError("no receipt of " + hash + " within 10 s");
  }

  @Test
  void asksMoreThanBesuTakesAtOnceAndKeepsTheOrder() {
    List<Address> both = List.of(LOGGING, REVERTING);
    for (Address contract : both) {
      List<Bytes> questions =
          IntStream.range(0, 1_100).mapToObj(i -> Bytes.of(new byte[] {(byte) i})).toList();
      CallOutcome expected =
          contract.equals(LOGGING)
              ? new CallOutcome.Returned(Bytes.EMPTY)
              : new CallOutcome.Reverted(new Revert(ERROR_NOPE));
      assertThat(client.callAll(contract, questions, BlockTag.LATEST))
          .hasSize(1_100)
          .containsOnly(expected);
    }
  }

  @Test
  void aBlockThatTheNodeLacksIsAFailureAndNeverZero() {
    BlockTag ahead = BlockTag.at(client.blockNumber() + 1_000);
    BlockTag unknown = BlockTag.at(Hash32.keccak(new byte[] {1}));
    for (BlockTag block : List.of(ahead, unknown)) {
      assertThatExceptionOfType(RetryableException.class)
          .isThrownBy(() -> client.call(LOGGING, Bytes.EMPTY, block))
          .withMessageContaining("answered null");
      assertThatExceptionOfType(RetryableException.class)
          .isThrownBy(() -> client.balance(LOGGING, block));
      assertThatExceptionOfType(RetryableException.class)
          .isThrownBy(() -> client.codeAt(LOGGING, block));
    }
  }

  @Test
  void forgottenStateIsAFailureAndNeverZero() {
    try (FakeBesu forgetful = FakeBesu.start();
        ChainClient asking = ChainClient.connect(forgetful.endpoint())) {
      forgetful.anvil().mine(20);
      forgetful.keepStateOf(10);
      BlockTag old = BlockTag.at(2);
      assertThatExceptionOfType(RpcErrorException.class)
          .isThrownBy(() -> asking.call(LOGGING, Bytes.EMPTY, old))
          .withMessageEndingWith("code -32603: Internal error");
      assertThatExceptionOfType(RetryableException.class)
          .isThrownBy(() -> asking.balance(LOGGING, old))
          .withMessageContaining("answered null");
      assertThat(asking.blockByNumber(2)).isPresent();
    }
  }

  @Test
  void aHeaderOfQbftReadsAsAnyOther() {
    Block block = client.latestBlock();
    assertThat(client.blockByHash(block.hash())).contains(block);
    assertThat(block.baseFeePerGas()).isZero();
    assertThat(client.blockByNumber(block.number() + 1_000)).isEmpty();
  }

  @Test
  void aRangePastTheHeadIsNotARangeLimit() {
    long head = client.blockNumber();
    assertThatExceptionOfType(RpcErrorException.class)
        .isThrownBy(() -> client.logs(head, head + 1_000, List.of(LOGGING)))
        .satisfies(past -> assertThat(past.isRangeLimit()).isFalse())
        .withMessageEndingWith("code -32602: Invalid params");
  }

  @Test
  void aRangeWiderThanTheNodeAllowsIsARangeLimit() {
    try (FakeBesu tall = FakeBesu.start();
        ChainClient asking = ChainClient.connect(tall.endpoint())) {
      tall.anvil().mine(20);
      tall.allowRangesOf(10);
      assertThat(asking.logs(0, 10, List.of(LOGGING))).isEmpty();
      assertThatExceptionOfType(RpcErrorException.class)
          .isThrownBy(() -> asking.logs(0, 11, List.of(LOGGING)))
          .satisfies(wide -> assertThat(wide.isRangeLimit()).isTrue());
    }
  }

  @Test
  void theLogsOfAnUnknownBlockAreAFailure() {
    assertThatExceptionOfType(RpcErrorException.class)
        .isThrownBy(() -> client.logs(Hash32.keccak(new byte[] {2}), List.of(LOGGING)))
        .withMessageEndingWith("code -32000: Block not found");
  }

  @Test
  void aRevertIsReadFromItsData() {
    assertThat(client.call(REVERTING, Bytes.EMPTY, BlockTag.LATEST))
        .isEqualTo(new CallOutcome.Reverted(new Revert(ERROR_NOPE)));
    assertThat(client.estimateGas(LOGGING, REVERTING, Bytes.EMPTY))
        .isEqualTo(new EstimateOutcome.Reverted(new Revert(ERROR_NOPE)));
  }

  @Test
  void offersNothingThoughTheNodeNamesATipOfOneWei() {
    assertThat(client.fees()).isEqualTo(Fees.NONE);
  }

  @Test
  void atPriceZeroSomebodyWithoutMoneyIsMined() {
    Bytes transaction = free(pauper(1), 0);
    assertThat(client.sendRawTransaction(transaction))
        .isEqualTo(new SendOutcome.Accepted(transaction.keccak()));
    assertThat(client.sendRawTransaction(transaction))
        .isEqualTo(new SendOutcome.AlreadyKnown(transaction.keccak()));
    Receipt receipt = mined(transaction.keccak());
    assertThat(receipt.succeeded()).isTrue();
    assertThat(receipt.effectiveGasPrice()).isZero();
    assertThat(client.logs(receipt.block().hash(), List.of(LOGGING))).isEqualTo(receipt.logs());
    assertThat(client.sendRawTransaction(transaction)).isInstanceOf(SendOutcome.NonceTooLow.class);
  }

  @Test
  void whatNobodyCanPayIsTakenAndWaitsUntilItIsReplaced() {
    Credentials sender = pauper(2);
    Bytes oneWei = signed(sender, 0, BigInteger.ONE, BigInteger.ZERO);
    Bytes tooMuch = signed(sender, 0, BigInteger.ONE, BigInteger.TEN);
    assertThat(client.sendRawTransaction(oneWei)).isInstanceOf(SendOutcome.Accepted.class);
    assertThat(client.sendRawTransaction(tooMuch)).isInstanceOf(SendOutcome.Accepted.class);
    assertThat(client.transaction(oneWei.keccak())).isEmpty();
    assertThat(client.transaction(tooMuch.keccak()).orElseThrow().block()).isEmpty();
    assertThat(client.sendRawTransaction(free(sender, 0)))
        .isInstanceOf(SendOutcome.ReplacementUnderpriced.class);
  }

  @Test
  void atTheSamePriceTheLastWriterWins() {
    Credentials sender = pauper(3);
    Bytes first = signed(sender, 1, BigInteger.ZERO, BigInteger.ZERO);
    Bytes second =
        Bytes.of(
            TransactionEncoder.signMessage(
                RawTransaction.createTransaction(
                    FakeBesu.CHAIN_ID,
                    BigInteger.ONE,
                    GAS,
                    LOGGING.lowerHex(),
                    BigInteger.ZERO,
                    "0x01",
                    BigInteger.ZERO,
                    BigInteger.ZERO),
                sender));
    assertThat(client.sendRawTransaction(first)).isInstanceOf(SendOutcome.Accepted.class);
    assertThat(client.sendRawTransaction(second)).isInstanceOf(SendOutcome.Accepted.class);
    assertThat(client.transaction(first.keccak())).isEmpty();
    assertThat(client.sendRawTransaction(free(sender, 0))).isInstanceOf(SendOutcome.Accepted.class);
    assertThat(mined(second.keccak()).succeeded()).isTrue();
  }

  @Test
  void aNonceMoreThanTwoHundredAheadIsTooDistant() {
    Credentials sender = pauper(4);
    assertThat(client.sendRawTransaction(free(sender, 200)))
        .isInstanceOf(SendOutcome.Accepted.class);
    assertThat(client.sendRawTransaction(free(sender, 201)))
        .isInstanceOf(SendOutcome.NonceTooDistant.class);
  }

  @Test
  void aPoolThatTheNodeLostIsFilledAgain() {
    try (FakeBesu restarting = FakeBesu.start();
        ChainClient asking = ChainClient.connect(restarting.endpoint())) {
      Bytes waiting = free(pauper(5), 1);
      assertThat(asking.sendRawTransaction(waiting)).isInstanceOf(SendOutcome.Accepted.class);
      restarting.losePool();
      assertThat(asking.transaction(waiting.keccak())).isEmpty();
      assertThat(asking.sendRawTransaction(waiting)).isInstanceOf(SendOutcome.Accepted.class);
    }
  }

  @Test
  void tooMuchGasIsRefusedForGood() {
    RawTransaction raw =
        RawTransaction.createTransaction(
            FakeBesu.CHAIN_ID,
            BigInteger.ZERO,
            BigInteger.TWO.pow(24).add(BigInteger.ONE),
            LOGGING.lowerHex(),
            BigInteger.ZERO,
            "0x",
            BigInteger.ZERO,
            BigInteger.ZERO);
    Bytes transaction = Bytes.of(TransactionEncoder.signMessage(raw, pauper(6)));
    assertThat(client.sendRawTransaction(transaction))
        .isEqualTo(new SendOutcome.Refused(-32005, "Transaction gas limit cap exceeded"));
    assertThat(client.sendRawTransaction(Bytes.parse("0x1234")))
        .isInstanceOf(SendOutcome.Refused.class);
  }

  @Test
  void asksFewerThanEightyQuestionsAtOnce() throws InterruptedException {
    int before = besu.connectionsReset();
    List<Thread> askers = new ArrayList<>();
    IntStream.range(0, 200).forEach(i -> askers.add(Thread.ofVirtual().start(client::blockNumber)));
    for (Thread asker : askers) {
      asker.join();
    }
    assertThat(besu.connectionsReset()).isEqualTo(before);
  }

  @Test
  void saysWhichNodeItIs() {
    assertThat(client.clientVersion()).startsWith("FakeBesu/26.8.0");
  }
}
