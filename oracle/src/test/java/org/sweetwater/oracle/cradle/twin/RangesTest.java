package org.sweetwater.oracle.cradle.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.sweetwater.oracle.cradle.twin.Draft.HOUR;
import static org.sweetwater.oracle.cradle.twin.Draft.MILLI;
import static org.sweetwater.oracle.cradle.twin.Draft.SECOND;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Parameters that are out of range are refused by name, in the units that people write. */
class RangesTest {
  static Stream<Arguments> networks() {
    return Stream.of(
        network("latency/min", "expected 1us to 10s, found 0s", it -> it.latencyMinNanos = 0),
        network("latency/max", "expected 2ms to 10s, found 1ms", it -> it.latencyMaxNanos = MILLI),
        network(
            "bandwidth", "expected 1kbit/s to 100Gbit/s, found 0bit/s", it -> it.bitsPerSecond = 0),
        network("loss", "expected 0% to 99.9999%, found 100%", it -> it.lossPpm = Ppm.WHOLE),
        network("loss", "expected 0% to 99.9999%, found -0.5%", it -> it.lossPpm = -5_000),
        network("queue", "expected 1kB to 1000MB, found 999B", it -> it.queueBytes = 999),
        network("retries", "expected 0 to 15, found 16", it -> it.retries = 16),
        network("hello", "expected 10ms to 1m, found 9ms", it -> it.helloNanos = 9 * MILLI),
        network("deadHellos", "expected 2 to 50, found 1", it -> it.deadHellos = 1),
        network("reaction", "expected 0s to 1m, found 61s", it -> it.reactionNanos = 61 * SECOND),
        network("retransmit", "expected 1ms to 1m, found 0s", it -> it.retransmitNanos = 0),
        network("hopsMax", "expected 8 to 255, found 256", it -> it.hopsMax = 256),
        network("rekey", "expected 10s to 24h, found 1s", it -> it.rekeyNanos = SECOND),
        network("timeout", "expected 10ms to 1m, found 1h", it -> it.timeoutNanos = HOUR),
        network("packetCost", "expected 0s to 1s, found 2s", it -> it.packetNanos = 2 * SECOND),
        network("checkCost", "expected 0s to 1s, found -1ns", it -> it.checkNanos = -1),
        network("publish", "expected 1s to 24h, found 25h", it -> it.publishNanos = 25 * HOUR),
        network("sync", "expected 100ms to 24h, found 99ms", it -> it.syncNanos = 99 * MILLI),
        network("grace", "expected 0s to 1h, found 2h", it -> it.graceNanos = 2 * HOUR),
        network("packetsPerSecond", "found 0", it -> it.milliPacketsPerSecond = 0),
        network("bytes", "expected 40 to 9000, found 39", it -> it.bytes = 39),
        network("gateways", "expected 0 to 2000, found -1", it -> it.gateways = -1),
        network("gatewayShare", "expected 0% to 0%, found 10%", it -> it.gatewayPpm = 100_000),
        network(
            "adversary/share", "expected 0% to 50%, found 60%", it -> it.adversaryPpm = 600_000),
        network(
            "cost",
            "distance-vector counts hops; expected hops, found latency",
            it -> {
              it.protocol = Network.Routing.Protocol.DISTANCE_VECTOR;
              it.cost = Network.Routing.Cost.LATENCY;
            }),
        network(
            "topology/nodes",
            "expected 4 to 3000, found 3001",
            it -> {
              it.protocol = Network.Routing.Protocol.DISTANCE_VECTOR;
              it.topology = new Topology.Geometric(3_001, 4);
            }));
  }

  private static Arguments network(String parameter, String problem, Consumer<Draft> change) {
    return arguments(parameter, problem, (ThrowingCallable) () -> Draft.network(change));
  }

  static Stream<Arguments> others() {
    return Stream.of(
        refused("nodes", "expected 4 to 20000, found 3", () -> new Topology.Geometric(3, 4)),
        refused("meanDegree", "expected 4 to 32, found 3", () -> new Topology.Geometric(9, 3)),
        refused("degree", "expected 3 to 4, found 5", () -> new Topology.RandomRegular(5, 5)),
        refused("degree", "to be even, found 5 × 3", () -> new Topology.RandomRegular(5, 3)),
        refused("linksPerNode", "expected 2 to 4, found 5", () -> new Topology.ScaleFree(5, 5)),
        refused("count", "expected 1 to 20000, found 0", () -> new Chaos.KillNodes(0)),
        refused("count", "expected 1 to 20000, found -1", () -> new Chaos.CutLinks(-1)),
        refused(
            "share", "expected 0.0001% to 50%, found 50.0001%", () -> new Chaos.Partition(500_001)),
        refused(
            "share", "expected 0.0001% to 100%, found 0%", () -> new Chaos.DegradeLinks(0, 0, 0)),
        refused("latency", "found 61s", () -> new Chaos.DegradeLinks(1, 0, 61 * SECOND)),
        refused("at", "expected 0s to 24h, found -1ns", () -> chaos(-1, 1, 0)),
        refused("for", "expected 1ns to 24h, found 0s", () -> chaos(0, 0, 0)),
        refused("every", "expected 5s to 24h, found 4s", () -> chaos(0, 5 * SECOND, 4 * SECOND)),
        refused("every", "expected 1s to 24h, found 1us", () -> chaos(0, 1, 1_000)),
        refused("duration", "expected 10s to 24h, found 9s", () -> scenario(9, 0, 1)),
        refused("warmUp", "found 20s", () -> scenario(20, 20, 1)),
        refused("window", "expected 1s to 20s, found 21s", () -> scenario(20, 0, 21)),
        refused("window", "expected 1s to 10m, found 601s", () -> scenario(3_600, 0, 601)));
  }

  private static Arguments refused(String parameter, String problem, ThrowingCallable making) {
    return arguments(parameter, problem, making);
  }

  private static Chaos chaos(long at, long lasts, long every) {
    return new Chaos(at, lasts, every, new Chaos.KillNodes(1));
  }

  private static Scenario scenario(long seconds, long warmUp, long window) {
    return new Scenario(
        Draft.network(it -> {}), List.of(), seconds * SECOND, warmUp * SECOND, window * SECOND);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource({"networks", "others"})
  void refusesWhatIsOutOfRange(String parameter, String problem, ThrowingCallable making) {
    assertThatThrownBy(making)
        .isInstanceOfSatisfying(
            OutOfRangeException.class, it -> assertThat(it.parameter()).isEqualTo(parameter))
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "1, 1ns",
    "1500, 1500ns",
    "250000000, 250ms",
    "90000000000, 90s",
    "7200000000000, 2h"
  })
  void writesTimesAsPeopleDo(long nanos, String written) {
    assertThat(Quantity.time(nanos)).isEqualTo(written);
  }

  @Test
  void writesMetricsWithTheirUnits() {
    assertThat(Quantity.of(Metric.LATENCY_P99, 41_200)).isEqualTo("41.2 ms");
    assertThat(Quantity.of(Metric.PACKET_LOSS, 5_000)).isEqualTo("0.5%");
    assertThat(Quantity.of(Metric.MTTR, 1_800)).isEqualTo("1800 ms");
  }
}
