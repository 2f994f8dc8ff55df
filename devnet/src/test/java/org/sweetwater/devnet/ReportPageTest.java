package org.sweetwater.devnet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.sweetwater.oracle.cradle.ExperimentResult;
import org.sweetwater.oracle.cradle.report.OnChain;
import org.sweetwater.oracle.cradle.report.ReportPage;
import org.sweetwater.oracle.cradle.spec.ExperimentFile;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/**
 * An experiment's page in a real browser: {@code devnet/client/report.mjs}. Screenshots are in
 * {@code devnet/target/report-page}.
 */
@EnabledIf("org.sweetwater.devnet.Chromium#isThere")
class ReportPageTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static Path folder = Path.of("");
  private static JsonNode seen = JSON.nullNode();

  @BeforeAll
  static void open() throws Exception {
    Checkout checkout = Checkout.find();
    folder = Files.createDirectories(checkout.root().resolve("devnet/target/report-page"));
    Path file = folder.resolve("report.html");
    Files.write(file, page(checkout));
    seen = visit(checkout, file);
  }

  /** A real experiment, made so small that it takes seconds. */
  private static byte[] page(Checkout checkout) throws Exception {
    String example =
        Files.readString(
            checkout.root().resolve("docs/examples/experiments/post-quantum-handshake.yaml"));
    ExperimentSpec spec =
        ExperimentFile.parse(
            example
                .replace("nodes: 100", "nodes: 40")
                .replace("at: 1m, for: 1m, every: 3m", "at: 35s, for: 8s, every: 20s")
                .replace("at: 7m, for: 30s", "at: 70s, for: 10s")
                .replace("duration: 10m", "duration: 90s"));
    Hash32 id = Hash32.keccak("an experiment".getBytes(StandardCharsets.UTF_8));
    ExperimentResult result =
        ExperimentResult.measure(id, Hash32.keccak(id.bytes()), spec, n -> {});
    OnChain chain =
        new OnChain(
            id,
            31_337,
            "decided",
            1,
            3,
            3,
            Address.ZERO,
            Optional.of(result.resultHash()),
            result.worst().failuresOf(spec.thresholds()).isEmpty() ? "passed" : "failed");
    return ReportPage.of(spec, result, Optional.of(chain));
  }

  private static JsonNode visit(Checkout checkout, Path file) throws IOException {
    ObjectNode request =
        JSON.createObjectNode()
            .put("url", file.toUri().toString())
            .put("chromium", Chromium.find(System.getenv()).orElseThrow().toString())
            .put("screenshots", folder.toString());
    Process browser =
        new ProcessBuilder("node", checkout.client().resolve("report.mjs").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var in = browser.outputWriter(StandardCharsets.UTF_8)) {
      in.write(JSON.writeValueAsString(request) + "\n");
    }
    JsonNode answer = JSON.readTree(browser.getInputStream().readAllBytes());
    ChildProcess.stop(browser);
    assertThat(answer.path("failure").asText()).isEmpty();
    return answer;
  }

  @Test
  void asksForNothingButTheFile() {
    assertThat(seen.path("requests"))
        .extracting(JsonNode::asText)
        .containsExactly(folder.resolve("report.html").toUri().toString());
    assertThat(seen.path("scripts").asInt()).isZero();
  }

  @Test
  void noConsoleComplainsAndNothingViolatesThePolicy() {
    assertThat(seen.path("problems")).isEmpty();
  }

  @Test
  void sectionsAreInOrder() {
    assertThat(seen.path("headings"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "Hybrid post-quantum handshake between neighbours",
            "Question",
            "Change under test",
            "Gates",
            "Over time",
            "Latency, 99th percentile",
            "Packet loss",
            "Mean time to repair",
            "Deanonymisation risk",
            "Policy consistency",
            "Route stability",
            "Incidents",
            "Mesh of run 1",
            "Runs",
            "On the chain",
            "How to replay",
            "Hashes");
  }

  @Test
  void theTableHasSixMetricsWithAllTheirNumbers() {
    JsonNode rows = seen.path("tables").path("Each metric against its gate");

    assertThat(rows).hasSize(7);
    assertThat(rows).allSatisfy(row -> assertThat(row).hasSize(11));
    assertThat(rows)
        .flatExtracting(row -> StreamSupport.stream(row.spliterator(), false).toList())
        .extracting(JsonNode::asText)
        .noneMatch(String::isBlank);
    assertThat(seen.path("unscoped")).isEmpty();
    assertThat(seen.path("tables").path("Counts of each run")).hasSize(6);
  }

  @Test
  void everyChartIsThereOnScreenAndPhone() {
    for (String where : new String[] {"charts", "phoneCharts"}) {
      assertThat(seen.path(where)).hasSize(7);
      assertThat(seen.path(where))
          .allSatisfy(
              chart -> {
                assertThat(chart.path("width").asDouble()).isGreaterThan(250);
                assertThat(chart.path("height").asDouble()).isGreaterThan(100);
                assertThat(chart.path("description").asText()).isNotBlank();
              });
      assertThat(seen.path(where))
          .filteredOn(chart -> !chart.path("name").asText().startsWith("The mesh"))
          .extracting(chart -> chart.path("runs").asInt())
          .containsOnly(5);
    }
  }

  @Test
  void fitsOnAPhoneAndOnPaper() {
    assertThat(seen.path("overflow").asInt()).isNotPositive();
    assertThat(seen.path("cut")).isEmpty();
  }

  @Test
  void textsStandOutFromTheirGround() {
    assertThat(seen.path("contrast")).isEmpty();
  }
}
