package org.sweetwater.oracle.cradle.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sweetwater.oracle.cradle.spec.Experiments.edited;
import static org.sweetwater.oracle.cradle.spec.Experiments.problems;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sweetwater.oracle.cradle.twin.Chaos;
import org.sweetwater.oracle.cradle.twin.HandshakeSuite;
import org.sweetwater.oracle.cradle.twin.Topology;
import org.sweetwater.oracle.cradle.twin.Twin;

/** Every way to get a file wrong, with the words and the place that it is refused with. */
class ExperimentFileTest {
  private static final String TIME = "expected a time with its unit, such as 250ms, 30s, 10m or 4h";
  private static final String SHARE =
      "expected a share from 0% to 100% with at most four decimals, such as 0.5%";

  private static void assertRefused(String from, String to, String... expected) {
    assertThat(problems(edited(from, to))).as(to).containsExactly(expected);
  }

  /** Puts lines before {@code change:}, in place of line 9 and on; the network is above. */
  private static void assertNetworkRefused(String line, String... expected) {
    assertRefused("change:\n", "  " + line + "\nchange:\n", expected);
  }

  /** Puts lines after the duration, which is line 13. */
  private static void assertLineRefused(String line, String... expected) {
    assertRefused("duration: 10m\n", "duration: 10m\n" + line + "\n", expected);
  }

  @Test
  void readsTheShortestFileWithProductionsDefaults() {
    ExperimentSpec spec = Experiments.parse(Experiments.VALID);

    assertThat(spec.engine()).isEqualTo(Twin.ENGINE);
    assertThat(spec.network().topology()).isEqualTo(new Topology.RandomRegular(100, 6));
    assertThat(spec.network().handshake()).isEqualTo(Production.HANDSHAKE);
    assertThat(spec.scenario().network().handshake().suite())
        .isEqualTo(HandshakeSuite.X25519_MLKEM768);
    assertThat(spec.baseline().network()).isEqualTo(spec.network());
    assertThat(spec.chaos())
        .containsExactly(
            new Chaos(60_000_000_000L, 60_000_000_000L, 180_000_000_000L, new Chaos.KillNodes(5)));
    assertThat(spec.waves()).isEqualTo(ExperimentRules.WAVES);
    assertThat(spec.changeLines()).containsExactly("handshake.suite = x25519-mlkem768");
  }

  @Test
  void refusesUnknownKeysWhereverTheyStand() {
    assertRefused("gates:", "gate: 1\ngates:", "14:1: gate: there is no such key here");
    assertRefused(
        "author:", "autor: x\n  author:", "5:3: metadata/autor: there is no such key here");
    assertRefused(
        "mttr: {max: 2s}",
        "mttr: {max: 2s, min: 1s}",
        "17:19: gates/mttr/min: there is no such key here");
    assertRefused("gates:", "a/b~c: 1\ngates:", "14:1: a~1b~0c: there is no such key here");
    assertRefused(
        "killNodes:",
        "killNode:",
        "12:5: chaos/0: expected exactly one of killNodes, cutLinks, partition and degradeLinks",
        "12:34: chaos/0/killNode: there is no such key here");
    assertNetworkRefused("<<: {}", "9:3: network/<<: there is no such key here");
  }

  @Test
  void refusesWhatIsMissing() {
    assertRefused("  mttr: {max: 2s}\n", "", "14:1: gates: 'mttr' is missing");
    assertRefused("duration: 10m\n", "", "1:1: 'duration' is missing");
    assertRefused("kind: random-regular, ", "", "8:3: network/topology: 'kind' is missing");
    assertRefused(", degree: 6", "", "8:3: network/topology: 'degree' is missing");
    assertRefused(
        "random-regular", "scale-free", "8:3: network/topology: 'linksPerNode' is missing");
    assertRefused("mttr: {max: 2s}", "mttr: {}", "17:3: gates/mttr: 'max' is missing");
    assertRefused("first-try", "", "3:8: metadata/name: there is no value");
    assertRefused(
        "{suite: x25519-mlkem768}",
        "{}",
        "9:1: change: changes nothing: every value in it is production's");
    assertRefused(
        "  handshake: {suite: x25519-mlkem768}",
        "  {}",
        "9:1: change: expected routing, handshake or policy");
  }

