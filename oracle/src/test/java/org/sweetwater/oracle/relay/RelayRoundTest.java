package org.sweetwater.oracle.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.oracle.relay.RelayBench.Row;
import org.sweetwater.wrappers.chain.Fees;
import org.sweetwater.wrappers.chain.SendOutcome;

/** One peculiarity of nodes and chains after the other. */
class RelayRoundTest {
  private static final RelayKey OTHER_KEY =
      RelayKey.parse("0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d");

  private static TestDatabase test;
  private static Database database;
  private RelayBench bench;

  @BeforeAll
  static void open() {
    test = TestDatabase.migrated();
    database = test.open(Role.ORACLE);
  }

  @AfterAll
  static void close() {
    database.close();
    test.close();
  }

  @BeforeEach
  void prepare() {
    bench = new RelayBench(database.dataSource());
  }

  @Test
  void sendsOnceAndWaitsForTheConfirmations() {
    bench.enqueue(1);
    bench.roundAndBlock();
    assertThat(bench.status(1)).isEqualTo(CallStatus.PENDING);
    bench.roundAndBlock();
    assertThat(bench.status(1)).isEqualTo(CallStatus.MINED);
    bench.repeat(2, bench::roundAndBlock);
    assertThat(bench.status(1)).isEqualTo(CallStatus.DONE);
    assertThat(bench.transactions()).singleElement().extracting(Row::status).isEqualTo("confirmed");
  }

  /** Eight may be in flight. */
  @Test
  void sendsWhatIsUrgentBeforeAndBeyondTheOthers() {
    IntStream.of(1, 2, 3, 4, 6, 8, 9, 11, 12).forEach(bench::enqueue);
    bench.enqueueUrgent(21);
    bench.roundAndBlock();
    assertThat(bench.status(21)).isEqualTo(CallStatus.PENDING);
    assertThat(bench.status(11)).isEqualTo(CallStatus.WAITING);
    bench.enqueueUrgent(22);
    bench.roundAndBlock();
    assertThat(bench.status(22)).isEqualTo(CallStatus.PENDING);
    assertThat(bench.status(11)).isEqualTo(CallStatus.WAITING);
  }

  @Test
  void offersNothingForGasOnAGasFreeChain() {
    bench.chain.balance(RelayBench.KEY.address(), BigInteger.ZERO);
    bench.enqueue(1);
    bench.roundAndBlock();
    assertThat(bench.transactions())
        .singleElement()
        .extracting(Row::maxFee)
        .isEqualTo(BigInteger.ZERO);
    assertThat(bench.transactions()).singleElement().extracting(Row::gasLimit).isEqualTo(62_500L);
  }

  @Test
  void sendsNothingThatItCannotPay() {
    bench.chain.baseFee(10);
    bench.chain.balance(RelayBench.KEY.address(), BigInteger.valueOf(100));
    bench.enqueue(1);
    bench.roundAndBlock();
    assertThat(bench.transactions()).isEmpty();
    assertThat(bench.state(1).reason())
        .hasValueSatisfying(why -> assertThat(why).contains("cannot pay"));
    bench.chain.balance(RelayBench.KEY.address(), BigInteger.TEN.pow(18));
    bench.repeat(8, bench::roundAndBlock);
    assertThat(bench.status(1)).isEqualTo(CallStatus.DONE);
  }

  @Test
  void replacesWithAHigherFeeWhatTheChainLeavesLying() {
    bench.chain.baseFee(10);
    bench.enqueue(1);
    bench.round().run();
    bench.chain.baseFee(100);
    bench.repeat(35, bench::roundAndBlock);
    assertThat(bench.status(1)).isEqualTo(CallStatus.DONE);
    assertThat(bench.transactions()).extracting(Row::nonce).containsOnly(0L);
    assertThat(bench.transactions())
        .extracting(Row::status)
        .containsExactly("replaced", "confirmed");
  }

  @Test
  void doesNotReplaceAboveTheFeeLimit() {
    bench.with(RelayBench.limits(2, BigInteger.valueOf(150)));
    bench.chain.baseFee(50);
    bench.enqueue(1);
    bench.round().run();
    bench.chain.baseFee(1_000);
    bench.repeat(60, bench::roundAndBlock);
    assertThat(bench.transactions())
        .extracting(Row::maxFee)
        .allMatch(fee -> fee.intValueExact() <= 150);
    bench.chain.baseFee(50);
    bench.repeat(8, bench::roundAndBlock);
    assertThat(bench.status(1)).isEqualTo(CallStatus.DONE);
  }

