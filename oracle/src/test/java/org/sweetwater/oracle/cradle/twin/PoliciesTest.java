package org.sweetwater.oracle.cradle.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sweetwater.oracle.cradle.twin.Draft.MILLI;
import static org.sweetwater.oracle.cradle.twin.Draft.SECOND;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PoliciesTest {
  @Test
  void isPublishedBySomeLiveNodeHoweverFewAreLeft() {
    for (long seed = 0; seed < 50; seed++) {
      Mesh mesh = Mesh.of(Draft.network(it -> it.isStrict = true), seed);
      IntStream.range(1, mesh.graph.nodes).forEach(mesh.world.alive::clear);
      mesh.policies.publish();
      assertThat(mesh.policies.refuses(0, 1)).as("node 0 knows, seed %d", seed).isTrue();
      assertThat(mesh.policies.consistencyPpm()).isEqualTo(Ppm.WHOLE);
    }
  }

  @Test
  void isComparedWithNeighboursUntilAllKnowItThoughTheFloodWasLost() {
    Mesh mesh =
        Mesh.of(
            Draft.network(
                it -> {
                  it.lossPpm = 400_000;
                  it.syncNanos = SECOND;
                }),
            1);
    mesh.policies.start();
    mesh.policies.publish();
    mesh.runFor(2 * SECOND);
    assertThat(mesh.policies.consistencyPpm()).isLessThan(Ppm.WHOLE);
    mesh.runFor(600 * SECOND);
    assertThat(mesh.policies.consistencyPpm()).isEqualTo(Ppm.WHOLE);
  }

  @Test
  void isNotDueWithinItsGrace() {
    Mesh mesh =
        Mesh.of(
            Draft.network(
                it -> {
                  it.graceNanos = SECOND;
                  it.isStrict = true;
                }),
            1);
    IntStream.range(0, mesh.graph.links()).forEach(link -> mesh.adjacency.set(link, false));
    mesh.policies.publish();
    mesh.runFor(999 * MILLI);
    assertThat(mesh.policies.consistencyPpm()).isEqualTo(Ppm.WHOLE);
    assertThat(refusals(mesh)).isZero();
    mesh.runFor(1 * MILLI);
    // One of 24 knows it, and refuses the other 23.
    assertThat(mesh.policies.consistencyPpm()).isEqualTo(Ppm.of(1, 24));
    assertThat(refusals(mesh)).isEqualTo(23);
  }

  private static long refusals(Mesh mesh) {
    return IntStream.range(0, 24 * 24)
        .filter(pair -> mesh.policies.refuses(pair / 24, pair % 24))
        .count();
  }

  @Test
  void refusesNobodyUnlessItIsStrict() {
    Mesh mesh = Mesh.of(Draft.network(it -> {}), 1);
    mesh.policies.publish();
    assertThat(refusals(mesh)).isZero();
  }
}
