package org.sweetwater.devnet.ballot;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Moments and spans for people: in their own time, and in UTC beside it. */
record Times(ZoneId zone) {
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter WITH_OFFSET =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss xxx", Locale.ROOT);

  /** A moment, with UTC in brackets where the reader lives elsewhere. */
  String of(Instant moment) {
    ZonedDateTime local = moment.atZone(zone);
    String utc = DAY_AND_TIME.format(moment.atZone(ZoneOffset.UTC)) + " UTC";
    return local.getOffset().equals(ZoneOffset.UTC)
        ? utc
        : "%s (%s)".formatted(WITH_OFFSET.format(local), utc);
  }

  /** A span in its two largest units, such as "2 h 5 min"; never negative. */
  static String span(Duration span) {
    Duration left = span.isNegative() ? Duration.ZERO : span;
    if (left.toDays() > 0) {
      return "%d d %d h".formatted(left.toDays(), left.toHoursPart());
    }
    if (left.toHours() > 0) {
      return "%d h %d min".formatted(left.toHours(), left.toMinutesPart());
    }
    return left.toMinutes() > 0
        ? "%d min %d s".formatted(left.toMinutes(), left.toSecondsPart())
        : "%d s".formatted(left.toSeconds());
  }
}