  @Test
  void refusesWhatIsOfAnotherKind() {
    assertRefused("A first try", "true", "4:3: metadata/title: expected a text, found 'true'");
    assertRefused(
        "nodes: 100",
        "nodes: many",
        "8:36: network/topology/nodes: expected a whole number, found 'many'");
    assertRefused(
        "nodes: 100",
        "nodes: '100'",
        "8:36: network/topology/nodes: expected a whole number, found '100'");
    assertRefused(
        "count: 5",
        "count: [5]",
        "12:46: chaos/0/killNodes/count: expected a whole number, found a list");
    assertRefused("10m", "600", "13:1: duration: " + TIME);
    assertRefused("0.5%", "0.005", "16:16: gates/packetLoss/max: expected a share such as 0.5%");
    assertRefused("experiment: 1", "experiment: 2", "1:1: experiment: expected 1, found '2'");
    assertLineRefused("waves: 4", "14:1: waves: expected a list, found '4'");
    assertRefused("Find out.", "{a: b}", "6:1: objective: expected a text, found a mapping");
    assertNetworkRefused(
        "policy: {strict: yes}",
        "9:12: network/policy/strict: expected true or false, found 'yes'");
    assertThat(problems("[1]")).containsExactly("1:1: expected a mapping, found a list");
    assertThat(problems("5")).containsExactly("1:1: expected a mapping, found '5'");
  }

  @Test
  void refusesWhatIsNotOnTheListAndSaysWhatIs() {
    assertRefused(
        "x25519-mlkem768",
        "rot13",
        "10:15: change/handshake/suite: expected one of x25519, x25519-mlkem768, mlkem1024-mldsa65, found 'rot13'");
    assertRefused(
        "random-regular",
        "torus",
        "8:14: network/topology/kind: expected one of random-regular, geometric, scale-free, found 'torus'");
    assertRefused(
        "max: 2s",
        "max: 2s, action: explode",
        "17:19: gates/mttr/action: expected one of rollback, hold, found 'explode'");
    assertRefused(
        "x25519-mlkem768",
        "x".repeat(100),
        "10:15: change/handshake/suite: expected one of x25519, x25519-mlkem768, mlkem1024-mldsa65, found '%s…'"
            .formatted("x".repeat(40)));
  }

  @Test
  void refusesNumbersThatAreNotFinite() {
    for (String number :
        List.of(
            ".inf",
            "-.inf",
            ".NaN",
            "1.0e999",
            "1e999",
            "0x10",
            "010",
            "1_000",
            "1:30",
            "+5",
            "9".repeat(21))) {
      assertRefused(
          "nodes: 100",
          "nodes: " + number,
          "8:43: network/topology/nodes: expected a finite number in plain decimal digits, found '%s'"
              .formatted(number));
    }
    assertRefused("max: 2s", "max: infs", "17:10: gates/mttr/max: " + TIME + ", not negative");
  }

  @Test
  void refusesNegativeTimesAndShares() {
    assertRefused("10m", "-10m", "13:1: duration: " + TIME + ", not negative");
    assertRefused("at: 1m", "at: -1ns", "12:6: chaos/0/at: " + TIME + ", not negative");
    assertRefused("0.5%", "-0.5%", "16:16: gates/packetLoss/max: " + SHARE);
    assertRefused(
        "count: 5", "count: -5", "12:46: chaos/0/killNodes/count: expected at least 1, found '-5'");
  }

