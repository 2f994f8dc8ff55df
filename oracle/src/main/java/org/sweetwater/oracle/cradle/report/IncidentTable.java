package org.sweetwater.oracle.cradle.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.sweetwater.oracle.cradle.ExperimentResult;
import org.sweetwater.oracle.cradle.MeasuredRun;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.oracle.cradle.twin.Quantity;
import org.sweetwater.oracle.cradle.twin.Run;

/** How long each run took to route again, a row for each moment at which routes broke. */
record IncidentTable(Measured measured) {
  /** As many as people read; of more, those that took longest. */
  static final int ROWS_MAX = 60;

  /** What happened at one moment, by run from 0. */
  private record Row(long atNanos, Map<Integer, Run.Incident> byRun) {
    long longest() {
      return byRun.values().stream().mapToLong(Run.Incident::millis).max().orElse(0);
    }
  }

  Html html() {
    List<Row> all = rows();
    if (all.isEmpty()) {
      return new Html("<p>No fault broke a route in any run.</p>");
    }
    List<Row> shown =
        all.stream()
            .sorted(Comparator.comparingLong(Row::longest).reversed())
            .limit(ROWS_MAX)
            .sorted(Comparator.comparingLong(Row::atNanos))
            .toList();
    return Html.of(
        """
        {}<div class="scroll" tabindex="0" role="region" aria-label="Incidents">
        <table>
        <caption class="hidden">Time until all sampled pairs were routed again</caption>
        <thead><tr><th scope="col">At</th><th scope="col">What happened</th>{}</tr></thead>
        <tbody>{}</tbody>
        </table></div>
        """,
        shown.size() < all.size()
            ? Html.of("<p>The {} longest of {}:</p>", shown.size(), all.size())
            : Html.NOTHING,
        IntStream.rangeClosed(1, ExperimentResult.RUNS)
            .mapToObj(it -> Html.of("<th scope=\"col\" class=\"number\">Run {}</th>", it))
            .collect(Html.joining()),
        shown.stream().map(this::row).collect(Html.joining()));
  }

  private List<Row> rows() {
    Map<Long, Row> rows = new TreeMap<>();
    List<MeasuredRun> runs = measured.runs();
    for (int run = 0; run < runs.size(); run++) {
      for (Run.Incident it : runs.get(run).incidents()) {
        rows.computeIfAbsent(it.atNanos(), at -> new Row(at, new TreeMap<>()))
            .byRun()
            .merge(run, it, (one, other) -> one.millis() >= other.millis() ? one : other);
      }
    }
    return new ArrayList<>(rows.values());
  }

  private Html row(Row row) {
    return Html.of(
        "<tr><th scope=\"row\">{}</th><td>{}</td>{}</tr>\n",
        Quantity.time(row.atNanos),
        measured.schedule().at(row.atNanos).orElse("–"),
        IntStream.range(0, measured.runs().size())
            .mapToObj(run -> cell(row.byRun.get(run)))
            .collect(Html.joining()));
  }

  private static Html cell(Run.@Nullable Incident incident) {
    if (incident == null) {
      return new Html("<td class=\"number soft\">–</td>");
    }
    return Html.of(
        incident.isRepaired()
            ? "<td class=\"number\">{}</td>"
            : "<td class=\"number\">&gt; {}<small class=\"bad\">✗ not repaired</small></td>",
        Quantity.of(Metric.MTTR, incident.millis()));
  }
}
