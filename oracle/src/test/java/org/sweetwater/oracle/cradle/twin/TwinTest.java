package org.sweetwater.oracle.cradle.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.sweetwater.oracle.cradle.twin.Draft.HOUR;
import static org.sweetwater.oracle.cradle.twin.Draft.MILLI;
import static org.sweetwater.oracle.cradle.twin.Draft.SECOND;

import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sweetwater.wrappers.FatalException;

/** Whole runs against closed forms, and what holds of every run. */
class TwinTest {
  private static final Topology COMPLETE = new Topology.RandomRegular(4, 3);

  /**
   * In a complete graph each of the 12 links is an M/M/1 queue of a twelfth of the traffic. A
   * sojourn is exponential of rate µ − λ (Kleinrock, volume 1, section 3.2), so its q-quantile is
   * −ln(1 − q)/(µ − λ). Tolerance 3 % and 5 %, that of the histogram (0.1 %) included.
   */
  @Test
  void delaysPacketsAsQueuesOfMarkovDo() {
    Run run =
        Twin.run(
            Draft.scenario(
                400,
                it -> {
                  it.topology = COMPLETE;
                  it.latencyMinNanos = 1_000;
                  it.latencyMaxNanos = 1_000;
                  it.sizes = Network.Traffic.Sizes.EXPONENTIAL;
                  it.bitsPerSecond = 1_000_000;
                  it.milliPacketsPerSecond = 225_000;
                }),
            Draft.seed(1));
    // 125 packets of 1,000 bytes in a second; 4 · 225 / 12 come.
    double rate = 125 - 75;
    assertThat(micros(run.latency().p50Micros()))
        .isCloseTo(1e6 * Math.log(2) / rate, within(0.03 * 1e6 * Math.log(2) / rate));
    assertThat(micros(run.latency().p99Micros()))
        .isCloseTo(1e6 * Math.log(100) / rate, within(0.05 * 1e6 * Math.log(100) / rate));
    assertThat(run.totals().lost()).isZero();
  }

  @Test
  void givesUpARunThatWouldNeverEnd() {
    Twin twin = new Twin(Draft.scenario(60, it -> {}), Draft.seeds(1), 1_000);

    assertThatThrownBy(twin::run)
        .isInstanceOf(FatalException.class)
        .hasMessageContaining("more than 1,000 events after")
        .hasMessageContaining("of 1m; shorten the experiment");
  }

  private static double micros(OptionalLong value) {
    return value.orElseThrow();
  }

  /** One hop: p^(r+1). Tolerance four standard errors of about 240,000 packets. */
  @ParameterizedTest
  @CsvSource({"0.1, 0", "0.3, 1", "0.5, 4"})
  void losesPacketsAsIndependentSendingsWould(double loss, int retries) {
    Run run =
        Twin.run(
            Draft.scenario(
                600,
                it -> {
                  it.topology = COMPLETE;
                  it.lossPpm = (int) Math.round(loss * Ppm.WHOLE);
                  it.retries = retries;
                  it.deadHellos = 50;
                  it.milliPacketsPerSecond = 100_000;
                }),
            Draft.seed(2));
    long sent = run.totals().delivered() + run.totals().lost();
    double expected = Math.pow(loss, retries + 1);
    assertThat((double) run.totals().lost() / sent)
        .isCloseTo(expected, within(4 * Math.sqrt(expected * (1 - expected) / sent)));
    assertThat(run.metrics().find(Metric.PACKET_LOSS)).hasValue(Ppm.of(run.totals().lost(), sent));
  }

  @Test
  void whatWasSentIsDeliveredOrLostOrOnItsWay() {
    for (long seed = 0; seed < 12; seed++) {
      Scenario scenario = turmoil(seed);
      Twin twin = new Twin(scenario, Draft.seeds(seed));
      Run run = twin.run();
      long ended = run.totals().delivered() + run.totals().lost() + twin.packetsInFlight();
      assertThat(ended).as("seed %d", seed).isEqualTo(sent(scenario, seed));
      assertThat(run.totals().lost()).as("seed %d", seed).isPositive();
    }
  }

  /** Everything but what takes packets out of the count: faults that leave nodes unconnected. */
  private static Scenario turmoil(long seed) {
    return Draft.scenario(
        30,
        it -> {
          it.topology = new Topology.RandomRegular(24, 8);
          it.protocol =
              seed % 2 == 0
                  ? Network.Routing.Protocol.LINK_STATE
                  : Network.Routing.Protocol.DISTANCE_VECTOR;
          it.lossPpm = 50_000;
          it.bitsPerSecond = 200_000;
          it.queueBytes = 4_000;
          it.milliPacketsPerSecond = 10_000;
          it.publishNanos = 2 * SECOND;
          it.isStrict = true;
        },
        new Chaos(3 * SECOND, 2 * SECOND, 5 * SECOND, new Chaos.CutLinks(6)),
        new Chaos(
            5 * SECOND, 5 * SECOND, 0, new Chaos.DegradeLinks(300_000, 600_000, 100 * MILLI)));
  }

  /** The traffic has a stream of its own, so it can be played without the rest. */
  private static long sent(Scenario scenario, long seed) {
    World world = new World(scenario.network(), Draft.graph(scenario.network(), seed));
    Traffic traffic = new Traffic(world, Draft.seeds(seed));
    long sent = 0;
    traffic.scheduleNext();
    while (world.queue.advance() && world.queue.time() <= scenario.durationNanos()) {
      traffic.scheduleNext();
      traffic.draw();
      sent++;
    }
    return sent;
  }