  @Test
  void refusesWhatIsFinerThanWhatItIsCountedIn() {
    assertRefused("0.5%", "0.00005%", "16:16: gates/packetLoss/max: " + SHARE);
    assertRefused("10m", "0.5ns", "13:1: duration: 0.5ns is finer than 1ns");
    assertRefused("max: 2s", "max: 1.5us", "17:10: gates/mttr/max: 1.5us is finer than 1ms");
    assertRefused(
        "200ms", "200.0001ms", "15:16: gates/latencyP99/max: 200.0001ms is finer than 1us");
    assertNetworkRefused(
        "links: {bandwidth: 0.0001kbit/s}",
        "9:11: network/links/bandwidth: expected a bandwidth such as 20Mbit/s");
    assertNetworkRefused(
        "traffic: {packetsPerSecond: 0.0015}",
        "9:13: network/traffic/packetsPerSecond: expected a multiple of 0.001, found '0.0015'");
    assertRefused(
        "nodes: 100",
        "nodes: 100.5",
        "8:36: network/topology/nodes: expected a whole number, found '100.5'");
  }

  @Test
  void refusesWhatIsTooLarge() {
    assertRefused("10m", "999999999999h", "13:1: duration: 999999999999h is too large");
    assertRefused(
        "0.5%", "100.0001%", "16:16: gates/packetLoss/max: expected at most 100%, found 100.0001%");
    assertRefused(
        "min: 95%",
        "min: 101%", "19:23: gates/policyConsistency/min: expected at most 100%, found 101%");
    assertRefused(
        "count: 5", "count: 3000000000", "12:46: chaos/0/killNodes/count: 3000000000 is too large");
    assertRefused(
        "max: 2s", "max: 25h", "17:3: gates/mttr: expected 0 ms to 86400000 ms, found 90000000 ms");
    assertNetworkRefused(
        "links: {queue: 999999999MB}", "9:11: network/links/queue: 999999999MB is too large");
    assertRefused(
        "first-try",
        "x".repeat(64),
        "3:3: metadata/name: expected 3 to 63 lower-case letters, digits and hyphens, beginning with a letter");
    assertRefused(
        "A first try",
        "x".repeat(121),
        "4:3: metadata/title: expected at most 120 characters, found 121");
  }

  @Test
  void namesRangesInTheUnitsThatPeopleWrite() {
    assertRefused(
        "nodes: 100", "nodes: 2", "8:36: network/topology/nodes: expected at least 4, found '2'");
    assertRefused(
        "degree: 6",
        "degree: 99",
        "8:48: network/topology/degree: expected at most 32, found '99'");
    assertRefused(
        "nodes: 100, degree: 6",
        "nodes: 101, degree: 5",
        "8:48: network/topology/degree: expected nodes × degree to be even, found 101 × 5");
    assertRefused(
        "10m", "9s", "13:1: duration: 9s leaves no two windows of 5s after a warm-up of 30s");
    assertRefused("10m", "25h", "13:1: duration: expected 10s to 24h, found 25h");
    assertLineRefused("window: 0s", "14:1: window: expected 1s to 10m, found 0s");
    assertLineRefused(
        "window: 11m", "13:1: duration: 10m leaves no two windows of 11m after a warm-up of 30s");
    assertLineRefused(
        "warmUp: 10m", "13:1: duration: 10m leaves no two windows of 5s after a warm-up of 10m");
    assertRefused(
        "10m",
        "5h",
        "13:1: duration: 5h in windows of 5s are more than 2,880; expected longer windows");
    assertRefused("for: 1m", "for: 0s", "12:14: chaos/0/for: expected 1ns to 24h, found 0s");
    assertRefused("every: 3m", "every: 59s", "12:23: chaos/0/every: expected 1m to 24h, found 59s");
    assertNetworkRefused(
        "links: {bandwidth: 200Gbit/s}",
        "9:11: network/links/bandwidth: expected 1kbit/s to 100Gbit/s, found 200Gbit/s");
    assertNetworkRefused(
        "links: {queue: 10B}", "9:11: network/links/queue: expected 1kB to 1000MB, found 10B");
    assertNetworkRefused(
        "links: {loss: 100%}", "9:11: network/links/loss: expected 0% to 99.9999%, found 100%");
    assertNetworkRefused(
        "links: {latency: {min: 5ms, max: 4ms}}",
        "9:31: network/links/latency/max: expected 5ms to 10s, found 4ms");
    assertNetworkRefused(
        "routing: {hello: 1ms}", "9:13: network/routing/hello: expected 10ms to 1m, found 1ms");
    assertNetworkRefused(
        "adversary: {share: 51%}", "9:15: network/adversary/share: expected 0% to 50%, found 51%");
    assertNetworkRefused(
        "traffic: {gatewayShare: 5%}",
        "9:13: network/traffic/gatewayShare: expected 0% to 0%, found 5%");
  }

