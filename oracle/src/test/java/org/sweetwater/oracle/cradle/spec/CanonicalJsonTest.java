package org.sweetwater.oracle.cradle.spec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The form is that of RFC 8785; what differs from it by a byte is refused. */
class CanonicalJsonTest {
  private static final ExperimentSpec SPEC = Experiments.parse(Experiments.VALID);
  private static final String JSON = new String(CanonicalJson.of(SPEC), UTF_8);

  /** Beyond it numbers are not exact in every reader of JSON (RFC 7493, section 2.2). */
  private static final long EXACT_MAX = (1L << 53) - 1;

  private static void assertRefused(byte[] bytes, String reason) {
    assertThatExceptionOfType(SpecException.class)
        .isThrownBy(() -> ExperimentSpec.parse(bytes))
        .withMessageContaining(reason);
  }

  private static void assertRefused(String from, String to, String reason) {
    assertThat(JSON).contains(from);
    assertRefused(JSON.replace(from, to).getBytes(UTF_8), reason);
  }

  @ParameterizedTest
  @MethodSource("org.sweetwater.oracle.cradle.spec.Experiments#exampleNames")
  void sortsKeysAndWritesNothingButIntegersTextsAndFlags(String name) throws IOException {
    byte[] bytes = CanonicalJson.of(Experiments.example(name));
    JsonNode tree = new ObjectMapper().readTree(bytes);

    assertCanonical(tree);
    assertThat(tree.toString().getBytes(UTF_8)).isEqualTo(bytes);
  }

  private static void assertCanonical(JsonNode node) {
    if (node.isNumber()) {
      assertThat(node.isIntegralNumber()).isTrue();
      assertThat(node.longValue()).isBetween(-EXACT_MAX, EXACT_MAX);
    }
    assertThat(node.isNull()).isFalse();
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    assertThat(keys).isSorted();
    node.forEach(CanonicalJsonTest::assertCanonical);
  }

  @Test
  void writesTextsAsTheyAre() {
    String title = "Größer → \\\"schnell/er\\\" \\t 😀";
    ExperimentSpec spec = Experiments.parse(Experiments.edited("A first try", "\"" + title + "\""));
    assertThat(new String(CanonicalJson.of(spec), UTF_8)).contains("\"title\":\"" + title + "\"");
  }

  @Test
  void readsItsOwnBytes() {
    assertThat(ExperimentSpec.parse(JSON.getBytes(UTF_8))).isEqualTo(SPEC);
  }

  @Test
  void refusesTheSameInAnotherForm() {
    String other = "not the canonical form of this ExperimentSpec";
    assertRefused("{\"change\"", "{ \"change\"", other);
    assertRefused(
        "\"degree\":6,\"kind\":\"random-regular\"",
        "\"kind\":\"random-regular\",\"degree\":6",
        other);
    assertRefused("\"degree\":6", "\"degree\":6.0", other);
    assertRefused("Somebody", "\\u0053omebody", other);
    assertRefused("{\"handshake\":{\"packet", "{\"policy\":null,\"handshake\":{\"packet", "");
    assertRefused((JSON + "\n").getBytes(UTF_8), other);
    assertRefused(("\uFEFF" + JSON).getBytes(UTF_8), "");
    assertRefused(JSON.getBytes(java.nio.charset.StandardCharsets.UTF_16BE), "");
  }

  @Test
  void refusesOtherThings() {
    assertRefused("\"degree\":6", "\"degree\":\"6\"", "not a canonical ExperimentSpec");
    assertRefused("\"isStrict\":false", "\"isStrict\":0", "not a canonical ExperimentSpec");
    assertRefused("\"degree\":6", "\"degree\":6,\"degree\":6", "Duplicate field");
    assertRefused("\"degree\":6", "\"degree\":6,\"x\":6", "Unrecognized field");
    assertRefused("\"degree\":6", "\"degree\":NaN", "not a canonical ExperimentSpec");
    assertRefused("random-regular", "torus", "not a canonical ExperimentSpec");
    assertRefused("\"action\":\"rollback\"", "\"action\":0", "");
    assertRefused((JSON + "{}").getBytes(UTF_8), "not a canonical ExperimentSpec");
    assertRefused(new byte[0], "not a canonical ExperimentSpec");
    assertRefused("null".getBytes(UTF_8), "");
    assertRefused("[".repeat(60_000).getBytes(UTF_8), "not a canonical ExperimentSpec");
    assertRefused(JSON.replace("Somebody", "Gr\u00fc\u00df").getBytes(ISO_8859_1), "");
    assertRefused(new byte[ExperimentSpec.CANONICAL_BYTES_MAX + 1], "at most 65,536 bytes");
  }

  @Test
  void refusesWhatIsMissing() {
    assertRefused(",\"title\":\"A first try\"", "", "title");
    assertRefused("\"author\":\"Somebody\",", "", "author");
    assertRefused("\"objective\":\"Find out.\",", "", "objective");
    assertRefused("\"action\":\"rollback\",\"threshold\":2000", "\"threshold\":2000", "action");
    assertRefused("\"degree\":6,", "", "");
  }

  @Test
  void refusesWhatNoFileCouldSay() {
    assertRefused("sweetwater-twin/", "other-twin/", "expected sweetwater-twin/");
    assertRefused("first-try", "First Try", "what the schema says");
    assertRefused(
        "\"discussion\":\"\"", "\"discussion\":\"javascript:alert(1)\"", "what the schema says");
    assertRefused("A first try", "A first\\ntry", "what the schema says");
    assertRefused("A first try", "A \\u202Etry", "U+202E");
    assertRefused("\"threshold\":10000}", "\"threshold\":10001}", "expected at most 1%");
    assertRefused("\"threshold\":2000}", "\"threshold\":-1}", "expected 0 ms");
    assertRefused("\"count\":5", "\"count\":51", "at most half");
    assertRefused("\"windowNanos\":5000000000", "\"windowNanos\":0", "expected 1s to 10m");
  }

  @Test
  void refusesEveryChangeOfAByteThatIsNoOtherSpecification() {
    long seed = 20261128;
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 2_000; round++) {
      byte[] bytes = JSON.getBytes(UTF_8);
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      try {
        assertThat(CanonicalJson.of(ExperimentSpec.parse(bytes))).isEqualTo(bytes);
      } catch (SpecException refusal) {
        assertThat(refusal).as("seed %d, round %d", seed, round).hasMessageMatching("(?s).+");
      }
    }
  }
}
