package org.sweetwater.oracle.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;
import org.sweetwater.wrappers.RetryableException;

/**
 * Whatever the node does and wherever the process dies: every call has its effect exactly once, and
 * the outbox ends as after a quiet run.
 *
 * <p>More seeds: {@code -Dsweetwater.seeds=5000}; one seed: {@code -Dsweetwater.seed=17}.
 */
class RelayCrashPropertyTest {
  private static final int ROUNDS_TO_QUIESCE = 400;

  private static TestDatabase test;
  private static Database database;

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

  static LongStream seeds() {
    Long one = Long.getLong("sweetwater.seed");
    return one == null
        ? LongStream.range(0, Long.getLong("sweetwater.seeds", 40L))
        : LongStream.of(one);
  }

  /** How bad one run's world is. */
  private record World(
      int confirmations, double faultRate, int rollbackMax, boolean hasRivals, boolean hasFees) {
    boolean hasDeepRollbacks() {
      return rollbackMax > confirmations;
    }

    static World of(SplittableRandom random) {
      int confirmations = random.nextInt(4);
      boolean hasRivals = random.nextBoolean();
      // What a rival did may end a call; below our confirmations it would have to stay done.
      int rollbackMax = hasRivals || random.nextBoolean() ? confirmations : confirmations + 2;
      return new World(
          confirmations, random.nextDouble() * 0.15, rollbackMax, hasRivals, random.nextBoolean());
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyCallHasItsEffectOnceAndTheTableEndsAsAfterAQuietRun(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    World world = World.of(random);
    RelayBench bench = new RelayBench(database.dataSource());
    bench.with(RelayBench.limits(world.confirmations()));
    Run run = new Run(bench, world, random);
    run.storm();
    run.quiesce();

    Map<Integer, Integer> effects = bench.chain.ownEffects();
    Set<Integer> all = new HashSet<>(run.allowed());
    assertThat(bench.chain.effects()).as("effects").containsExactlyInAnyOrderElementsOf(all);
    assertThat(effects.values()).as("own effects, each once").allMatch(count -> count == 1);
    assertThat(bench.statuses()).as("final table").satisfies(table -> run.check(table, effects));
    assertThat(
            bench.transactions().stream()
                .filter(row -> row.status().equals("confirmed") || row.status().equals("reverted"))
                .map(row -> bench.chain.blockOf(row.hash()).isPresent()))
        .as("final transactions are in the chain")
        .doesNotContain(false);
    assertThat(bench.transactions().stream().map(RelayBench.Row::hash).toList())
        .as("whatever the node saw was stored first")
        .containsAll(bench.chain.seen());
  }

  /** One history. */
  private static final class Run {
    private static final int CALLS = 12;

    private final RelayBench bench;
    private final World world;
    private final SplittableRandom random;
    private final FaultyChain node;
    private final DataSource crashing;
    private RelayRound round;
    private int enqueued;

    Run(RelayBench bench, World world, SplittableRandom random) {
      this.bench = bench;
      this.world = world;
      this.random = random;
      this.node = new FaultyChain(bench.chain, random, world.faultRate());
      this.crashing =
          CrashingDataSource.around(database.dataSource(), random, world.faultRate() / 4);
      this.round = started(crashing);
    }

    private RelayRound started(DataSource dataSource) {
      return bench.round(node, dataSource, random);
    }

    Set<Integer> allowed() {
      return IntStream.range(0, CALLS)
          .filter(number -> number % 10 != 7)
          .boxed()
          .collect(Collectors.toSet());
    }

    /** Calls whose effect is a rival's end as superseded: somebody else was first. */
    void check(Map<String, String> statuses, Map<Integer, Integer> ownEffects) {
      for (int number = 0; number < CALLS; number++) {
        String done = ownEffects.containsKey(number) ? "done" : "superseded";
        // A transaction that reverted for good, and then succeeded because blocks deeper than our
        // confirmations were exchanged, finds its call gone on to another nonce.
        Set<String> expected =
            number % 10 == 7
                ? Set.of("abandoned")
                : world.hasDeepRollbacks() ? Set.of("done", "superseded") : Set.of(done);
        assertThat(statuses.get("act-" + number)).as("act-" + number).isIn(expected);
      }
      assertThat(statuses).hasSize(CALLS);
    }

    void storm() {
      for (int step = 0; step < 60 || enqueued < CALLS; step++) {
        maybeEnqueue();
        runRound();
        disturbChain();
      }
    }

    void quiesce() {
      node.heal();
      bench.chain.baseFee(world.hasFees() ? 100 : 0);
      bench.nextEpoch();
      round = started(database.dataSource());
      int quiet = 0;
      for (int i = 0; i < ROUNDS_TO_QUIESCE && quiet <= world.confirmations() + 1; i++) {
        round.run();
        bench.clock.advance(Duration.ofSeconds(3));
        bench.chain.mine();
        quiet = isEverythingFinal() ? quiet + 1 : 0;
      }
    }

    private boolean isEverythingFinal() {
      return bench.statuses().values().stream()
          .allMatch(status -> Set.of("done", "superseded", "abandoned").contains(status));
    }

    private void maybeEnqueue() {
      if (enqueued < CALLS && random.nextInt(3) == 0) {
        // Features enqueue again after their own crashes.
        bench.enqueue(enqueued);
        bench.enqueue(random.nextInt(++enqueued));
      }
    }

    private void runRound() {
      try {
        round.run();
      } catch (RetryableException expected) {
        // The loop would back off and begin the next round.
        bench.clock.advance(Duration.ofMillis(500));
      } catch (Crash crash) {
        bench.nextEpoch();
        round = started(crashing);
      }
    }

    private void disturbChain() {
      bench.clock.advance(Duration.ofMillis(random.nextInt(8_000)));
      if (world.hasFees() && random.nextInt(4) == 0) {
        bench.chain.baseFee(random.nextInt(3) == 0 ? 5_000 : 1 + random.nextInt(400));
      }
      if (random.nextInt(12) == 0) {
        bench.chain.forgetPool();
      }
      if (random.nextInt(6) == 0) {
        bench.chain.rollBack(random.nextInt(world.rollbackMax() + 1), random.nextBoolean());
      }
      if (random.nextInt(3) != 0) {
        bench.chain.mine(rivals());
      }
    }

    private Set<Integer> rivals() {
      int number = random.nextInt(CALLS);
      boolean acts = world.hasRivals() && random.nextInt(5) == 0 && number % 10 != 7;
      return acts && (number % 10 != 5 || bench.chain.effects().contains(number - 1))
          ? Set.of(number)
          : Set.of();
    }
  }
}
