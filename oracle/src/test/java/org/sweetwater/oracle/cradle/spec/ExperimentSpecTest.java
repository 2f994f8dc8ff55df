package org.sweetwater.oracle.cradle.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sweetwater.oracle.cradle.spec.Experiments.edited;
import static org.sweetwater.oracle.cradle.spec.Experiments.parse;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.sweetwater.wrappers.Hash32;

class ExperimentSpecTest {
  private static final ExperimentSpec SPEC = parse(Experiments.VALID);

  private static Hash32 changeHash(String change) {
    return parse(edited("handshake: {suite: x25519-mlkem768}", change)).changeHash();
  }

  @Test
  void commentsOrderAndQuotingDoNotChangeTheHash() {
    String written =
        """
        # A comment.
        gates: {routeStability: {"min": '95%'}, policyConsistency: {min: 95%}, mttr: {max: 2s},
          deanonymisationRisk: {max: 1%}, packetLoss: {max: 0.5%}, latencyP99: {max: 200ms}}
        "duration": "10m"   # ten minutes
        chaos: [{killNodes: {count: 5}, every: 3m, at: 1m, for: 1m}]
        change: {"handshake": {suite: "x25519-mlkem768"}}
        network: {topology: {degree: 6, nodes: 100, kind: random-regular}}
        objective: >
          Find
          out.
        metadata: {author: 'Somebody', title: &t A first try, name: first-try}
        experiment: 1
        """;
    assertThat(parse(written)).isEqualTo(SPEC);
    assertThat(parse(written).specHash()).isEqualTo(SPEC.specHash());
    assertThat(parse(Experiments.VALID.replace("\n", "\r\n")).specHash())
        .isEqualTo(SPEC.specHash());
  }

  @Test
  void otherUnitsAndRestatedDefaultsDoNotChangeTheHash() {
    String written =
        Experiments.VALID
            .replace("10m", "0.1666666666h")
            .replace("0.1666666666h", "600s\nwarmUp: 30000ms\nwindow: 5s")
            .replace("0.5%", "0.50%")
            .replace("max: 2s}", "max: 2000ms, action: rollback}")
            .replace(
                "degree: 6}\n", "degree: 6.0}\n  links: {queue: 64000B, bandwidth: 0.02Gbit/s}\n");
    assertThat(parse(written).specHash()).isEqualTo(SPEC.specHash());
  }

  @Test
  void everythingThatIsSaidChangesTheHash() {
    assertThat(parse(edited("A first try", "Another try")).specHash())
        .isNotEqualTo(SPEC.specHash());
    assertThat(parse(edited("Find out.", "Find it.")).specHash()).isNotEqualTo(SPEC.specHash());
    assertThat(parse(edited("max: 2s", "max: 2s, action: hold")).specHash())
        .isNotEqualTo(SPEC.specHash());
    assertThat(parse(edited("nodes: 100", "nodes: 102")).specHash()).isNotEqualTo(SPEC.specHash());
  }

  @Test
  void equalChangesHaveOneHashHoweverTheyAreWritten() {
    Hash32 expected = SPEC.changeHash();
    assertThat(changeHash("handshake: {rekey: 2m, suite: x25519-mlkem768, timeout: 5000ms}"))
        .isEqualTo(expected);
    assertThat(changeHash("policy: {strict: false}\n  handshake: {suite: x25519-mlkem768}"))
        .isEqualTo(expected);
    assertThat(
            changeHash(
                "routing: {hello: 0.5s, cost: latency}\n  handshake: {suite: x25519-mlkem768}"))
        .isEqualTo(expected);
    assertThat(parse(edited("nodes: 100", "nodes: 60")).changeHash()).isEqualTo(expected);
    assertThat(parse(edited("max: 2s", "max: 1s")).changeHash()).isEqualTo(expected);
  }

  @Test
  void otherChangesHaveOtherHashes() {
    assertThat(changeHash("handshake: {suite: mlkem1024-mldsa65}")).isNotEqualTo(SPEC.changeHash());
    assertThat(changeHash("handshake: {suite: x25519-mlkem768, rekey: 1m}"))
        .isNotEqualTo(SPEC.changeHash());
    assertThat(changeHash("policy: {sync: 1s}")).isNotEqualTo(changeHash("policy: {grace: 1s}"));
  }

  @Test
  void aChangeIsMeasuredAgainstTheNetworkOfItsFile() {
    String slower =
        edited("change:\n", "  routing: {hello: 1s}\nchange:\n  routing: {hello: 500ms}\n");
    assertThat(parse(slower).changeLines())
        .containsExactly("handshake.suite = x25519-mlkem768", "routing.helloNanos = 500000000");
  }

  @Test
  void hashesAreThoseOfTheCanonicalBytes() {
    assertThat(SPEC.specHash()).isEqualTo(Hash32.keccak(CanonicalJson.of(SPEC)));
    assertThat(SPEC.changeHash())
        .isEqualTo(
            Hash32.keccak(
                "{\"handshake\":{\"suite\":\"x25519-mlkem768\"}}"
                    .getBytes(StandardCharsets.UTF_8)));
  }
}