  @Test
  void offersTheSameBytesAgainWhenTheNodeForgotThem() {
    bench.enqueue(1);
    bench.round().run();
    bench.chain.forgetPool();
    bench.repeat(5, bench::roundAndBlock);
    assertThat(bench.chain.effects()).isEmpty();
    bench.clock.advance(RelayBench.RESEND);
    bench.repeat(4, bench::roundAndBlock);
    assertThat(bench.status(1)).isEqualTo(CallStatus.DONE);
    assertThat(bench.transactions()).hasSize(1);
  }

  @Test
  void noticesARolledBackReceipt() {
    bench.enqueue(1);
    bench.repeat(2, bench::roundAndBlock);
    bench.round().run();
    assertThat(bench.status(1)).isEqualTo(CallStatus.MINED);
    bench.chain.rollBack(2, false);
    bench.chain.mineEmpty();
    bench.round().run();
    assertThat(bench.status(1)).isEqualTo(CallStatus.PENDING);
    bench.repeat(4, bench::roundAndBlock);
    assertThat(bench.status(1)).isEqualTo(CallStatus.DONE);
    assertThat(bench.transactions()).hasSize(1);
  }

  @Test
  void restoresWhatARollbackBelowTheConfirmationsTookBack() {
    bench.enqueue(1);
    bench.repeat(5, bench::roundAndBlock);
    assertThat(bench.status(1)).isEqualTo(CallStatus.DONE);
    bench.chain.rollBack(10, false);
    assertThat(bench.chain.effects()).isEmpty();
    bench.round().run();
    assertThat(bench.status(1)).isEqualTo(CallStatus.PENDING);
    bench.repeat(6, bench::roundAndBlock);
    assertThat(bench.status(1)).isEqualTo(CallStatus.DONE);
    assertThat(bench.chain.ownEffects()).containsEntry(1, 1);
  }

  @Test
  void takesAnotherNonceWhenSomebodyElseUsedOurs() {
    bench.enqueue(1);
    bench.round().run();
    SignedTransaction foreign =
        new TransactionSigner(RelayBench.KEY, RelayBench.CHAIN_ID).cancel(0, Fees.NONE);
    bench.chain.mineForeignNonce(FakeChain.Tx.of(foreign.raw()));
    bench.repeat(30, bench::roundAndBlock);
    assertThat(bench.status(1)).isEqualTo(CallStatus.DONE);
    assertThat(bench.transactions()).extracting(Row::status).containsExactly("lost", "confirmed");
    assertThat(bench.transactions()).extracting(Row::nonce).containsExactly(0L, 1L);
  }

  @Test
  void takesAsSuccessWhatSomebodyElseDidFirst() {
    bench.chain.mine(Set.of(1));
    bench.enqueue(1);
    bench.round().run();
    assertThat(bench.status(1)).as("may still be rolled back").isEqualTo(CallStatus.WAITING);
    bench.repeat(4, bench::roundAndBlock);
    assertThat(bench.status(1)).isEqualTo(CallStatus.SUPERSEDED);
    assertThat(bench.state(1).reason()).contains("AlreadyDone(1)");
    assertThat(bench.transactions()).isEmpty();
  }

  @Test
  void givesUpWhatCanNeverSucceedWithTheDecodedReason() {
    bench.chain.mineEmpty();
    bench.chain.mineEmpty();
    bench.enqueue(7);
    bench.round().run();
    assertThat(bench.status(7)).isEqualTo(CallStatus.ABANDONED);
    assertThat(bench.state(7).reason()).contains("Never(7)");
  }

  @Test
  void waitsForWhatIsTooEarly() {
    bench.enqueue(5);
    bench.repeat(4, bench::roundAndBlock);
    assertThat(bench.status(5)).isEqualTo(CallStatus.WAITING);
    assertThat(bench.state(5).reason()).contains("NotYet(5)");
    bench.enqueue(4);
    bench.repeat(20, bench::roundAndBlock);
    assertThat(bench.status(5)).isEqualTo(CallStatus.DONE);
  }

  @Test
  void usesTheNonceUpWhenAPendingCallHasBecomePointless() {
    bench.chain.baseFee(10);
    bench.enqueue(1);
    bench.round().run();
    bench.chain.baseFee(1_000);
    bench.chain.mine(Set.of(1));
    bench.repeat(45, bench::roundAndBlock);
    assertThat(bench.status(1)).isEqualTo(CallStatus.SUPERSEDED);
    assertThat(bench.state(1).reason()).contains("AlreadyDone(1)");
    assertThat(bench.transactions()).extracting(Row::purpose).containsExactly("call", "cancel");
  }

