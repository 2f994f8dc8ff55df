package org.sweetwater.oracle.cradle.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sweetwater.oracle.cradle.ExperimentResult;
import org.sweetwater.oracle.cradle.spec.CanonicalJson;
import org.sweetwater.oracle.cradle.spec.ExperimentSpec;
import org.sweetwater.oracle.cradle.twin.Metric;

/**
 * Writes an experiment as one HTML file that needs nothing else: no script, no request, and a
 * content security policy that allows neither. Same input, same bytes.
 */
public final class ReportPage {
  /** The most bytes of a page; charts are thinned and lists are cut so that it has fewer. */
  public static final int BYTES_MAX = 4 << 20;

  private static final String TEMPLATE = resource("report.html");
  private static final Html STYLE = new Html(resource("report.css"));
  private static final Pattern GAP = Pattern.compile("\\{\\{(\\w+)}}");

  private ReportPage() {}

  /**
   * The page, in UTF-8.
   *
   * @param chain what the contract knows of the experiment; empty for one that was only tried at
   *     home
   * @throws IllegalArgumentException when the result is another specification's
   */
  public static byte[] of(ExperimentSpec spec, ExperimentResult result, Optional<OnChain> chain) {
    byte[] canonical = CanonicalJson.of(spec);
    Measured measured = Measured.of(spec, result);
    byte[] page = filled(values(measured, chain, new String(canonical, UTF_8))).getBytes(UTF_8);
    if (page.length > BYTES_MAX) {
      throw new IllegalStateException(
          "report: expected a page of at most %d bytes, found %d"
              .formatted(BYTES_MAX, page.length));
    }
    return page;
  }

  private static Map<String, Html> values(
      Measured measured, Optional<OnChain> chain, String canonical) {
    ExperimentSpec spec = measured.spec();
    Provenance provenance = new Provenance(measured, chain);
    Map<String, Html> values = new HashMap<>();
    values.put("style", STYLE);
    values.put("styleHash", Html.of("{}", sha256(STYLE.markup())));
    values.put("title", Html.of("{}", spec.metadata().title()));
    values.put("byline", byline(spec.metadata()));
    values.put("verdict", verdict(measured));
    values.put("chainWarning", provenance.warning());
    values.put("objective", Html.of("{}", spec.objective()));
    values.put("change", change(spec));
    values.put("gates", new GateTable(measured).html());
    values.put("chaos", measured.schedule().legend());
    values.put("thinned", thinned(measured));
    values.put(
        "charts",
        Arrays.stream(Metric.values())
            .map(metric -> new MetricChart(measured, metric).html())
            .collect(Html.joining()));
    values.put("incidents", new IncidentTable(measured).html());
    values.put("mesh", new MeshDrawing(measured).html());
    values.put("runs", new RunTable(measured).html());
    values.put("chain", provenance.chain());
    values.put("replay", provenance.replay());
    values.put("hashes", provenance.hashes());
    values.put("spec", Html.of("{}", canonical));
    return values;
  }

  private static Html byline(ExperimentSpec.Metadata metadata) {
    Html discussion =
        isLink(metadata.discussion())
            ? Html.of(
                " · <a href=\"{}\" rel=\"noopener noreferrer nofollow\">discussion</a>",
                metadata.discussion())
            : metadata.discussion().isEmpty()
                ? Html.NOTHING
                : Html.of(" · discussion: <bdi>{}</bdi>", metadata.discussion());
    return Html.of(
        "<bdi>{}</bdi> · <bdi>{}</bdi>{}", metadata.name(), metadata.author(), discussion);
  }

  /** Whatever else a stranger writes there is shown and not linked. */
  private static boolean isLink(String text) {
    try {
      URI uri = URI.create(text);
      return uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Html verdict(Measured measured) {
    Set<Metric> failures = measured.failures();
    if (failures.isEmpty()) {
      return new Html(
          "<div class=\"verdict good\"><p><b><span aria-hidden=\"true\">✓</span> Passed</b> All six gates hold, in the worst of five runs.</p></div>");
    }
    return Html.of(
        "<div class=\"verdict bad\"><p><b><span aria-hidden=\"true\">✗</span> Failed</b> {} of six gates {} not hold, in the worst of five runs:</p><ul>{}</ul></div>",
        failures.size(),
        failures.size() == 1 ? "does" : "do",
        failures.stream()
            .map(
                metric ->
                    Html.of(
                        "<li>{}: {}, gate {}</li>",
                        Words.title(metric),
                        Words.value(metric, measured.worst().find(metric)),
                        Words.gate(metric, measured.threshold(metric))))
            .collect(Html.joining()));
  }

  private static Html change(ExperimentSpec spec) {
    return Html.of(
        "<ul class=\"change\">{}</ul>",
        spec.changeLines().stream()
            .map(line -> Html.of("<li><code>{}</code></li>", line))
            .collect(Html.joining()));
  }

  private static Html thinned(Measured measured) {
    long windows = measured.spec().durationNanos() / measured.spec().windowNanos();
    long each = Math.ceilDiv(windows, Curve.POINTS_MAX);
    return each <= 1 ? Html.NOTHING : Html.of(" Each point is the worst of {} windows.", each);
  }

  /** Fills every gap once, so that no value can hold a gap of its own. */
  private static String filled(Map<String, Html> values) {
    return GAP.matcher(TEMPLATE)
        .replaceAll(
            gap ->
                Matcher.quoteReplacement(
                    Objects.requireNonNull(values.get(gap.group(1)), gap.group(1)).markup()));
  }

  private static String sha256(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8)
          .lines()
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
