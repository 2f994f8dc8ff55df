package org.sweetwater.oracle.relay;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.sweetwater.oracle.pace.Backoff;
import org.sweetwater.wrappers.Hash32;

/** A relay that the test drives round by round, with everything around it made by the test. */
final class RelayBench {
  static final RelayKey KEY =
      RelayKey.parse("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
  static final long CHAIN_ID = 31_337;
  static final Duration RESEND = Duration.ofSeconds(10);
  static final Duration PENDING_TIMEOUT = Duration.ofSeconds(30);

  final FakeChain chain = new FakeChain();
  final FakeClock clock = new FakeClock();
  private final DataSource dataSource;
  private final Jdbi jdbi;
  private RelayLimits limits = limits(2);
  private RelayKey key = KEY;
  private long epoch;

  /** On an outbox that is emptied first. */
  RelayBench(DataSource dataSource) {
    this.dataSource = dataSource;
    this.jdbi = Jdbi.create(dataSource);
    jdbi.useHandle(
        handle -> {
          handle.execute("DELETE FROM oracle.outbox_transaction");
          handle.execute("DELETE FROM oracle.outbox_call");
        });
    nextEpoch();
  }

  static RelayLimits limits(int confirmations) {
    return limits(confirmations, BigInteger.valueOf(1_000_000));
  }

  static RelayLimits limits(int confirmations, BigInteger maxFeePerGas) {
    return new RelayLimits(
        confirmations,
        8,
        RESEND,
        PENDING_TIMEOUT,
        new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(8)),
        25,
        1_000_000,
        maxFeePerGas);
  }

  RelayBench with(RelayLimits others) {
    limits = others;
    return this;
  }

  RelayBench with(RelayKey other) {
    key = other;
    return this;
  }

  RelayLimits limits() {
    return limits;
  }

  /** As when another daemon takes the lease. */
  void nextEpoch() {
    epoch =
        jdbi.withHandle(
            handle ->
                handle
                    .createQuery("UPDATE oracle.relay_lease SET epoch = epoch + 1 RETURNING epoch")
                    .mapTo(Long.class)
                    .one());
  }

  /** A relay as it is after a start of the process: everything new but the database. */
  RelayRound round() {
    return round(chain, dataSource, new SplittableRandom(1));
  }

  RelayRound round(RelayChain node, DataSource database, SplittableRandom random) {
    return round(node, database, random, () -> false);
  }

  RelayRound round(
      RelayChain node, DataSource database, SplittableRandom random, BooleanSupplier stopping) {
    Jdbi connections = Jdbi.create(database);
    return new RelayRound(
        new RelaySession(
            node,
            new OutboxReader(connections),
            new OutboxStore(connections),
            new TransactionSigner(key, CHAIN_ID),
            limits,
            new RevertJudge(
                new ErrorCatalogue(FakeContract.ERRORS),
                (kind, reason) -> FakeContract.meaning(reason),
                node,
                limits.confirmations()),
            new RelayMetrics(new SimpleMeterRegistry()),
            clock,
            random,
            epoch),
        stopping);
  }

  /** A round, then time passes and a block is made. */
  void roundAndBlock() {
    round().run();
    clock.advance(Duration.ofSeconds(1));
    chain.mine();
  }

  void repeat(int times, Runnable step) {
    for (int i = 0; i < times; i++) {
      step.run();
    }
  }

  void enqueue(int number) {
    jdbi.useTransaction(handle -> new Outbox(clock).enqueue(handle, call(number)));
  }

  void enqueueUrgent(int number) {
    jdbi.useTransaction(handle -> new Outbox(clock).enqueue(handle, call(number, true)));
  }

  static OutgoingCall call(int number) {
    return call(number, false);
  }

  private static OutgoingCall call(int number, boolean urgent) {
    return new OutgoingCall(
        "act",
        Hash32.keccak(new byte[] {(byte) number}),
        FakeContract.ADDRESS,
        FakeContract.calldata(number),
        "act-" + number,
        1,
        urgent);
  }

  CallState state(int number) {
    return jdbi.withHandle(handle -> new Outbox(clock).find(handle, "act-" + number).orElseThrow());
  }

  CallStatus status(int number) {
    return state(number).status();
  }

  /** Status of every call by its key. */
  Map<String, String> statuses() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT dedupe_key, status FROM oracle.outbox_call")
                .map((row, context) -> Map.entry(row.getString(1), row.getString(2)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /** One stored transaction, as a test looks at it. */
  record Row(
      Hash32 hash, long nonce, String purpose, String status, BigInteger maxFee, long gasLimit) {}

  List<Row> transactions() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT * FROM oracle.outbox_transaction ORDER BY attempt")
                .map(
                    (row, context) ->
                        new Row(
                            Hash32.of(row.getBytes("hash")),
                            row.getLong("nonce"),
                            row.getString("purpose"),
                            row.getString("status"),
                            row.getBigDecimal("max_fee_per_gas").toBigIntegerExact(),
                            row.getLong("gas_limit")))
                .list());
  }

  <T> T query(String sql, Class<T> type) {
    return jdbi.withHandle(handle -> handle.createQuery(sql).mapTo(type).one());
  }
}