  @Test
  void triesAgainAfterARevertInABlock() {
    bench.enqueue(1);
    bench.round().run();
    bench.chain.mine(Set.of(1));
    bench.repeat(8, bench::roundAndBlock);
    assertThat(bench.status(1)).isEqualTo(CallStatus.SUPERSEDED);
    assertThat(bench.transactions()).singleElement().extracting(Row::status).isEqualTo("reverted");
  }

  @Test
  void givesUpWhatRevertsInBlocksThoughItsDryRunsSucceed() {
    bench.chain.hostile();
    bench.enqueue(1);
    bench.repeat(40, bench::roundAndBlock);
    assertThat(bench.status(1)).isEqualTo(CallStatus.ABANDONED);
    assertThat(bench.state(1).reason()).contains("mined and reverted 5 times");
    assertThat(bench.transactions()).extracting(Row::status).hasSize(5).containsOnly("reverted");
  }

  @Test
  void waitsOutADryRunThatFailsWithoutARevert() {
    bench.chain.answer(new DryRun.Fails("out of gas"));
    bench.enqueue(1);
    bench.repeat(3, bench::roundAndBlock);
    assertThat(bench.state(1).reason()).contains("out of gas");
    bench.chain.answerNormally();
    bench.repeat(15, bench::roundAndBlock);
    assertThat(bench.status(1)).isEqualTo(CallStatus.DONE);
  }

  @Test
  void leavesAPendingTransactionAloneWhileItsDryRunSaysNothingFinal() {
    bench.chain.baseFee(10);
    bench.enqueue(1);
    bench.round().run();
    bench.chain.baseFee(1_000);
    for (DryRun unclear :
        List.of(
            new DryRun.Fails("internal error"),
            new DryRun.Reverts(FakeContract.bytes(FakeContract.NOT_YET, 1)))) {
      bench.chain.answer(unclear);
      bench.repeat(40, bench::roundAndBlock);
    }
    assertThat(bench.transactions()).hasSize(1);
    bench.chain.answerNormally();
    bench.repeat(40, bench::roundAndBlock);
    assertThat(bench.status(1)).isEqualTo(CallStatus.DONE);
  }

  @Test
  void stopsReplacingWhenNoFeeHelps() {
    bench.with(RelayBench.limits(2, BigInteger.TEN.pow(12)));
    bench.chain.baseFee(10);
    bench.enqueue(1);
    bench.round().run();
    // A node that takes everything and mines nothing.
    for (int i = 0; i < 30; i++) {
      bench.clock.advance(RelayBench.PENDING_TIMEOUT);
      bench.round().run();
    }
    assertThat(bench.transactions()).hasSize(20);
    bench.repeat(5, bench::roundAndBlock);
    assertThat(bench.status(1)).isEqualTo(CallStatus.DONE);
  }

  @Test
  void replacesAnEmptyTransactionTooWhenItLiesTooLong() {
    bench.chain.baseFee(10);
    bench.enqueue(1);
    bench.round().run();
    bench.chain.baseFee(1_000);
    bench.chain.mine(Set.of(1));
    bench.repeat(35, bench::roundAndBlock);
    bench.chain.baseFee(50_000);
    bench.repeat(80, bench::roundAndBlock);
    assertThat(bench.status(1)).isEqualTo(CallStatus.SUPERSEDED);
  }

  @Test
  void usesTheNonceUpWhenTheNodeNeverTakesTheTransaction() {
    bench.chain.answer(new SendOutcome.Refused(-32_003, "intrinsic gas too low"));
    bench.enqueue(1);
    bench.repeat(32, bench::roundAndBlock);
    bench.chain.answerNormally();
    bench.repeat(20, bench::roundAndBlock);
    assertThat(bench.status(1)).isEqualTo(CallStatus.ABANDONED);
    assertThat(bench.state(1).reason()).contains("refused with code -32003: intrinsic gas too low");
    assertThat(bench.chain.usedNonces(RelayBench.KEY.address())).isEqualTo(1);
  }

  /** However long it lasts: a node that syncs, or an unknown answer, is no judgement on a call. */
  @ParameterizedTest
  @CsvSource({
    "-32008, Initial sync is still in progress",
    "-32000, An invalid transaction with a lower nonce exists",
    "-32603, Internal error",
  })
  void keepsACallThatTheNodeCannotTakeNow(int code, String detail) {
    bench.chain.baseFee(10);
    bench.chain.answer(new SendOutcome.NotNow(code, detail));
    bench.enqueue(1);
    for (int i = 0; i < 30; i++) {
      bench.clock.advance(RelayBench.PENDING_TIMEOUT);
      bench.roundAndBlock();
    }
    assertThat(bench.status(1)).isEqualTo(CallStatus.PENDING);
    assertThat(bench.transactions()).as("no fee was raised in vain").hasSize(1);
    bench.chain.answerNormally();
    bench.clock.advance(RelayBench.RESEND);
    bench.repeat(6, bench::roundAndBlock);
    assertThat(bench.status(1)).isEqualTo(CallStatus.DONE);
  }

