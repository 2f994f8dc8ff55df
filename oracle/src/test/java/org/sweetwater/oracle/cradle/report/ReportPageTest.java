package org.sweetwater.oracle.cradle.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sweetwater.oracle.cradle.ExperimentResult;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

class ReportPageTest {
  private static final ExperimentSpec SPEC = Example.spec();
  private static final ExperimentResult RESULT = Example.result(SPEC, Example.good());

  @Test
  void saysWhatItIsAboutAndThatItPassed() {
    assertThat(page(RESULT))
        .contains("<h1><bdi>An example</bdi></h1>")
        .contains("Does it hold?")
        .contains("<code>handshake.suite = x25519-mlkem768</code>")
        .contains("All six gates hold")
        .contains(SPEC.specHash().hex(), SPEC.changeHash().hex())
        .contains(RESULT.artefactHash().hex(), RESULT.resultHash().hex(), RESULT.seed().hex())
        .contains("sw cradle replay " + Example.ID)
        .contains("sw cradle run example.yaml --seed " + RESULT.seed());
  }

  @ParameterizedTest
  @EnumSource
  void showsEachMetricInTableAndChart(Metric metric) {
    String page = page(RESULT);

    assertThat(page).contains("<th scope=\"row\">" + Words.title(metric) + "<small>");
    assertThat(page).contains("<h3>" + Words.title(metric) + "</h3>");
    assertThat(page)
        .contains(Words.value(metric, RESULT.worst().find(metric)))
        .contains(Words.gate(metric, SPEC.thresholds().find(metric).orElseThrow()));
  }

  @Test
  void namesTheGatesThatDoNotHold() {
    Map<Metric, Long> values = Example.good();
    values.put(Metric.PACKET_LOSS, 12_000L);

    assertThat(page(Example.result(SPEC, values)))
        .contains("1 of six gates does not hold")
        .contains("<li>Packet loss: 1.2%, gate ≤ 0.5%</li>")
        .contains("+1.08 pp<small>worse</small>");
  }

  @ParameterizedTest
  @EnumSource
  void aMetricThatIsMissingFailsAndIsShownAsMissing(Metric metric) {
    Map<Metric, Long> values = Example.good();
    values.remove(metric);

    assertThat(page(Example.result(SPEC, values)))
        .contains("<li>%s: not measured, gate ".formatted(Words.title(metric)))
        .contains("<td class=\"number strong\">not measured</td>");
  }

  @Test
  void saysWhichGateHoldsAWaveInsteadOfRollingItBack() {
    assertThat(page(RESULT))
        .containsOnlyOnce("<small>hold</small>")
        .contains("≤ 2000 ms<small>hold");
  }

  @Test
  void marksChaosWithItsRepetitions() {
    assertThat(page(RESULT))
        .contains("2 nodes without power")
        .contains("at 40s for 10s, again every 20s, 3 times in all")
        .contains("50% of the links lose 10% and take 20ms longer")
        .contains("<td>A begins, B ends</td>");
  }

  @Test
  void showsAnIncidentThatNobodyRepaired() {
    assertThat(page(RESULT)).contains("&gt; 1000 ms<small class=\"bad\">✗ not repaired</small>");
  }

  @Test
  void textFromOutsideIsNeverMarkup() {
    String hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{spec}}";
    ExperimentSpec spec =
        Example.with(SPEC, new ExperimentSpec.Metadata("example", hostile, hostile, ""), hostile);
    String hidden = hostile + "\u202e\0";
    OnChain chain =
        new OnChain(Example.ID, 1, hidden, 1, 3, 3, Address.ZERO, Optional.empty(), hidden);

    String page = page(spec, Example.result(spec, Example.good()), Optional.of(chain));

