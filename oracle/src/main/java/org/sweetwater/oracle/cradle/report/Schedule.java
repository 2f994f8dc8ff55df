package org.sweetwater.oracle.cradle.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sweetwater.oracle.cradle.twin.Chaos;
import org.sweetwater.oracle.cradle.twin.Quantity;

/** The faults that are played, each with a letter and all its times. */
record Schedule(List<Fault> faults) {
  private static final int LETTERS = 26;

  /**
   * One line of the schedule.
   *
   * @param letter A, B and so on, as in the charts
   */
  record Fault(String letter, Chaos chaos, List<Period> periods) {}

  /** From its begin to its end, ns after the start. */
  record Period(long fromNanos, long toNanos) {}

  static Schedule of(List<Chaos> chaos, long durationNanos) {
    List<Fault> faults = new ArrayList<>();
    for (Chaos it : chaos) {
      faults.add(new Fault(letter(faults.size()), it, periods(it, durationNanos)));
    }
    return new Schedule(List.copyOf(faults));
  }

  private static String letter(int index) {
    String last = String.valueOf((char) ('A' + index % LETTERS));
    return index < LETTERS ? last : letter(index / LETTERS - 1) + last;
  }

  private static List<Period> periods(Chaos chaos, long durationNanos) {
    List<Period> periods = new ArrayList<>();
    long at = chaos.atNanos();
    while (at < durationNanos) {
      periods.add(new Period(at, Math.min(at + chaos.forNanos(), durationNanos)));
      at = chaos.everyNanos() == 0 ? durationNanos : at + chaos.everyNanos();
    }
    return List.copyOf(periods);
  }

  /** What happens at a moment, as {@code A begins}; empty when no fault begins or ends then. */
  Optional<String> at(long nanos) {
    List<String> found = new ArrayList<>();
    for (Fault fault : faults) {
      if (fault.periods.stream().anyMatch(it -> it.fromNanos == nanos)) {
        found.add(fault.letter + " begins");
      }
      if (fault.periods.stream().anyMatch(it -> it.toNanos == nanos)) {
        found.add(fault.letter + " ends");
      }
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", found));
  }

  /** A list that explains the letters. */
  Html legend() {
    return Html.of(
        "<ul class=\"chaos-list\">{}</ul>",
        faults.stream()
            .map(
                it ->
                    Html.of(
                        "<li><span class=\"letter\">{}</span> <span>{} <span class=\"soft\">{}</span></span></li>",
                        it.letter,
                        words(it.chaos.fault()),
                        when(it)))
            .collect(Html.joining()));
  }

  static String words(Chaos.Fault fault) {
    return switch (fault) {
      case Chaos.KillNodes(int count) -> counted(count, "node") + " without power";
      case Chaos.CutLinks(int count) -> counted(count, "link") + " cut";
      case Chaos.Partition(int share) -> Quantity.share(share) + " of the nodes cut off";
      case Chaos.DegradeLinks(int share, int loss, long latency) ->
          "%s of the links lose %s%s"
              .formatted(
                  Quantity.share(share),
                  Quantity.share(loss),
                  latency == 0 ? "" : " and take " + Quantity.time(latency) + " longer");
    };
  }

  private static String counted(int count, String noun) {
    return count == 1 ? "1 " + noun : count + " " + noun + "s";
  }

  private static String when(Fault fault) {
    Chaos chaos = fault.chaos;
    String once =
        "at %s for %s".formatted(Quantity.time(chaos.atNanos()), Quantity.time(chaos.forNanos()));
    return fault.periods.size() == 1
        ? once
        : "%s, again every %s, %d times in all"
            .formatted(once, Quantity.time(chaos.everyNanos()), fault.periods.size());
  }
}