  @Test
  void refusesKeysThatStandTwice() {
    assertRefused(
        "duration: 10m", "duration: 10m\nduration: 10m", "14:1: duration: stands here twice");
    assertRefused("max: 2s", "max: 2s, max: 1s", "17:19: gates/mttr/max: stands here twice");
    assertRefused("max: 2s", "max: 2s, 'max': 1s", "17:19: gates/mttr/max: stands here twice");
  }

  @Test
  void refusesChaosThatMeasuresNoRepair() {
    assertRefused(
        "killNodes: {count: 5}",
        "degradeLinks: {share: 100%, loss: 50%}",
        "11:1: chaos: nothing here breaks nodes or links, so no time to repair can be measured and the contract"
            + " would fail the experiment; add killNodes, cutLinks or partition");
    assertRefused(
        "\n  - {at: 1m, for: 1m, every: 3m, killNodes: {count: 5}}",
        " []",
        "11:1: chaos: expected at least 1 in the list, found 0");
  }

  @Test
  void refusesFaultsThatCannotBePlayed() {
    assertRefused(
        "at: 1m",
        "at: 570s",
        "12:16: chaos/0/for: begins at 570s and lasts 1m, beyond the end at 10m");
    assertRefused(
        "at: 1m",
        "at: 20m",
        "12:15: chaos/0/for: begins at 20m and lasts 1m, beyond the end at 10m");
    assertRefused(
        "count: 5",
        "count: 51",
        "12:46: chaos/0/killNodes/count: expected at most half of the 100 nodes, found 51");
    assertRefused(
        "killNodes: {count: 5}",
        "partition: {share: 51%}",
        "12:46: chaos/0/partition/share: expected 0.0001% to 50%, found 51%");
    assertRefused(
        "for: 1m, every: 3m",
        "for: 1ms, every: 1ms",
        "12:24: chaos/0/every: expected 1s to 24h, found 1ms");
    assertRefused(
        "for: 1m, every: 3m, killNodes: {count: 5}}",
        "for: 1s, every: 1s, killNodes: {count: 5}}\n  - {at: 0s, for: 1s, every: 1s, cutLinks: {count: 1}}",
        "11:1: chaos: 1142 faults in all; expected at most 1000");
    assertRefused(
        "killNodes: {count: 5}",
        "killNodes: {count: 5}, cutLinks: {count: 5}",
        "12:5: chaos/0: expected exactly one of killNodes, cutLinks, partition and degradeLinks");
    assertRefused(
        "killNodes: {count: 5}",
        "degradeLinks: {share: 50%}",
        "12:34: chaos/0/degradeLinks: expected loss or latency beside the share");
  }

  @Test
  void refusesMoreThanAnAttestorCouldPlay() {
    assertRefused(
        "100, degree: 6}\n",
        "20000, degree: 6}\n  traffic: {packetsPerSecond: 100}\n",
        "14:1: duration: 20000 nodes would send some 1,200,000,000 packets; expected at most 100,000,000: shorten it,"
            + " or send less");
    assertRefused(
        "10m",
        "24h",
        "13:1: duration: 24h in windows of 5s are more than 2,880; expected longer windows");
    assertRefused(
        "100, degree: 6}\nchange:\n  handshake: {suite: x25519-mlkem768}",
        "3001, degree: 6}\nchange:\n  routing: {protocol: distance-vector, cost: hops}",
        "8:36: network/topology/nodes: expected 4 to 3000, found 3001");
  }

