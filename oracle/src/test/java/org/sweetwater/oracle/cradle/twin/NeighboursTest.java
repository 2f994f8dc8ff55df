package org.sweetwater.oracle.cradle.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.sweetwater.oracle.cradle.twin.Draft.MILLI;
import static org.sweetwater.oracle.cradle.twin.Draft.SECOND;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NeighboursTest {
  /**
   * The last greeting came at a time uniform in the interval h before the end, and silence is
   * noticed k·h after it: uniform in ((k − 1)·h, k·h]. Kolmogorov and Smirnov's D of n samples is
   * above 1.63/√n once in a hundred.
   */
  @ParameterizedTest
  @CsvSource({"250, 4", "1000, 2", "100, 10"})
  void missesADeadNeighbourAfterAUniformTime(long helloMillis, int deadHellos) {
    Network network =
        Draft.network(
            it -> {
              it.topology = new Topology.RandomRegular(200, 6);
              it.helloNanos = helloMillis * MILLI;
              it.deadHellos = deadHellos;
            });
    Mesh mesh = Mesh.of(network, 1).start();
    mesh.runFor(SECOND);
    IntStream.range(0, mesh.graph.links()).forEach(mesh.world.cut::set);
    mesh.changed();
    List<Double> shares = new ArrayList<>();
    mesh.runUntil(
        60 * SECOND,
        () -> {
          if (mesh.world.queue.event() == Event.SILENCE) {
            double hellos = (double) (mesh.world.now() - SECOND) / network.routing().helloNanos();
            shares.add(hellos - (deadHellos - 1));
          }
        });
    assertThat(shares).hasSize(1_200).allSatisfy(it -> assertThat(it).isBetween(1e-12, 1.0));
    double distance =
        IntStream.range(0, 1_200)
            .mapToDouble(i -> Math.abs(shares.get(i) - (i + 0.5) / 1_200))
            .max()
            .orElseThrow();
    assertThat(distance).isLessThan(1.63 / Math.sqrt(1_200));
  }

  /**
   * The mean time until k losses in a row, each of chance p, is (p^−k − 1)/(1 − p) greetings
   * (Feller, volume 1, XIII.7); then the neighbour is heard again after 1/(1 − p) on average. So
   * much for one silence of a link. Tolerance 3 %: about four standard errors of 18,000 silences.
   */
  @ParameterizedTest
  @CsvSource({"0.5, 2, 600", "0.3, 3, 4000", "0.5, 4, 2500", "0.2, 2, 2500", "0.9, 5, 2000"})
  void takesNeighboursForDeadAsOftenAsRunsOfLossesCome(double loss, int deadHellos, long seconds) {
    long helloNanos = 50 * MILLI;
    Network network =
        Draft.network(
            it -> {
              it.topology = new Topology.RandomRegular(4, 3);
              it.lossPpm = (int) Math.round(loss * Ppm.WHOLE);
              it.helloNanos = helloNanos;
              it.deadHellos = deadHellos;
              it.retransmitNanos = MILLI;
              it.reactionNanos = SECOND;
            });
    Mesh mesh = Mesh.of(network, 1).start();
    long[] silences = new long[1];
    mesh.runUntil(
        seconds * SECOND, () -> silences[0] += mesh.world.queue.event() == Event.SILENCE ? 1 : 0);
    double cycle = (Math.pow(loss, -deadHellos) - 1) / (1 - loss) + 1 / (1 - loss);
    double expected = 12 * seconds * SECOND / (cycle * helloNanos);
    assertThat((double) silences[0]).isCloseTo(expected, within(0.03 * expected));
  }

  @Test
  void neverMissesANeighbourWithoutLoss() {
    Mesh mesh = Mesh.of(Draft.network(it -> {}), 1).start();
    mesh.runUntil(
        3_600 * SECOND, () -> assertThat(mesh.world.queue.event()).isNotEqualTo(Event.SILENCE));
  }

  @Test
  void doesNotNoticeAnOutageOfLessThanTheDeadInterval() {
    Mesh mesh = Mesh.of(Draft.network(it -> {}), 1).start();
    mesh.runFor(SECOND);
    mesh.cut(0, true);
    mesh.runFor(749 * MILLI);
    mesh.cut(0, false);
    mesh.runFor(10 * SECOND);
    assertThat(mesh.routes.messages()).isZero();
    assertThat(mesh.adjacency.isUsable(0)).isTrue();
  }

  /** Heard within one greeting; then the handshake's three computations, two ways and sendings. */
  @ParameterizedTest
  @EnumSource
  void usesALinkThatCameBackAfterAGreetingAndAHandshake(HandshakeSuite suite) {
    Network network = Draft.network(it -> it.suite = suite);
    Mesh mesh = Mesh.of(network, 1).start();
    mesh.cut(0, true);
    mesh.runFor(5 * SECOND);
    assertThat(mesh.adjacency.isUsable(0)).isFalse();
    mesh.cut(0, false);
    long back = mesh.world.now();
    long[] usedAt = {0};
    mesh.runUntil(
        back + 10 * SECOND,
        () ->
            usedAt[0] =
                usedAt[0] == 0 && mesh.adjacency.isUsable(0) ? mesh.world.now() : usedAt[0]);
    long bits = 8L * (suite.firstBytes() + suite.answerBytes());
    long handshake =
        suite.firstNanos()
            + suite.answerNanos()
            + 2 * mesh.graph.latencyNanos[0]
            + bits * SECOND / network.links().bitsPerSecond();
    assertThat(usedAt[0] - back)
        .isBetween(handshake - 10, handshake + network.routing().helloNanos());
    assertThat(mesh.adjacency.isUsable(mesh.graph.reverse[0])).isTrue();
  }

  @Test
  void beginsAHandshakeAgainUntilItIsAnswered() {
    Mesh mesh = Mesh.of(Draft.network(it -> it.lossPpm = 400_000), 1);
    mesh.cut(0, true);
    mesh.runFor(60 * SECOND);
    mesh.cut(0, false);
    mesh.runFor(60 * SECOND);
    mesh.lose(0);
    mesh.runFor(10 * SECOND);
    assertThat(mesh.adjacency.isUsable(0)).isTrue();
    assertThat(mesh.adjacency.isUsable(mesh.graph.reverse[0])).isTrue();
  }

  @Test
  void aNodeWithoutPowerForgetsItsNeighboursWhateverItThoughtBefore() {
    Mesh mesh = Mesh.of(Draft.network(it -> {}), 1).start();
    mesh.cut(0, true);
    mesh.kill(mesh.graph.source[0]);
    IntStream.range(0, mesh.graph.links())
        .filter(link -> mesh.graph.source[link] == mesh.graph.source[0])
        .forEach(link -> assertThat(mesh.adjacency.isUsable(link)).isFalse());
  }
}
