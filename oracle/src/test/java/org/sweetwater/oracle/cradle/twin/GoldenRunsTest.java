package org.sweetwater.oracle.cradle.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sweetwater.oracle.cradle.twin.Draft.HOUR;
import static org.sweetwater.oracle.cradle.twin.Draft.MILLI;
import static org.sweetwater.oracle.cradle.twin.Draft.SECOND;

import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Results that were written down: whoever changes them changes the model, and must give {@link
 * Twin#ENGINE} a new number, since attested results can no longer be repeated.
 */
class GoldenRunsTest {
  @Test
  void randomRegularWithLinkState() {
    Scenario scenario =
        Draft.scenario(
            120,
            it -> {
              it.topology = new Topology.RandomRegular(100, 6);
              it.lossPpm = 10_000;
              it.retries = 2;
              it.adversaryPpm = 50_000;
              it.cost = Network.Routing.Cost.LATENCY;
              it.publishNanos = 30 * SECOND;
              it.syncNanos = 10 * SECOND;
              it.gateways = 5;
              it.gatewayPpm = 300_000;
            },
            new Chaos(30 * SECOND, 20 * SECOND, 40 * SECOND, new Chaos.KillNodes(5)));
    assertGolden(
        scenario,
        new Run.Totals(22_981, 56, 3_418, 206_538, 97_935),
        Map.of(
            Metric.LATENCY_P99,
            48_639L,
            Metric.PACKET_LOSS,
            2_430L,
            Metric.MTTR,
            666L,
            Metric.DEANONYMISATION_RISK,
            6_397L,
            Metric.POLICY_CONSISTENCY,
            997_083L,
            Metric.ROUTE_STABILITY,
            972_956L));
  }

  @Test
  void geometricWithDistanceVector() {
    Scenario scenario =
        Draft.scenario(
            120,
            it -> {
              it.topology = new Topology.Geometric(60, 8);
              it.protocol = Network.Routing.Protocol.DISTANCE_VECTOR;
              it.lossPpm = 50_000;
              it.retries = 3;
              it.adversaryPpm = 100_000;
              it.sizes = Network.Traffic.Sizes.EXPONENTIAL;
              it.suite = HandshakeSuite.MLKEM1024_MLDSA65;
              it.rekeyNanos = 20 * SECOND;
              it.publishNanos = 30 * SECOND;
              it.syncNanos = 10 * SECOND;
            },
            new Chaos(20 * SECOND, 10 * SECOND, 30 * SECOND, new Chaos.CutLinks(15)),
            new Chaos(50 * SECOND, 10 * SECOND, 0, new Chaos.KillNodes(4)));
    assertGolden(
        scenario,
        new Run.Totals(14_183, 100, 3_688, 112_466, 32_722),
        Map.of(
            Metric.LATENCY_P99,
            166_015L,
            Metric.PACKET_LOSS,
            7_001L,
            Metric.MTTR,
            886L,
            Metric.DEANONYMISATION_RISK,
            23_724L,
            Metric.POLICY_CONSISTENCY,
            1_000_000L,
            Metric.ROUTE_STABILITY,
            933_690L));
  }

  @Test
  void scaleFreeWithStrictPolicyPartitionAndDegradedLinks() {
    Scenario scenario =
        Draft.scenario(
            120,
            it -> {
              it.topology = new Topology.ScaleFree(80, 3);
              it.lossPpm = 20_000;
              it.retries = 1;
              it.adversaryPpm = 20_000;
              it.suite = HandshakeSuite.X25519_MLKEM768;
              it.packetNanos = 20_000;
              it.checkNanos = 50_000;
              it.publishNanos = 15 * SECOND;
              it.syncNanos = 5 * SECOND;
              it.graceNanos = 500 * MILLI;
              it.isStrict = true;
              it.rekeyNanos = HOUR;
            },
            new Chaos(20 * SECOND, 20 * SECOND, 0, new Chaos.Partition(300_000)),
            new Chaos(
                60 * SECOND, 30 * SECOND, 0, new Chaos.DegradeLinks(250_000, 500_000, 50 * MILLI)));
    assertGolden(
        scenario,
        new Run.Totals(16_578, 748, 2_505, 515_234, 427_428),
        Map.of(
            Metric.LATENCY_P99,
            229_759L,
            Metric.PACKET_LOSS,
            43_172L,
            Metric.MTTR,
            590L,
            Metric.DEANONYMISATION_RISK,
            639L,
            Metric.POLICY_CONSISTENCY,
            970_833L,
            Metric.ROUTE_STABILITY,
            907_753L));
  }

  private static void assertGolden(Scenario scenario, Run.Totals totals, Map<Metric, Long> values) {
    Run run = Twin.run(scenario, Draft.seed(5));
    assertThat(run.metrics()).as("metrics").isEqualTo(new MetricSet(values));
    assertThat(run.totals()).as("totals").isEqualTo(totals);
    assertThat(Twin.run(scenario, Draft.seed(5))).as("the same again").isEqualTo(run);
  }
}
