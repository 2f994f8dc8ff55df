package org.sweetwater.oracle.cradle.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.sweetwater.oracle.cradle.twin.Draft.MILLI;
import static org.sweetwater.oracle.cradle.twin.Draft.SECOND;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediumTest {
  private static final long LATENCY = 5 * MILLI;
  private static final int MEAN_BYTES = 1_000;
  // 1,000 packets of 1,000 bytes in a second.
  private static final long BITS_PER_SECOND = 8_000_000;
  private static final double SERVICE_SECONDS = 1e-3;

  /**
   * M/M/1: the mean sojourn is 1/(µ − λ) (Kleinrock, volume 1, section 3.2). A million packets give
   * a standard error of up to 1 % at a load of 0.8 (sojourns of a busy period go together):
   * tolerance 3 %.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.5, 0.8})
  void delaysPoissonPacketsOfExponentialLengthAsTheQueueOfMarkov(double load) {
    SeededRandom lengths = new SeededRandom(2);
    double mean =
        meanSojournSeconds(load, it -> (int) Math.max(1, it.exponential(MEAN_BYTES)), lengths);
    double mu = 1 / SERVICE_SECONDS;
    double expected = 1 / (mu - load * mu);
    assertThat(mean).isCloseTo(expected, within(0.03 * expected));
  }

  /**
   * M/D/1: the mean sojourn is (1 + ρ / 2(1 − ρ)) / µ, by Pollaczek and Khinchine (Kleinrock,
   * volume 1, section 5.6). Tolerance 2 %.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.5, 0.8})
  void delaysPoissonPacketsOfOneLengthAsPollaczekAndKhinchineSay(double load) {
    double mean = meanSojournSeconds(load, it -> MEAN_BYTES, new SeededRandom(2));
    double expected = SERVICE_SECONDS * (1 + load / (2 * (1 - load)));
    assertThat(mean).isCloseTo(expected, within(0.02 * expected));
  }

  private static double meanSojournSeconds(
      double load, ToIntFunction<SeededRandom> bytes, SeededRandom lengths) {
    int packets = 1_000_000;
    Medium medium = medium(2, it -> it.queueBytes = 1_000_000_000);
    SeededRandom gaps = new SeededRandom(1);
    double sum = 0;
    long at = 0;
    for (int packet = 0; packet < packets; packet++) {
      at += gaps.exponential(SERVICE_SECONDS * SECOND / load);
      sum += medium.sendPacket(0, bytes.applyAsInt(lengths), at) - at - LATENCY;
    }
    return sum / packets / SECOND;
  }

  /**
   * Over h links with r retries each, sendings lost with p independently, a packet is lost with 1 −
   * (1 − p^(r+1))^h. Tolerance: four standard errors of 100,000 packets.
   */
  @ParameterizedTest
  @CsvSource({"0.1, 0, 1", "0.1, 0, 5", "0.3, 1, 4", "0.5, 3, 6", "0.5, 0, 3", "0.02, 2, 8"})
  void losesPacketsOnAPathAsIndependentSendingsWould(double loss, int retries, int links) {
    int packets = 100_000;
    Medium medium =
        medium(
            links + 1,
            it -> {
              it.lossPpm = (int) Math.round(loss * Ppm.WHOLE);
              it.retries = retries;
            });
    long lost = 0;
    for (int packet = 0; packet < packets; packet++) {
      lost += isLost(medium, links, packet * 10L * SECOND) ? 1 : 0;
    }
    double expected = 1 - Math.pow(1 - Math.pow(loss, retries + 1), links);
    double error = Math.sqrt(expected * (1 - expected) / packets);
    assertThat((double) lost / packets).isCloseTo(expected, within(4 * error));
  }

  private static boolean isLost(Medium medium, int links, long start) {
    long at = start;
    for (int hop = 0; hop < links && at != Medium.LOST; hop++) {
      at = medium.sendPacket(forward(hop), MEAN_BYTES, at);
    }
    return at == Medium.LOST;
  }

  /** The n-th sending arrives n transmissions and 2n − 1 latencies after the packet was ready. */
  @Test
  void takesARoundTripForEachSendingThatWasLost() {
    Medium medium =
        medium(
            2,
            it -> {
              it.lossPpm = 300_000;
              it.retries = 15;
            });
    long millis = 1 * MILLI + LATENCY;
    long again = 1 * MILLI + 2 * LATENCY;
    double sum = 0;
    int packets = 100_000;
    for (int packet = 0; packet < packets; packet++) {
      long at = packet * 10L * SECOND;
      long took = medium.sendPacket(0, MEAN_BYTES, at) - at;
      assertThat((took - millis) % again).isZero();
      sum += (double) (took - millis) / again;
    }
    // Geometric: p/(1 − p) sendings are lost on average, with a deviation of √p/(1 − p).
    double deviation = Math.sqrt(0.3) / 0.7;
    assertThat(sum / packets).isCloseTo(0.3 / 0.7, within(4 * deviation / Math.sqrt(packets)));
  }

  @Test
  void dropsWhatTheQueueCannotHold() {
    Medium medium = medium(2, it -> it.queueBytes = 10_000);
    long arrived =
        IntStream.range(0, 50)
            .filter(i -> medium.sendPacket(0, MEAN_BYTES, 0) != Medium.LOST)
            .count();
    assertThat(arrived).isEqualTo(10);
    assertThat(medium.sendPacket(0, MEAN_BYTES, 1 * MILLI)).isEqualTo(11 * MILLI + LATENCY);
  }

  @Test
  void aMessageThatIsToldAgainDoesNotHoldUpThePacketsBehindIt() {
    Medium medium =
        medium(
            2,
            it -> {
              it.lossPpm = 900_000;
              it.retransmitNanos = 60 * SECOND;
            });
    long arrival = medium.sendMessage(0, 100);
    assertThat(arrival).as("the message was told again").isGreaterThan(60 * SECOND);
    // 900,000 ppm: some packet of these comes through, at once.
    long first =
        IntStream.range(0, 200)
            .mapToLong(i -> medium.sendPacket(0, MEAN_BYTES, 0))
            .filter(it -> it != Medium.LOST)
            .findFirst()
            .orElseThrow();
    assertThat(first).isLessThan(SECOND);
  }

  /** p/(1 − p) tellings are lost on average, with a deviation of √p/(1 − p). Four errors. */
  @Test
  void tellsAMessageAgainUntilItArrives() {
    World world = new World(Draft.network(it -> it.lossPpm = 500_000), line(2));
    Medium medium = new Medium(world, Draft.seeds(1));
    int messages = 20_000;
    double sum = 0;
    for (int message = 0; message < messages; message++) {
      world.queue.schedule(message * 100L * SECOND, Event.TRAFFIC, 0, 0);
      world.queue.advance();
      long again = (medium.sendMessage(0, 100) - world.now()) / SECOND;
      sum += again;
    }
    assertThat(sum / messages).isCloseTo(1, within(4 * Math.sqrt(2.0 / messages)));
  }

  @Test
  void aMessageInPiecesArrivesWithTheLastOfThem() {
    Consumer<Draft> lossy =
        it -> {
          it.lossPpm = 500_000;
          it.retries = 15;
        };
    for (int seed = 0; seed < 100; seed++) {
      Medium pieces = medium(2, seed, lossy);
      long first = pieces.sendOnce(0, 1_280, 0);
      long second = pieces.sendOnce(0, 100, 0);
      assertThat(medium(2, seed, lossy).sendOnce(0, 1_380, 0))
          .as("seed %d", seed)
          .isEqualTo(Math.max(first, second));
    }
  }

  @Test
  void aNodeDoesOneThingAfterTheOther() {
    Medium medium = medium(2, it -> {});
    assertThat(medium.compute(0, 10)).isEqualTo(10);
    assertThat(medium.compute(0, 5)).isEqualTo(15);
    assertThat(medium.compute(1, 5)).isEqualTo(5);
  }

  @Test
  void nothingArrivesOverALinkThatIsCut() {
    Network network = Draft.network(it -> {});
    World world = new World(network, line(2));
    Medium medium = new Medium(world, Draft.seeds(1));
    world.cut.set(0);
    assertThat(medium.sendPacket(0, MEAN_BYTES, 0)).isEqualTo(Medium.LOST);
    assertThat(medium.sendMessage(0, 100)).isEqualTo(Medium.LOST);
    assertThat(medium.sendOnce(0, 100, 0)).isEqualTo(Medium.LOST);
    assertThat(medium.sendOnce(1, 100, 0)).isNotEqualTo(Medium.LOST);
  }

  private static Medium medium(int nodes, Consumer<Draft> change) {
    return medium(nodes, 1, change);
  }

  private static Medium medium(int nodes, long seed, Consumer<Draft> change) {
    Network network = Draft.network(change.andThen(it -> it.bitsPerSecond = BITS_PER_SECOND));
    return new Medium(new World(network, line(nodes)), Draft.seeds(seed));
  }

  private static Graph line(int nodes) {
    List<Graph.Pair> pairs =
        IntStream.range(1, nodes).mapToObj(it -> new Graph.Pair(it - 1, it, LATENCY)).toList();
    return new Graph(nodes, pairs, new double[nodes][2]);
  }

  /** On the line, the link from a node to the next. */
  private static int forward(int node) {
    return node == 0 ? 0 : 2 * node;
  }
}
