package org.sweetwater.oracle.ballot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sweetwater.migrations.Database;
import org.sweetwater.migrations.Role;
import org.sweetwater.migrations.TestDatabase;

/**
 * The contract, the oracle and the recount agree on random elections. Set {@code sweetwater.seeds}
 * for how many, {@code sweetwater.seed} for exactly one.
 */
class RandomElectionsTest {
  private static final long SEEDS = Long.getLong("sweetwater.seeds", 24);

  /** Seeds that failed once: these always run. */
  private static final LongStream REGRESSIONS = LongStream.of();

  /** Among so many seeds every {@link Kind} must have occurred. */
  private static final long SEEDS_FOR_EVERY_KIND = 24;

  private static final Set<Kind> MET = EnumSet.noneOf(Kind.class);

  private static final MovableClock CLOCK = new MovableClock();
  private static Ground ground;
  private static TestDatabase test;
  private static Database database;
  private static NodeBallotChain chain;

  @BeforeAll
  static void deploy(@TempDir Path folder) {
    ground = Ground.prepare(folder);
    test = TestDatabase.migrated();
    database = test.open(Role.ORACLE);
    chain = new NodeBallotChain(ground.client, ground.ballot(), 0, BallotRevertPolicy.errors());
  }

  @AfterAll
  static void close() {
    database.close();
    test.close();
    ground.close();
    if (Long.getLong("sweetwater.seed") == null && SEEDS >= SEEDS_FOR_EVERY_KIND) {
      assertThat(MET).as("kinds of elections met").containsExactlyInAnyOrder(Kind.values());
    }
  }

  static LongStream seeds() {
    Long one = Long.getLong("sweetwater.seed");
    return one != null
        ? LongStream.of(one)
        : LongStream.concat(REGRESSIONS, LongStream.rangeClosed(1, SEEDS));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void contractOracleAndRecountAgree(long seed) {
    RandomElection election =
        new RandomElection(seed, ground, Jdbi.create(database.dataSource()), CLOCK, chain);
    if (seed % 3 == 0) {
      election.carryByOracle();
    } else {
      election.bringByAnybody();
    }
    MET.addAll(election.met());
  }
}
