package org.sweetwater.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The readable account of rollouts: each wave's verdicts, and what they exclude. */
final class RolloutReport {
  /** Asks for everything that the account tells. */
  static final String QUERY = resource("rollouts.graphql");

  private static final double PPM_PER_PERCENT = 10_000.0;

  private final List<String> lines = new ArrayList<>();

  private RolloutReport() {}

  /** Writes the account of the answer to {@link #QUERY}. */
  static String of(JsonNode data) {
    RolloutReport report = new RolloutReport();
    report.rollout(data.path("good"));
    report.rollout(data.path("breaks"));
    report.rollout(data.path("breaches"));
    JsonNode head = data.at("/_meta/block");
    report.add(
        "as of block %s, %s".formatted(head.path("number").asText(), head.path("hash").asText()));
    return String.join(System.lineSeparator(), report.lines);
  }

  private void rollout(JsonNode rollout) {
    String reason = rollout.path("rollbackReason").asText("");
    add(
        "ROLLOUT %s: %s%s"
            .formatted(
                rollout.path("id").asText(),
                rollout.path("phase").asText(),
                rollout.hasNonNull("rollbackReason") ? ", " + reason : ""));
    add(
        "  %-5s %-11s %7s %7s %9s %7s %12s  %s"
            .formatted(
                "wave", "", "nodes", "judged", "failures", "silent", "evidence", "excludes"));
    rollout.path("waves").forEach(this::wave);
    rollout.path("breachReports").forEach(this::breach);
    add("");
  }

  private void wave(JsonNode wave) {
    add(
        "  %-5s %-11s %7s %7s %9s %7s %12s  %s"
            .formatted(
                wave.path("number").asText(),
                wave.path("status").asText(),
                wave.path("size").asText(),
                wave.path("judged").asText(),
                wave.path("failures").asText(),
                wave.path("silent").asText(),
                wave.path("evidenceDecimal").asText(),
                wave.hasNonNull("excludedPpm")
                    ? "more than %.1f %%"
                        .formatted(wave.path("excludedPpm").asLong() / PPM_PER_PERCENT)
                    : ""));
  }

  private void breach(JsonNode breach) {
    add(
        "  breach in wave %s by %s: %s %s"
            .formatted(
                breach.path("waveNumber").asText(),
                breach.path("signer").asText(),
                breach.path("metric").asText(),
                breach.path("value").asText()));
  }

  private void add(String line) {
    lines.add(line.stripTrailing());
  }

  private static String resource(String name) {
    try (InputStream in = RolloutReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource " + name + " is missing from the build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
