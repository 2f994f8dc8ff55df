package org.sweetwater.oracle.cradle.wave;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * The vectors that contract and oracle share, {@code contracts/test/vectors/eprocess.json}.
 *
 * <p>{@code ./mvnw -pl oracle -am -Dtest=EProcessTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dsweetwater.vectors=write test} rewrites the file; without the property the test compares it.
 *
 * <p>{@code sequences}: {@code healthyRuns} are the healthy verdicts before each failure, and after
 * the last one; {@code evidence} is what the contract must say in Q64.64 after all of them, {@code
 * exact} the same rounded once, downwards, unless the evidence met its maximum on the way; {@code
 * stoppedAfter} the verdicts at the first stop, 0 when there is none. {@code bounds}: exact.
 */
final class EProcessVectors {
  private static final String WRITE = "sweetwater.vectors";
  private static final List<Integer> JUDGED =
      List.of(0, 1, 2, 5, 10, 21, 50, 100, 220, 500, 1_000, 2_500, 5_000);

  private EProcessVectors() {}

  static JsonNode stored() throws IOException {
    return new JsonMapper().readTree(file().toFile());
  }

  static boolean isRewriting() {
    return "write".equals(System.getProperty(WRITE));
  }

  static void rewrite() throws IOException {
    String text = new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(computed());
    Files.writeString(file(), text + "\n");
  }

  static ObjectNode computed() {
    ObjectNode file = new JsonMapper().createObjectNode();
    file.put("about", "Written by org.sweetwater.oracle.cradle.wave.EProcessVectors");
    ArrayNode sequences = file.putArray("sequences");
    add(sequences, "no verdict", List.of(0));
    for (int healthy : List.of(1, 10, 50, 500, 649, 650, 651, 2_000, 5_000, 10_000)) {
      add(sequences, healthy + " healthy", List.of(healthy));
    }
    for (int failed : List.of(1, 2, 3, 20, 1_000, 5_000, 10_000)) {
      add(sequences, failed + " failed", runs(failed, 0, 0));
    }
    add(sequences, "the last of 10 failed", List.of(9, 0));
    add(sequences, "2 of 10 failed, late", List.of(4, 4, 0));
    add(sequences, "every hundredth of 5,000", runs(50, 99, 0));
    add(sequences, "every hundredth of 10,000", runs(100, 99, 0));
    add(sequences, "every twentieth of 1,000", runs(50, 19, 0));
    add(sequences, "4,000 healthy, then every second", runsAfter(4_000, 100, 1));
    add(sequences, "30 failed, then 9,970 healthy", runs(30, 0, 9_970));
    for (int ratePpm : List.of(2_000, 10_000, 20_000, 50_000, 500_000)) {
      add(sequences, "5,000 at " + ratePpm + " ppm", drawn(ratePpm));
    }
    ArrayNode bounds = file.putArray("bounds");
    for (int judged : JUDGED) {
      for (int failures : failuresAmong(judged)) {
        bounds
            .addObject()
            .put("judged", judged)
            .put("failures", failures)
            .put("excludedRatePpm", ExactEvidence.excludedRatePpm(judged, failures));
      }
    }
    return file;
  }

  private static void add(ArrayNode sequences, String name, List<Integer> healthyRuns) {
    EProcess process = EProcess.START;
    int stoppedAfter = 0;
    boolean metMaximum = false;
    for (int run = 0; run < healthyRuns.size(); run++) {
      boolean isLast = run == healthyRuns.size() - 1;
      for (int i = 0; i < healthyRuns.get(run) + (isLast ? 0 : 1); i++) {
        process = process.after(i == healthyRuns.get(run));
        metMaximum |= process.evidence().equals(EProcess.EVIDENCE_MAX);
        if (stoppedAfter == 0 && process.isStopped()) {
          stoppedAfter = process.judged();
        }
      }
    }
    ObjectNode sequence = sequences.addObject();
    sequence.put("name", name);
    healthyRuns.forEach(sequence.putArray("healthyRuns")::add);
    sequence
        .put("judged", process.judged())
        .put("failures", process.failures())
        .put("evidence", process.evidence().toString())
        .put("stoppedAfter", stoppedAfter);
    if (!metMaximum) {
      sequence.put("exact", ExactEvidence.floor(process.judged(), process.failures()).toString());
    }
  }

  private static List<Integer> runs(int failures, int healthyBefore, int healthyAfter) {
    List<Integer> runs = new ArrayList<>(Collections.nCopies(failures, healthyBefore));
    runs.add(healthyAfter);
    return runs;
  }

  private static List<Integer> runsAfter(int healthyFirst, int failures, int healthyBefore) {
    List<Integer> runs = runs(failures, healthyBefore, 0);
    runs.set(0, healthyFirst);
    return runs;
  }

  /** 5,000 verdicts of a network that breaks so many of its nodes; {@link Random} is specified. */
  private static List<Integer> drawn(int ratePpm) {
    Random random = new Random(ratePpm);
    List<Integer> runs = new ArrayList<>();
    int healthy = 0;
    for (int n = 0; n < 5_000; n++) {
      if (random.nextInt(1_000_000) < ratePpm) {
        runs.add(healthy);
        healthy = 0;
      } else {
        healthy++;
      }
    }
    runs.add(healthy);
    return runs;
  }

  private static Set<Integer> failuresAmong(int judged) {
    Set<Integer> failures =
        new TreeSet<>(
            List.of(
                0,
                1,
                2,
                5,
                40,
                judged / 100,
                judged / 50,
                judged / 10,
                judged / 2,
                judged - 1,
                judged));
    failures.removeIf(it -> it < 0 || it > judged);
    return failures;
  }

  private static Path file() {
    String contracts = Objects.requireNonNull(System.getProperty("contracts.dir"), "contracts.dir");
    return Path.of(contracts, "test", "vectors", "eprocess.json");
  }
}