  @Test
  void refusesToWaivePrivacy() {
    assertRefused(
        "deanonymisationRisk: {max: 1%}",
        "deanonymisationRisk: {max: 1.0001%}",
        "18:25: gates/deanonymisationRisk/max: expected at most 1%, which the contract never lets go; found 1.0001%");
    assertRefused(
        "deanonymisationRisk: {max: 1%}",
        "deanonymisationRisk: {max: 1%, action: hold}",
        "18:34: gates/deanonymisationRisk/action: privacy gates cannot be waived: expected rollback, found hold");
    assertRefused(
        "  deanonymisationRisk: {max: 1%}\n", "", "14:1: gates: 'deanonymisationRisk' is missing");
    assertNetworkRefused(
        "adversary: {share: 0.9%}",
        "9:15: network/adversary/share: 0.9% of 100 nodes is less than one node, and a risk that is always 0 passes"
            + " every gate");
  }

  @Test
  void refusesAChangeThatIsProduction() {
    assertRefused(
        "x25519-mlkem768",
        "x25519",
        "9:1: change: changes nothing: every value in it is production's");
    assertRefused(
        "{suite: x25519-mlkem768}",
        "{rekey: 120s, packetCost: 0.02ms}",
        "9:1: change: changes nothing: every value in it is production's");
    assertRefused(
        "handshake: {suite: x25519-mlkem768}",
        "routing: {protocol: distance-vector}",
        "10:3: change/routing/cost: distance-vector counts hops; expected hops, found latency");
  }

  @Test
  void refusesWavesThatTouchTooMuchOrAreWatchedTooShortly() {
    assertLineRefused(waves("10 30m", "50 1h", "500 2h"), "14:1: waves: expected four waves");
    assertLineRefused(
        waves("11 30m", "50 1h", "500 2h", "5000 4h"),
        "14:10: waves/0/nodes: wave 1: expected 1 to 10 nodes, found 11");
    assertLineRefused(
        waves("10 30m", "9 1h", "500 2h", "5000 4h"),
        "14:34: waves/1/nodes: wave 2: expected no fewer nodes than the wave before, found 9 after 10");
    assertLineRefused(
        waves("10 30m", "50 59m", "500 2h", "5000 4h"),
        "14:45: waves/1/hold: wave 2: expected 1h to 720h, found 59m");
    assertLineRefused(
        waves("10 721h", "50 1h", "500 2h", "5000 4h"),
        "14:21: waves/0/hold: wave 1: expected 30m to 720h, found 721h");
    assertLineRefused(
        waves("0 30m", "50 1h", "500 2h", "5000 4h"),
        "14:10: waves/0/nodes: expected at least 1, found '0'");
    assertLineRefused(
        waves("1 1h", "2 1h", "3 2h", "5001 4h"),
        "14:76: waves/3/nodes: wave 4: expected 1 to 5000 nodes, found 5001");
  }

  private static String waves(String... waves) {
    List<String> written = new ArrayList<>();
    for (String wave : waves) {
      String[] parts = wave.split(" ", -1);
      written.add("{nodes: %s, hold: %s}".formatted(parts[0], parts[1]));
    }
    return "waves: [" + String.join(", ", written) + "]";
  }

  @Test
  void refusesTextsThatAreNotWhatTheyLookLike() {
    assertRefused(
        "first-try",
        "First",
        "3:3: metadata/name: expected 3 to 63 lower-case letters, digits and hyphens, beginning with a letter");
    assertRefused(
        "first-try",
        "\"first\\n\"",
        "3:3: metadata/name: expected 3 to 63 lower-case letters, digits and hyphens, beginning with a letter");
    assertRefused("10m", "\"10s\\n\"", "13:1: duration: " + TIME + ", not negative");
    assertRefused(
        "A first try",
        "\"two\\nlines\"",
        "4:3: metadata/title: expected one line without spaces at its ends");
    assertRefused(
        "A first try",
        "\" x\"",
        "4:3: metadata/title: expected one line without spaces at its ends");
    assertRefused(
        "A first try", "\"a\\0b\"", "4:10: metadata/title: the character U+0000 is not allowed");
    assertRefused(
        "A first try", "\"\\ud800\"", "4:10: metadata/title: the character U+D800 is not allowed");
    assertRefused(
        "A first try",
        "\"\\u202Egpj\"",
        "4:10: metadata/title: the character U+202E is not allowed");
    assertRefused("A first try", "A \u202Efirst", "4:12: the character U+202E is not allowed");
    assertRefused("A first try", "A \u0007first", "4:12: the character U+0007 is not allowed");
    assertRefused("Find out.", "'  '", "6:1: objective: expected a text that is not empty");
    assertRefused(
        "author: Somebody",
        "author: Somebody\n  discussion: javascript:alert(1)",
        "6:3: metadata/discussion: expected an address that begins with https://");
  }

