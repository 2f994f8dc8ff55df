package org.sweetwater.oracle.ballot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetwater.oracle.message.TestSigner;
import org.sweetwater.oracle.message.VoteMessage;
import org.sweetwater.oracle.relay.Crash;
import org.sweetwater.oracle.relay.CrashingDataSource;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Bytes;
import org.sweetwater.wrappers.Hash32;
import org.sweetwater.wrappers.RetryableException;

/**
 * Whatever dies, fails or is rolled back on the way: the same votes stand in the end, with the same
 * verdicts, as in a quiet run. The seed is in the name of the test.
 */
class CarriagePropertyTest {
  private static final int CONFIRMATIONS = 2;
  private static final CountLimits LIMITS = new CountLimits(4, Duration.ofSeconds(5));

  /** Time in which all votes have arrived, so that no disturbance makes one too late. */
  private static final int ARRIVAL_SECONDS = 80;

  /** A vote and the second in which the hub shows it. */
  private record Arrival(int second, Received<VoteMessage> vote) {}

  /** What is left in the end. */
  private record Outcome(
      String code, Map<Hash32, String> verdicts, Map<Address, FakeElection.Vote> votes) {}

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void disturbancesChangeNothing(long seed) {
    Outcome quiet = run(seed, false);
    Outcome disturbed = run(seed, true);
    assertThat(disturbed).isEqualTo(quiet);
    assertThat(quiet.votes()).as("a run that shows something").isNotEmpty();
  }

  private static Outcome run(long seed, boolean isDisturbed) {
    try (Carriage carriage = new Carriage(CONFIRMATIONS, LIMITS)) {
      Hash32 id = carriage.propose();
      List<Arrival> arrivals = arrivals(new SplittableRandom(seed), id, carriage.clock.seconds());
      Disturbance disturbance = new Disturbance(carriage, new SplittableRandom(~seed), isDisturbed);
      for (int second = 0; second < 1_000; second++) {
        int now = second;
        arrivals.stream()
            .filter(arrival -> arrival.second() == now)
            .forEach(arrival -> carriage.archive.storeVotes(List.of(arrival.vote())));
        disturbance.round();
        Progress progress = carriage.progress(id);
        if (progress.stage() == Stage.DONE) {
          return new Outcome(
              progress.reason().code(), carriage.verdicts(), carriage.chain.election(id).votes);
        }
      }
      throw new AssertionError("seed %d: still %s".formatted(seed, carriage.progress(id)));
    }
  }

  private static List<Arrival> arrivals(SplittableRandom random, Hash32 id, long start) {
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      // Some voters have no node, and some dates are outside the window.
      TestSigner voter = TestSigner.of(1 + random.nextInt(8));
      long date = start + random.nextInt(-320, 120);
      Signed vote = Signed.vote(voter, id, 1 + random.nextInt(3), date);
      int second = random.nextInt(ARRIVAL_SECONDS);
      if (random.nextInt(4) == 0) {
        // A hub that gives a wrong signature first.
        Bytes wrong = Bytes.parse(Signed.vote(voter, id, 1, date - 1).envelope().signature());
        arrivals.add(new Arrival(second, vote.receivedVote(wrong)));
        second = random.nextInt(second, ARRIVAL_SECONDS);
      }
      arrivals.add(new Arrival(second, vote.receivedVote()));
    }
    return arrivals;
  }

  /** Kills the process around commits, takes the node away, and rolls back what is not final. */
  private static final class Disturbance {
    private static final double CRASH_RATE = 0.1;

    private final Carriage carriage;
    private final SplittableRandom random;
    private final boolean isDisturbed;
    private BallotKeeper keeper;

    Disturbance(Carriage carriage, SplittableRandom random, boolean isDisturbed) {
      this.carriage = carriage;
      this.random = random;
      this.isDisturbed = isDisturbed;
      this.keeper = newProcess();
    }

    private BallotKeeper newProcess() {
      return carriage.keeperOn(
          isDisturbed
              ? CrashingDataSource.around(carriage.dataSource(), random, CRASH_RATE)
              : carriage.dataSource());
    }

    void round() {
      carriage.chain.isDown = isDisturbed && random.nextInt(10) == 0;
      try {
        keeper.advance();
      } catch (Crash crash) {
        keeper = newProcess();
      } catch (RetryableException nodeDown) {
        assertThat(carriage.chain.isDown).as("why it failed").isTrue();
      }
      carriage.chain.isDown = false;
      carriage.relay.run();
      carriage.clock.advance(Duration.ofSeconds(1));
      if (isDisturbed && random.nextInt(20) == 0) {
        carriage.relay.rollBack(1 + random.nextInt(CONFIRMATIONS));
      }
    }
  }
}
