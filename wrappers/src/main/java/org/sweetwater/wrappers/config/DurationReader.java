package org.sweetwater.wrappers.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads durations as people write them: {@code 250ms}, {@code 5s}, {@code 10m}, {@code 1h}, {@code
 * 3d}, or ISO-8601.
 */
final class DurationReader extends StdDeserializer<Duration> {
  private static final long serialVersionUID = 1L;
  private static final Pattern SHORT = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");

  DurationReader() {
    super(Duration.class);
  }

  @Override
  public Duration deserialize(JsonParser parser, DeserializationContext context)
      throws IOException {
    String text = parser.getText().strip();
    Matcher match = SHORT.matcher(text);
    if (match.matches()) {
      return of(Long.parseLong(match.group(1)), match.group(2));
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      return (Duration)
          context.handleWeirdStringValue(
              Duration.class, text, "a duration such as 250ms, 5s, 10m, 1h or 3d");
    }
  }

  private static Duration of(long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      case "d" -> Duration.ofDays(amount);
      default -> throw new IllegalStateException("unit " + unit + " passed the pattern");
    };
  }
}
