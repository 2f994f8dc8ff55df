package org.sweetwater.devnet;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/** Tells the user what happens, with the seconds since the start. */
final class Narrator {
  private final PrintStream out;
  private final Instant begin = Instant.now();
  private String step = "start";

  /** A narrator who writes to {@code out}. */
  Narrator(PrintStream out) {
    this.out = out;
  }

  /** Begins a step; when something fails, its name says where. */
  void step(String name) {
    step = name;
    out.printf("%n%6.1f s  %s%n", seconds(), name);
  }

  /** Adds a line to the step. */
  void say(String format, Object... arguments) {
    out.printf("          " + format + "%n", arguments);
  }

  /** Adds a text of several lines, as it is. */
  void show(String text) {
    out.println(text);
  }

  /** The step that is under way. */
  String step() {
    return step;
  }

  /** Seconds since the start. */
  double seconds() {
    return Duration.between(begin, Instant.now()).toMillis() / 1_000.0;
  }
}