  @Test
  void usesTheNonceUpWhenACallBecamePointlessWhileTheNodeTookNothing() {
    bench.chain.answer(new SendOutcome.NotNow(-32_603, "Internal error"));
    bench.enqueue(1);
    bench.round().run();
    bench.chain.mine(Set.of(1));
    bench.repeat(45, bench::roundAndBlock);
    bench.chain.answerNormally();
    bench.repeat(45, bench::roundAndBlock);
    assertThat(bench.status(1)).isEqualTo(CallStatus.SUPERSEDED);
    assertThat(bench.transactions()).extracting(Row::purpose).containsExactly("call", "cancel");
  }

  @Test
  void waitsOutRefusalsThatPass() {
    for (SendOutcome answer :
        Set.of(
            new SendOutcome.InsufficientFunds("insufficient funds"),
            new SendOutcome.FeeTooLow("below base fee"),
            new SendOutcome.NonceTooDistant("too distant"))) {
      bench.chain.answer(answer);
      bench.enqueue(bench.statuses().size() + 1);
      bench.repeat(3, bench::roundAndBlock);
    }
    bench.chain.answerNormally();
    bench.clock.advance(RelayBench.RESEND);
    bench.repeat(6, bench::roundAndBlock);
    assertThat(bench.statuses().values()).containsOnly("done");
  }

  @Test
  void goesOnWithAnotherKey() {
    bench.chain.baseFee(10);
    bench.enqueue(1);
    bench.round().run();
    bench.chain.baseFee(100);
    bench.with(OTHER_KEY);
    bench.repeat(45, bench::roundAndBlock);
    assertThat(bench.status(1)).isEqualTo(CallStatus.DONE);
    assertThat(bench.chain.usedNonces(OTHER_KEY.address())).isEqualTo(1);
    assertThat(bench.chain.usedNonces(RelayBench.KEY.address())).isZero();
  }

  @Test
  void keepsNoMoreInFlightThanItsLimit() {
    IntStream.of(1, 2, 3, 4, 6, 8, 9, 10, 11, 12).forEach(bench::enqueue);
    bench.round().run();
    assertThat(bench.chain.pooled()).hasSize(bench.limits().inFlightMax());
    bench.repeat(8, bench::roundAndBlock);
    assertThat(bench.statuses().values()).containsOnly("done");
  }

  @Test
  void endsALongRoundSoonWhenItIsToldTo() {
    IntStream.of(1, 2, 3).forEach(bench::enqueue);
    RelayRound stopped =
        bench.round(
            bench.chain,
            database.dataSource(),
            new SplittableRandom(1),
            () -> !bench.chain.pooled().isEmpty());
    stopped.run();
    assertThat(bench.chain.pooled()).hasSize(1);
    stopped.run();
    assertThat(bench.chain.pooled()).hasSize(1);
    bench.repeat(6, bench::roundAndBlock);
    assertThat(bench.statuses().values()).containsOnly("done");
  }

  @Test
  void signsNothingAfterAnotherDaemonTookTheLease() {
    bench.enqueue(1);
    RelayRound old = bench.round();
    bench.nextEpoch();
    assertThatThrownBy(old::run)
        .isInstanceOf(LeaseLostException.class)
        .hasMessageContaining("another daemon");
    assertThat(bench.transactions()).isEmpty();
    assertThat(bench.chain.seen()).isEmpty();
  }

  @Test
  void showsItsTransactionsToOthers() {
    bench.enqueue(1);
    bench.repeat(5, bench::roundAndBlock);
    assertThat(
            bench.query(
                """
                SELECT concat_ws(' ', kind, encode(ballot_id, 'hex') <> '', votes, gas_used, status)
                FROM oracle.public_relay_transaction
                """,
                String.class))
        .isEqualTo("act t 1 50000 confirmed");
  }

  @Test
  void waitsLongerAfterEachRefusal() {
    bench.enqueue(5);
    bench.repeat(20, bench::roundAndBlock);
    int quick = bench.query("SELECT tries FROM oracle.outbox_call", Integer.class);
    bench.repeat(20, bench::roundAndBlock);
    int slow = bench.query("SELECT tries FROM oracle.outbox_call", Integer.class) - quick;
    assertThat(slow).isPositive().isLessThan(quick);
  }
}
