package org.sweetwater.oracle.cradle.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sweetwater.oracle.cradle.twin.Metric;
import org.sweetwater.oracle.cradle.twin.Quantity;

/** All of a chart but its curves: axes, the gate, and when what was broken. */
record ChartFrame(Measured measured, Metric metric, Axis x, Axis y) {
  static final double LEFT = 68;
  static final double RIGHT = 416;
  static final double TOP = 24;
  static final double BOTTOM = 186;
  private static final int WIDTH = 440;
  private static final int HEIGHT = 210;

  /** Letters nearer to each other than this would lie on each other: they are written as one. */
  private static final double LETTER_GAP = 12;

  private static final int LETTERS_MAX = 5;
  private static final Letter NO_LETTER = new Letter("", Double.NEGATIVE_INFINITY);

  /** Numbers at the axis that are nearer to the gate's than this are not written. */
  private static final double NUMBER_GAP = 13;

  private record Letter(String letter, double at) {}

  Html svg(Html description, Html drawing) {
    String id = metric.key().toLowerCase(Locale.ROOT);
    return Html.of(
        """
        <svg viewBox="0 0 {} {}" role="img" aria-labelledby="{}-t {}-d">
        <title id="{}-t">{}</title><desc id="{}-d">{}</desc>
        {}{}{}{}{}</svg>\
        """,
        WIDTH,
        HEIGHT,
        id,
        id,
        id,
        Words.title(metric) + " over time",
        id,
        description,
        warmUp(),
        chaos(),
        axes(),
        gate(),
        drawing);
  }

  private Html warmUp() {
    double end = x.at(measured.spec().warmUpNanos());
    return Html.of(
        "<rect class=\"warm-up\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>warm-up, not in the gate</title></rect>\n",
        LEFT,
        TOP,
        Axis.place(end - LEFT, 1),
        BOTTOM - TOP);
  }

  private Html chaos() {
    Html bands = measured.schedule().faults().stream().map(this::band).collect(Html.joining());
    return Html.of("<g class=\"chaos\">{}{}</g>\n", bands, letters());
  }

  private Html band(Schedule.Fault fault) {
    String path = fault.periods().stream().map(this::rectangle).collect(Collectors.joining());
    return Html.of(
        "<path d=\"{}\"><title>{}: {}</title></path>",
        path,
        fault.letter(),
        Schedule.words(fault.chaos().fault()));
  }

  private String rectangle(Schedule.Period period) {
    double width = Math.max(1, x.at(period.toNanos()) - x.at(period.fromNanos()));
    return "M%s %sh%sv%sh-%sz"
        .formatted(
            x.place(period.fromNanos()),
            Axis.place(TOP, 0),
            Axis.place(width, 1),
            Axis.place(BOTTOM - TOP, 0),
            Axis.place(width, 1));
  }

  private Html letters() {
    List<Letter> all =
        measured.schedule().faults().stream()
            .flatMap(
                fault ->
                    fault.periods().stream()
                        .map(
                            it ->
                                new Letter(
                                    fault.letter(), x.at((it.fromNanos() + it.toNanos()) / 2))))
            .sorted(Comparator.comparingDouble(Letter::at))
            .toList();
    List<Letter> apart = new ArrayList<>();
    for (Letter letter : all) {
      Letter last = apart.isEmpty() ? NO_LETTER : apart.getLast();
      if (letter.at - last.at >= LETTER_GAP * last.letter.length()) {
        apart.add(letter);
      } else if (!last.letter.contains(letter.letter) && last.letter.length() < LETTERS_MAX) {
        apart.set(apart.size() - 1, new Letter(last.letter + "·" + letter.letter, last.at));
      }
    }
    return apart.stream()
        .map(it -> text("letter", it.at, TOP - 6, it.letter))
        .collect(Html.joining());
  }

  private Html axes() {
    Html across =
        y.ticks().stream()
            .map(
                tick ->
                    Html.join(
                        Html.of(
                            "<path class=\"grid\" d=\"M{} {}H{}\"/>", LEFT, y.place(tick), RIGHT),
                        isBesideGate(tick) ? Html.NOTHING : number("y", tick)))
            .collect(Html.joining());
    Html along =
        x.timeTicks().stream()
            .map(tick -> text("x", x.at(tick), BOTTOM + 16, Quantity.time(tick)))
            .collect(Html.joining());
    return Html.of(
        "<g class=\"axes\">{}{}<path class=\"base\" d=\"M{} {}H{}\"/></g>\n",
        across,
        along,
        LEFT,
        BOTTOM,
        RIGHT);
  }

  private boolean isBesideGate(long tick) {
    return Math.abs(y.at(tick) - y.at(measured.threshold(metric))) < NUMBER_GAP;
  }

  private Html number(String style, long value) {
    return text(style, LEFT - 6, y.at(value) + 4, Quantity.of(metric, value));
  }

  /** A line up to the marks of whole runs, and its number at the axis. */
  private Html gate() {
    long threshold = measured.threshold(metric);
    return Html.of(
        "<g class=\"gate\"><path d=\"M{} {}H{}\"/>{}</g>\n",
        LEFT,
        y.place(threshold),
        WIDTH - 4,
        number("y", threshold));
  }

  private static Html text(String style, double atX, double atY, String text) {
    return Html.of(
        "<text class=\"{}\" x=\"{}\" y=\"{}\">{}</text>",
        style,
        Axis.place(atX, 1),
        Axis.place(atY, 1),
        text);
  }
}
