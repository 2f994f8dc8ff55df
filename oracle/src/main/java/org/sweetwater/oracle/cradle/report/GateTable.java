package org.sweetwater.oracle.cradle.report;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.sweetwater.oracle.cradle.ExperimentResult;
import org.sweetwater.oracle.cradle.MeasuredRun;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.oracle.cradle.twin.MetricSet;

/** Each metric against its gate, with and without the change. */
record GateTable(Measured measured) {
  Html html() {
    MetricSet baseline = measured.result().worstBaseline();
    return Html.of(
        """
        <table class="gates">
        <caption class="hidden">Each metric against its gate</caption>
        <thead><tr><th scope="col">Metric</th><th scope="col">Verdict</th><th scope="col" class="number">Gate</th>\
        <th scope="col" class="number">Worst of five</th><th scope="col" class="number">Without change</th>\
        <th scope="col" class="number">Difference</th>{}</tr></thead>
        <tbody>{}</tbody>
        </table>
        """,
        IntStream.rangeClosed(1, ExperimentResult.RUNS)
            .mapToObj(it -> Html.of("<th scope=\"col\" class=\"number\">Run {}</th>", it))
            .collect(Html.joining()),
        Arrays.stream(Metric.values())
            .map(metric -> row(metric, baseline.find(metric)))
            .collect(Html.joining()));
  }

  private Html row(Metric metric, OptionalLong baseline) {
    OptionalLong worst = measured.worst().find(metric);
    return Html.of(
        """
        <tr><th scope="row">{}<small>{}</small></th><td>{}</td><td class="number">{}{}</td>\
        <td class="number strong">{}</td><td class="number">{}</td><td class="number">{}</td>{}</tr>
        """,
        Words.title(metric),
        Words.meaning(metric),
        Words.mark(measured.holds(metric)),
        Words.gate(metric, measured.threshold(metric)),
        switch (measured.gate(metric).action()) {
          case ROLLBACK -> Html.NOTHING;
          case HOLD -> new Html("<small>hold</small>");
        },
        Words.value(metric, worst),
        Words.value(metric, baseline),
        difference(metric, worst, baseline),
        measured.runs().stream().map(run -> value(metric, run)).collect(Html.joining()));
  }

  private static Html value(Metric metric, MeasuredRun run) {
    return Html.of("<td class=\"number\">{}</td>", Words.value(metric, run.metrics().find(metric)));
  }

  private static Html difference(Metric metric, OptionalLong with, OptionalLong without) {
    if (with.isEmpty() || without.isEmpty()) {
      return Html.of("{}", "–");
    }
    return Html.of(
        "{}<small>{}</small>",
        Words.difference(metric, with.getAsLong(), without.getAsLong()),
        Words.comparison(metric, with.getAsLong(), without.getAsLong()));
  }
}
