package org.sweetwater.oracle.cradle.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.oracle.cradle.twin.MetricSet;

class ExampleExperimentsTest {
  private static final String NAMES = "org.sweetwater.oracle.cradle.spec.Experiments#exampleNames";

  @Test
  void thereAreTen() {
    assertThat(Experiments.exampleNames()).hasSize(10);
  }

  @ParameterizedTest
  @MethodSource(NAMES)
  void sayWhatTheyAskAndWhatTheyAreCalled(String name) {
    assertThat(Experiments.exampleText(name)).startsWith("# ");
    assertThat(Experiments.example(name).metadata().name()).isEqualTo(name);
  }

  @ParameterizedTest
  @MethodSource(NAMES)
  void surviveTheWayThroughCanonicalJson(String name) {
    ExperimentSpec spec = Experiments.example(name);
    ExperimentSpec read = ExperimentSpec.parse(CanonicalJson.of(spec));

    assertThat(read).isEqualTo(spec);
    assertThat(read.specHash()).isEqualTo(spec.specHash());
    assertThat(read.changeHash()).isEqualTo(spec.changeHash());
  }

  @Test
  void theDocumentedOneTestsTheSameChangeAsItsFile() {
    assertThat(Experiments.parse(Experiments.documented()).changeHash())
        .isEqualTo(Experiments.example("faster-hellos").changeHash());
  }

  @ParameterizedTest
  @CsvSource({
    "post-quantum-handshake, 0xd492d7fd9855ac4875dcf6b39be5c661c57ffc8fcd19d672040d32c3b7dacec4, 0xf63c722d1955e5cbb156d3f7471f432d302505e1b5adb202242a68dc58d953dc",
    "link-state-routing, 0x62cd5c53b7a0f9b504c8c01e747232506837ff17308c2d5a7e399b904df57764, 0xaa87255f63df2ae753956b7f6ca1fca5e011761ddf812e3de2fb369ce84a61df"
  })
  void keepTheirHashes(String name, String specHash, String changeHash) {
    ExperimentSpec spec = Experiments.example(name);
    assertThat(spec.specHash().hex()).isEqualTo(specHash);
    assertThat(spec.changeHash().hex()).isEqualTo(changeHash);
  }

  @ParameterizedTest
  @MethodSource(NAMES)
  void couldBeSubmittedToProduction(String name) throws IOException {
    JsonNode bounds =
        new ObjectMapper()
            .readTree(Path.of("../contracts/script/config/production.example.json").toFile())
            .at("/cradle/bounds");
    MetricSet thresholds = Experiments.example(name).thresholds();
    assertWithin(thresholds, Metric.LATENCY_P99, bounds.get("latencyP99Micros"));
    assertWithin(thresholds, Metric.PACKET_LOSS, bounds.get("packetLossPpm"));
    assertWithin(thresholds, Metric.MTTR, bounds.get("mttrMillis"));
    assertWithin(thresholds, Metric.POLICY_CONSISTENCY, bounds.get("policyConsistencyPpm"));
    assertWithin(thresholds, Metric.ROUTE_STABILITY, bounds.get("routeStabilityPpm"));
  }

  private static void assertWithin(MetricSet thresholds, Metric metric, JsonNode bound) {
    assertThat(metric.isWithin(thresholds.find(metric).orElseThrow(), bound.longValue()))
        .as(metric.key())
        .isTrue();
  }
}
