package org.sweetwater.oracle.hub;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a list query, within Snapshot's limits.
 *
 * @param first rows at most, 0 to 1000
 * @param skip rows passed over, 0 to 5000
 * @param where the filters, by name; a value may be null
 * @param orderBy a name, or empty
 */
record Page(
    int first, int skip, Map<String, @Nullable Object> where, String orderBy, boolean ascending) {
  private static final int FIRST_MAX = 1000;
  private static final int SKIP_MAX = 5000;
  private static final int IN_MAX = 100;

  Page {
    requireInRange("first", first, FIRST_MAX);
    requireInRange("skip", skip, SKIP_MAX);
    where.forEach(Page::requireShort);
  }

  /** Reads the arguments as graphql-java gives them, defaults filled in. */
  static Page of(Map<String, Object> arguments) {
    return new Page(
        arguments.get("first") instanceof Integer first ? first : 20,
        arguments.get("skip") instanceof Integer skip ? skip : 0,
        whereOf(arguments),
        arguments.get("orderBy") instanceof String orderBy ? orderBy : "",
        "asc".equals(arguments.get("orderDirection")));
  }

  @SuppressWarnings("unchecked") // The schema says that where is an input object.
  private static Map<String, @Nullable Object> whereOf(Map<String, Object> arguments) {
    Object where = arguments.get("where");
    return where == null ? Map.of() : (Map<String, @Nullable Object>) where;
  }

  /** Snapshot's own words, which its clients know. */
  private static void requireInRange(String name, int value, int most) {
    if (value > most) {
      throw new PublicException(
          "The `%s` argument must not be greater than %d".formatted(name, most));
    }
    if (value < 0) {
      throw new PublicException("The `%s` argument must be positive".formatted(name));
    }
  }

  private static void requireShort(String name, @Nullable Object value) {
    if (value instanceof Collection<?> list && list.size() > IN_MAX) {
      throw new PublicException(
          "The `%s` argument must not be greater than %d".formatted(name, IN_MAX));
    }
  }
}
