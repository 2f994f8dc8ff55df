package org.sweetwater.indexer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sweetwater.indexer.chain.ChainEvent;
import org.sweetwater.indexer.store.ChainStore;
import org.sweetwater.indexer.store.Rebuild;
import org.sweetwater.indexer.store.StoreSetting;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.wrappers.RetryableException;

/**
 * The master property: whatever the chain, the nodes and the database did on the way, and wherever
 * a rebuild of the projections was begun, stopped or finished, the tables equal those of a quiet
 * index of the final chain, and say what a plain model says.
 */
final class ReorganisationPropertyTest {
  private static final int SEEDS_DEFAULT = 25;
  private static final int ACTIONS = 60;
  private static final int STEPS_MAX = 100_000;

  /** Tables without their indexes, as a new database has them, in one of so many seeds. */
  private static final int FIRST_BACKFILL_EVERY = 5;

  /** Blocks change about as many rows: some are sent together, others copied. */
  private static final int ROWS_TOGETHER_MAX = 20;

  /** So few that most reorganisations are deeper in some seeds: the chain has some 150 blocks. */
  private static final int HEADERS_KEPT_MAX = 16;

  private static TestDatabase rough;
  private static TestDatabase quiet;
  private static Database roughPool;
  private static Database quietPool;

  @BeforeAll
  static void open() {
    rough = TestDatabase.migrated();
    quiet = TestDatabase.migrated();
    roughPool = rough.open(Role.INDEXER);
    quietPool = quiet.open(Role.INDEXER);
  }

  @AfterAll
  static void close() {
    roughPool.close();
    quietPool.close();
    rough.close();
    quiet.close();
  }

  /** {@code -Dsweetwater.seeds=N} chooses how many, {@code -Dsweetwater.seed=N} one. */
  static LongStream seeds() {
    Long one = Long.getLong("sweetwater.seed");
    return one == null
        ? LongStream.rangeClosed(1, Integer.getInteger("sweetwater.seeds", SEEDS_DEFAULT))
        : LongStream.of(one);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void tablesEqualThoseOfAQuietIndexOfTheFinalChain(long seed) {
    Tables.empty(roughPool.dataSource());
    Tables.empty(quietPool.dataSource());
    if (seed % FIRST_BACKFILL_EVERY == 0) {
      Tables.beginWithoutIndexes(roughPool.dataSource());
    }
    Random random = new Random(seed);
    FakeChain chain = new FakeChain(random, FakeIndexing.START_BLOCK);

    try (Rough rough = new Rough(random, chain)) {
      rough.run();
    }
    indexQuietly(chain, random);

    assertThat(Tables.dump(roughPool.dataSource()))
        .as("seed %d", seed)
        .isEqualTo(Tables.dump(quietPool.dataSource()));
    assertThat(Tables.lines(roughPool.dataSource(), ReferenceModel.QUERY))
        .as("seed %d", seed)
        .isEqualTo(modelOf(chain));
  }

  private static Set<String> modelOf(FakeChain chain) {
    ReferenceModel model = new ReferenceModel();
    chain.blocks().stream()
        .filter(block -> block.block().number() >= FakeIndexing.START_BLOCK)
        .forEach(block -> block.events().forEach(model::apply));
    return model.lines();
  }

  private static void indexQuietly(FakeChain chain, Random random) {
    FakeNode node = new FakeNode(random);
    node.show(chain);
    FakeIndexing.toTheHead(
        quietPool.dataSource(), FakeIndexing.of(node, 1 + random.nextInt(50), new FakeClock()));
  }

  /** A life full of accidents. */
  private static final class Rough implements AutoCloseable {
    private final Random random;
    private final FakeChain chain;
    private final FakeNode node;
    private final FakeClock clock = new FakeClock();
    private final StoreSetting setting;
    private final CrashingDataSource database;
    private final DataSource dataSource;
    private Indexing indexing;
    private @Nullable ChainStore store;
    private @Nullable Rebuild rebuild;

    Rough(Random random, FakeChain chain) {
      this.random = random;
      this.chain = chain;
      // One connection builds indexes: the order of steps, and so of crashes, is then the seed's.
      this.setting =
          new StoreSetting(
              1 + random.nextInt(HEADERS_KEPT_MAX), 1, random.nextInt(ROWS_TOGETHER_MAX));
      this.node = new FakeNode(random);
      this.database = new CrashingDataSource(roughPool.dataSource(), random);
      this.dataSource = database.asDataSource();
      this.indexing = FakeIndexing.of(node, 1, clock);
    }

    void run() {
      node.show(chain);
      node.misbehave(random.nextInt(3) == 0 ? 0 : 8);
      for (int i = 0; i < ACTIONS; i++) {
        act(random.nextInt(11));
      }
      finish();
    }

    private void act(int action) {
      switch (action) {
        case 0, 1 -> grow(1 + random.nextInt(8));
        case 2 -> reorganise(1 + random.nextInt(4));
        case 3 -> reorganise(1 + random.nextInt((int) chain.headNumber() + 1));
        case 4 -> restart();
        case 5 -> database.crashWithin(25);
        case 6 -> rebuild();
        case 7 -> clock.advance(Duration.ofSeconds(random.nextInt(40)));
        default -> steps(1 + random.nextInt(4));
      }
    }

    private void grow(int count) {
      chain.extend(count);
      node.show(chain);
    }

    /** The new branch may be shorter, longer or, when the node lost blocks, not there at all. */
    private void reorganise(int depth) {
      chain.cut(depth);
      chain.extend(random.nextInt(depth + 3));
      node.show(chain);
    }

    /** Beside the indexer: a part of a rebuild, the rest of it, or a part that is forgotten. */
    private void rebuild() {
      try {
        Rebuild open =
            rebuild == null ? Rebuild.open(dataSource, FakeIndexing.PROJECTION) : rebuild;
        rebuild = open;
        open.step();
        if (random.nextInt(6) == 0) {
          open.buildIndexes();
          open.swap();
          stopRebuild();
        }
      } catch (RetryableException e) {
        stopRebuild();
      }
    }

    private void stopRebuild() {
      if (rebuild != null) {
        rebuild.close();
        rebuild = null;
      }
    }

    private void restart() {
      stopRebuild();
      close();
      indexing = FakeIndexing.of(node, 1 + random.nextInt(20), clock);
    }

    @Override
    public void close() {
      if (store != null) {
        store.close();
        store = null;
      }
    }

    private void steps(int count) {
      for (int i = 0; i < count; i++) {
        step();
      }
    }

    /** As the follower does: after a failure of the store it is opened anew. */
    private boolean step() {
      try {
        ChainStore open =
            store == null ? ChainStore.open(dataSource, FakeIndexing.SOURCE, setting) : store;
        store = open;
        return indexing.step(open) instanceof ChainEvent.Unchanged;
      } catch (RetryableException e) {
        if (store != null && !store.isSound()) {
          close();
        }
        return false;
      }
    }

    private void finish() {
      node.misbehave(0);
      database.behave();
      stopRebuild();
      long head = chain.headNumber();
      for (int i = 0; i < STEPS_MAX; i++) {
        if (step() && store != null && isAt(store, head)) {
          close();
          return;
        }
        clock.advance(Duration.ofSeconds(1));
      }
      throw new AssertionError("not at the head %d after %d steps".formatted(head, STEPS_MAX));
    }

    private static boolean isAt(ChainStore store, long head) {
      return store
          .head()
          .map(block -> block.number() == head)
          .orElse(head < FakeIndexing.START_BLOCK);
    }
  }
}