  /** With faults that cut nodes off some packets are nobody's loss: they are not counted. */
  @Test
  void countsNoPacketTwiceUnderAnyFaults() {
    for (long seed = 0; seed < 6; seed++) {
      Scenario scenario =
          Draft.scenario(
              60,
              it -> it.lossPpm = 100_000,
              new Chaos(5 * SECOND, 4 * SECOND, 10 * SECOND, new Chaos.KillNodes(6)),
              new Chaos(8 * SECOND, 9 * SECOND, 20 * SECOND, new Chaos.Partition(400_000)));
      Twin twin = new Twin(scenario, Draft.seeds(seed));
      Run run = twin.run();
      long ended = run.totals().delivered() + run.totals().lost() + twin.packetsInFlight();
      assertThat(ended).as("seed %d", seed).isLessThan(sent(scenario, seed)).isPositive();
    }
  }

  @Test
  void repairsWhatFaultsBroke() {
    Run run =
        Twin.run(
            Draft.scenario(
                60, it -> {}, new Chaos(10 * SECOND, 20 * SECOND, 0, new Chaos.KillNodes(3))),
            Draft.seed(3));
    assertThat(run.incidents()).hasSize(2).allMatch(Run.Incident::isRepaired);
    // Detection takes 750 ms to 1 s; then news travel, and nodes gather them for 50 ms.
    assertThat(run.incidents().getFirst().millis()).isBetween(800L, 1_300L);
    // A greeting within 250 ms, a handshake, news, and 50 ms.
    assertThat(run.incidents().getLast().millis()).isBetween(50L, 700L);
  }

  @Test
  void anIncidentThatIsNotRepairedLastsUntilTheEndOfTheRun() {
    Run run =
        Twin.run(
            Draft.scenario(
                60,
                it -> {
                  it.deadHellos = 50;
                  it.helloNanos = 2 * SECOND;
                },
                new Chaos(10 * SECOND, 60 * SECOND, 0, new Chaos.KillNodes(3))),
            Draft.seed(3));
    assertThat(run.incidents()).hasSize(1);
    assertThat(run.incidents().getFirst().isRepaired()).isFalse();
    assertThat(run.incidents().getFirst().millis()).isEqualTo(50_000);
  }

  @Test
  void aQuietRunLosesNothingAndKeepsItsRoutes() {
    Run run = Twin.run(Draft.scenario(60, it -> {}), Draft.seed(4));
    assertThat(run.metrics().find(Metric.PACKET_LOSS)).hasValue(0);
    assertThat(run.metrics().find(Metric.ROUTE_STABILITY)).hasValue(Ppm.WHOLE);
    assertThat(run.metrics().find(Metric.POLICY_CONSISTENCY)).hasValue(Ppm.WHOLE);
    assertThat(run.metrics().find(Metric.MTTR)).as("nothing was repaired").isEmpty();
    assertThat(run.windows()).hasSize(12);
    assertThat(run.totals().routingMessages()).isZero();
  }

  @Test
  void aStrictPolicyRefusesPacketsOfNodesThatLagBehind() {
    Consumer<Draft> slow =
        it -> {
          it.publishNanos = 10 * SECOND;
          it.bitsPerSecond = 100_000;
          it.bytes = 100;
        };
    Scenario lenient = Draft.scenario(60, slow);
    Scenario strict = Draft.scenario(60, slow.andThen(it -> it.isStrict = true));
    assertThat(Twin.run(lenient, Draft.seed(5)).totals().lost()).isZero();
    assertThat(Twin.run(strict, Draft.seed(5)).totals().lost()).isPositive();
  }

  @Test
  void warmUpIsNotMeasured() {
    Scenario scenario = Draft.scenario(60, it -> {});
    Scenario warm =
        new Scenario(scenario.network(), scenario.chaos(), 60 * SECOND, 30 * SECOND, 5 * SECOND);
    long all = Twin.run(scenario, Draft.seed(6)).totals().delivered();
    // Poisson: 24 · 2 · 30 ± 4·√1,440.
    assertThat(all - Twin.run(warm, Draft.seed(6)).totals().delivered()).isBetween(1_288L, 1_592L);
  }

  @Test
  void anotherSeedGivesAnotherRun() {
    Scenario scenario = Draft.scenario(60, it -> {});
    assertThat(Twin.run(scenario, Draft.seed(7))).isNotEqualTo(Twin.run(scenario, Draft.seed(8)));
  }

  @Test
  void playsADayOfTheSlowestNetworkWithoutOverflow() {
    Run run =
        Twin.run(
            Draft.scenario(
                24 * 3_600,
                it -> {
                  it.topology = COMPLETE;
                  it.latencyMinNanos = 10 * SECOND;
                  it.latencyMaxNanos = 10 * SECOND;
                  it.bitsPerSecond = 1_000;
                  it.lossPpm = 990_000;
                  it.retries = 15;
                  it.queueBytes = 1_000_000_000;
                  it.bytes = 9_000;
                  it.helloNanos = 60 * SECOND;
                  it.reactionNanos = 60 * SECOND;
                  it.retransmitNanos = 60 * SECOND;
                  it.milliPacketsPerSecond = 1;
                  it.packetNanos = SECOND;
                  it.rekeyNanos = HOUR;
                },
                new Chaos(HOUR, 23 * HOUR, 0, new Chaos.KillNodes(1))),
            Draft.seed(9));
    assertThat(run.windows()).hasSize(24 * 3_600 / 5);
    assertThat(run.totals().lost()).isPositive();
  }
}
