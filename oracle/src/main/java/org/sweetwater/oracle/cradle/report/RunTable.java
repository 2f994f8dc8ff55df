package org.sweetwater.oracle.cradle.report;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.sweetwater.oracle.cradle.MeasuredRun;
import org.sweetwater.oracle.cradle.twin.Metric;

/** What else each run counted. */
record RunTable(Measured measured) {
  Html html() {
    return Html.of(
        """
        <table>
        <caption class="hidden">Counts of each run</caption>
        <thead><tr><th scope="col">Run</th><th scope="col" class="number">Delivered</th><th scope="col" class="number">Lost</th>\
        <th scope="col" class="number">Mean hops</th><th scope="col" class="number">p50</th><th scope="col" class="number">p99</th>\
        <th scope="col" class="number">p99.9</th><th scope="col" class="number">Routing messages</th>\
        <th scope="col" class="number">Events</th><th scope="col">Seed</th></tr></thead>
        <tbody>{}</tbody>
        </table>
        """,
        IntStream.range(0, measured.runs().size())
            .mapToObj(it -> row(it + 1, measured.runs().get(it)))
            .collect(Html.joining()));
  }

  private static Html row(int number, MeasuredRun run) {
    return Html.of(
        "<tr><th scope=\"row\">{}</th>{}{}{}{}{}{}{}{}<td><code title=\"{}\">{}…</code></td></tr>\n",
        number,
        count(run.totals().delivered()),
        count(run.totals().lost()),
        cell(BigDecimal.valueOf(run.totals().meanHops(), 3).toPlainString()),
        latency(run.latency().p50Micros()),
        latency(run.latency().p99Micros()),
        latency(run.latency().p999Micros()),
        count(run.totals().routingMessages()),
        count(run.totals().events()),
        run.seed().hex(),
        run.seed().hex().substring(0, 10));
  }

  private static Html latency(OptionalLong micros) {
    return cell(Words.value(Metric.LATENCY_P99, micros));
  }

  private static Html count(long count) {
    return cell(String.format(Locale.ROOT, "%,d", count));
  }

  private static Html cell(String text) {
    return Html.of("<td class=\"number\">{}</td>", text);
  }
}