    assertThat(page)
        .doesNotContain("<script", "<img", "href=\"javascript")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&gt;&lt;img");
    // The gap of the template stays the text that it is.
    assertThat(page).contains("{{spec}}");
  }

  @Test
  void linksOnlyWhatIsALink() {
    ExperimentSpec.Metadata metadata =
        new ExperimentSpec.Metadata("example", "b", "c", "https://forum.example.org/t?a=1&b=\"2\"");
    ExperimentSpec broken = Example.with(SPEC, metadata, "d");
    ExperimentSpec sound =
        Example.with(
            SPEC,
            new ExperimentSpec.Metadata("example", "b", "c", "https://forum.example.org/t?a=1&b=2"),
            "d");

    assertThat(page(broken, Example.result(broken, Example.good()), Optional.empty()))
        .doesNotContain("<a ")
        .contains("b=&quot;2&quot;</bdi>");
    assertThat(page(sound, Example.result(sound, Example.good()), Optional.empty()))
        .contains("<a href=\"https://forum.example.org/t?a=1&amp;b=2\" rel=\"noopener");
  }

  @Test
  void itsPolicyAllowsItsOwnStyleAndNothingElse() throws Exception {
    String page = page(RESULT);
    Matcher style = Pattern.compile("<style>(.*)</style>", Pattern.DOTALL).matcher(page);
    assertThat(style.find()).isTrue();
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(style.group(1).getBytes(UTF_8));

    assertThat(page)
        .contains(
            "content=\"default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'\""
                .formatted(Base64.getEncoder().encodeToString(hash)))
        .doesNotContain("style=\"", "src=", "url(", "@import")
        .doesNotContainPattern(" on[a-z]+=\"");
  }

  @Test
  void showsWhatTheContractKnows() {
    String page = page(SPEC, RESULT, Optional.of(chain(RESULT.resultHash())));

    assertThat(page)
        .contains("<dt>Attestations</dt><dd>3, 2 required</dd>")
        .contains("the result on this page")
        .doesNotContain("Not the result on the chain");
    assertThat(page(RESULT)).contains("No contract knows of it");
  }

  @Test
  void warnsWhenTheContractHoldsAnotherResult() {
    assertThat(page(SPEC, RESULT, Optional.of(chain(Hash32.ZERO))))
        .contains("Not the result on the chain");
  }

  private static OnChain chain(Hash32 resultHash) {
    return new OnChain(
        Example.ID, 31_337, "passed", 1, 3, 2, Address.ZERO, Optional.of(resultHash), "passed");
  }

  @Test
  void takesNoResultOfAnotherSpecification() {
    ExperimentSpec other = Example.with(SPEC, SPEC.metadata(), "Another question");

    assertThatThrownBy(() -> page(other, RESULT, Optional.empty()))
        .hasMessageContaining("expected a result of specification " + other.specHash());
  }

  @Test
  void theLargestExperimentIsAPageThatABrowserCanOpen() {
    ExperimentSpec largest = largest();

    byte[] page = ReportPage.of(largest, Example.result(largest, Example.good()), Optional.empty());

    assertThat(page.length).isLessThan(ReportPage.BYTES_MAX / 2);
    assertThat(new String(page, UTF_8))
        .contains("Each point is the worst of 6 windows.")
        .contains("The 60 longest of ")
        .contains("Its links are not drawn: more than 2,000 would hide each other.")
        .contains("20,000 nodes, 319,864 links");
  }

  private static ExperimentSpec largest() {
    String chaos =
        IntStream.range(0, 32)
            .mapToObj(
                it ->
                    "  - {at: %ds, for: 10s, every: 470s, killNodes: {count: 2}}\n"
                        .formatted(40 + 10 * it))
            .collect(Collectors.joining());
    ExperimentSpec spec =
        Example.parse(
            Example.YAML
                .replaceFirst(
                    "(?s)chaos:\n.*duration: 90s\n", "chaos:\n" + chaos + "duration: 4h\n")
                .replace(
                    "{kind: random-regular, nodes: 40, degree: 6}",
                    "{kind: scale-free, nodes: 20000, linksPerNode: 16}\n  traffic: {packetsPerSecond: 0.1}"));
    return Example.with(spec, spec.metadata(), "\"<".repeat(1_900));
  }

  @Test
  void theSameInputGivesTheSameBytes() {
    assertThat(page(RESULT)).isEqualTo(page(RESULT));
  }

  private static String page(ExperimentResult result) {
    return page(SPEC, result, Optional.empty());
  }

  private static String page(
      ExperimentSpec spec, ExperimentResult result, Optional<OnChain> chain) {
    return new String(ReportPage.of(spec, result, chain), UTF_8);
  }
}