  @Test
  void refusesWhatIsNotYaml() {
    assertThat(problems("")).containsExactly("1:1: the file is empty");
    assertThat(problems("# nothing\n")).containsExactly("1:1: the file is empty");
    assertRefused("10m", "[", "15:13: not YAML: expected ',' or ']', but got :");
    assertRefused(
        "duration",
        "\tduration",
        "13:1: not YAML: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)");
    assertRefused(
        "experiment: 1",
        "%YAML 99999999999.1\n---\nexperiment: 1",
        "1:1: not YAML: a number is too large in a %YAML line or after \\U");
    assertRefused(
        "A first try",
        "\"\\UFFFFFFFF\"",
        "1:1: not YAML: a number is too large in a %YAML line or after \\U");
    assertRefused("gates:", "---\ngates:", "14:1: not YAML: but found another document");
    assertRefused("experiment: 1", "? [a]\n: 1", "1:3: expected a key, found a list or a mapping");
  }

  @Test
  void refusesYamlThatGrows() {
    String levels =
        IntStream.range(1, 12)
            .mapToObj(i -> "a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(9)))
            .collect(Collectors.joining());
    assertThat(problems("a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + levels))
        .containsExactly(
            "1:1: cannot be read: Number of aliases for non-scalar nodes exceeds the specified max=50");
    assertThat(problems("a: &a [" + "x,".repeat(1_000) + "]\nb: [" + "*a,".repeat(40) + "]"))
        .singleElement()
        .asString()
        .endsWith("expected at most 5000 values");
    assertThat(problems("a: &a [*a]"))
        .singleElement()
        .asString()
        .endsWith("expected at most 12 levels");
  }

  @Test
  void refusesWhatIsTooDeepOrTooLong() {
    assertThat(problems("[".repeat(30_000)))
        .containsExactly("1:1: cannot be read: Nesting Depth exceeded max 50");
    assertThat(problems("[".repeat(14) + "]".repeat(14)))
        .containsExactly("1:14: 0/0/0/0/0/0/0/0/0/0/0/0/0: expected at most 12 levels");
    assertThat(problems("#" + "x".repeat(65_536)))
        .containsExactly("1:1: expected at most 65,536 characters, found 65,537");
    assertThat(problems("[" + "x,".repeat(5_001) + "]"))
        .containsExactly("1:10000: 4999: expected at most 5000 values");
  }

  @Test
  void makesNothingOfTags() {
    assertRefused(
        "A first try",
        "!!java.net.URL [\"https://example.org\"]",
        "4:10: not YAML: Global tag is not allowed: tag:yaml.org,2002:java.net.URL");
    assertRefused(
        "A first try",
        "!!javax.script.ScriptEngineManager []",
        "4:10: not YAML: Global tag is not allowed: tag:yaml.org,2002:javax.script.ScriptEngineManager");
    assertThat(Experiments.parse(edited("A first try", "&title !!str A first try")))
        .isEqualTo(Experiments.parse(Experiments.VALID));
  }

  @Test
  void namesAllProblemsOfASchemaInTheOrderOfTheFile() {
    assertThat(
            problems(
                Experiments.VALID
                    .replace("1m, for", "1x, for")
                    .replace("first-try", "1")
                    .replace("2s", "2")))
        .containsExactly(
            "3:3: metadata/name: expected a text, found '1'",
            "12:6: chaos/0/at: " + TIME + ", not negative",
            "17:10: gates/mttr/max: " + TIME);
  }
}
