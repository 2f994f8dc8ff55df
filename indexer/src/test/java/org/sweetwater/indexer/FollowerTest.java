package org.sweetwater.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sweetwater.indexer.chain.BlockStream;
import org.sweetwater.indexer.chain.ChainSource;
import org.sweetwater.indexer.chain.StreamConfig;
import org.sweetwater.indexer.decode.EventDecoder;
import org.sweetwater.indexer.store.ChainStore;
import org.sweetwater.indexer.store.Source;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.BlockRef;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.FatalException;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;
import org.sweetwater.wrappers.chain.Block;
import org.sweetwater.wrappers.chain.LogEntry;

final class FollowerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final List<Address> CONTRACTS =
      List.of(FakeLogs.REGISTRY, FakeLogs.BALLOT, FakeLogs.CRADLE, FakeLogs.CANARY);
  private static final Source SOURCE =
      new Source(
          31_337,
          Hash32.ZERO,
          0,
          FakeLogs.REGISTRY,
          FakeLogs.BALLOT,
          FakeLogs.CRADLE,
          FakeLogs.CANARY);

  private final TestDatabase test = TestDatabase.migrated();
  private final Database database = test.open(Role.INDEXER);
  private final Random random = new Random(5);
  private final FakeChain chain = new FakeChain(random, 1);
  private final FakeNode node = new FakeNode(random);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<BlockRef> told = new CopyOnWriteArrayList<>();

  @AfterEach
  void drop() {
    database.close();
    test.close();
  }

  @Test
  void followsTheHeadAndComesBackAfterTheDatabaseWasLost() {
    grow(30);
    try (Follower follower = follower(node)) {
      follower.start();
      awaitHead(follower, 30);
      test.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
      grow(5);
      awaitHead(follower, 35);
      assertThat(follower.progress().failure()).isEmpty();
    }
    assertThat(registry.counter("sweetwater.indexer.blocks").count()).isEqualTo(36);
  }

  @Test
  void tellsOfEachCommitOnceItsRowsCanBeRead() {
    grow(30);
    try (Follower follower = follower(node)) {
      follower.start();
      awaitHead(follower, 30);
    }
    assertThat(told).isNotEmpty().doesNotHaveDuplicates();
    assertThat(told.getLast().number()).isEqualTo(30);
  }

  @Test
  void saysWhyItRetriesAndGoesOnWhenItCan() {
    grow(3);
    node.misbehave(100);
    try (Follower follower = follower(node)) {
      follower.start();
      await(follower, progress -> progress.failure().isPresent());
      assertThat(follower.progress().failure()).contains("the node is tired");
      assertThat(follower.progress().isHalted()).isFalse();
      node.misbehave(0);
      awaitHead(follower, 3);
    }
    assertThat(registry.counter("sweetwater.indexer.retries").count()).isPositive();
  }

  @Test
  void haltsAtALogThatItDoesNotUnderstandAndKeepsWhatItHas() {
    grow(10);
    try (Follower follower = follower(new GarblingSource(node, FollowerTest::cut))) {
      follower.start();
      await(follower, Progress::isHalted);
      assertThat(follower.progress().failure().orElseThrow())
          .contains("log ")
          .contains("of transaction 0x");
      assertThat(follower.progress().findStaleness(0, Instant.now()).orElseThrow())
          .startsWith("halted: ");
    }
    try (ChainStore store = ChainStore.open(database.dataSource(), SOURCE)) {
      assertThat(store.head()).isEmpty();
    }
  }

  @Test
  void looksAtTheChainAtOnceWhenItIsWoken() {
    grow(3);
    try (Follower follower = follower(node, Duration.ofHours(1), () -> {})) {
      follower.start();
      awaitHead(follower, 3);
      grow(2);
      follower.wake();
      awaitHead(follower, 5);
    }
  }

  @Test
  void saysWhenAPollFoundWhatNobodyHadToldOf() {
    AtomicInteger missed = new AtomicInteger();
    grow(3);
    try (Follower follower = follower(node, Duration.ofMillis(20), missed::incrementAndGet)) {
      follower.start();
      awaitHead(follower, 3);
      grow(2);
      await(follower, _ -> missed.get() == 1);
      assertThat(follower.progress().head().orElseThrow().number()).isEqualTo(5);
    }
  }

  @Test
  void aFollowerThatNeverStartedGivesTheWritersPlaceBack() {
    follower(node).close();
    ChainStore.open(database.dataSource(), SOURCE).close();
  }

  @Test
  void sortsFailuresByWhatTheyCallFor() {
    assertThat(Failure.of(new RetryableException("a"), false)).isEqualTo(new Failure.Retry("a"));
    assertThat(Failure.of(new FatalException("b"), false)).isEqualTo(new Failure.Halt("b"));
    assertThat(Failure.of(new IllegalStateException("c"), false)).isEqualTo(new Failure.Halt("c"));
    assertThat(Failure.of(new RetryableException("d"), true)).isEqualTo(new Failure.Cancelled("d"));
  }

  private void grow(int blocks) {
    chain.extend(blocks);
    node.show(chain);
  }

  private static LogEntry cut(LogEntry log) {
    return new LogEntry(
        log.block(),
        log.transactionHash(),
        log.transactionIndex(),
        log.logIndex(),
        log.address(),
        log.topics(),
        Bytes.parse("0x01"));
  }

  private Follower follower(ChainSource source) {
    return follower(source, Duration.ofMillis(20), () -> {});
  }

  private Follower follower(ChainSource source, Duration pollInterval, Runnable onHeadMissed) {
    StreamConfig config = new StreamConfig(CONTRACTS, 0, 7, 0, Duration.ofSeconds(30));
    Indexing indexing =
        new Indexing(
            new BlockStream(source, config, Clock.systemUTC()),
            new EventDecoder(FakeLogs.REGISTRY, FakeLogs.BALLOT, FakeLogs.CRADLE, FakeLogs.CANARY));
    return new Follower(
        indexing,
        ChainStore.open(database.dataSource(), SOURCE),
        () -> ChainStore.open(database.dataSource(), SOURCE),
        new Follower.Setting(
            pollInterval,
            new IndexerMetrics(registry),
            (event, head) -> told.add(head.orElseThrow()),
            Clock.systemUTC(),
            onHeadMissed));
  }

  private static void awaitHead(Follower follower, long number) {
    await(follower, progress -> progress.head().map(head -> head.number() == number).orElse(false));
  }

  private static void await(Follower follower, Predicate<Progress> condition) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!condition.test(follower.progress())) {
      assertThat(Instant.now()).as("still %s", follower.progress()).isBefore(deadline);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  /** A node whose logs are not what our contracts emit. */
  private record GarblingSource(ChainSource real, UnaryOperator<LogEntry> garble)
      implements ChainSource {
    @Override
    public long headNumber() {
      return real.headNumber();
    }

    @Override
    public Optional<Block> blockByNumber(long number) {
      return real.blockByNumber(number);
    }

    @Override
    public List<LogEntry> logs(long fromBlock, long toBlock) {
      return real.logs(fromBlock, toBlock).stream().map(garble).toList();
    }

    @Override
    public List<LogEntry> logs(Hash32 blockHash) {
      return real.logs(blockHash).stream().map(garble).toList();
    }
  }
}
