package org.sweetwater.oracle.hub;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The arguments of a list query, within Snapshot's limits.
 *
 * @param first rows at most, 0 to 1000
 * @param skip rows passed over, 0 to 5000
 * @param where the filters, by name; those given as null are left out
 * @param orderBy a name, or empty
 * @param fields what is asked of each row
 */
record Page(
    int first,
    int skip,
    Map<String, Object> where,
    String orderBy,
    boolean ascending,
    Fields fields) {
  private static final int FIRST_MAX = 1000;
  private static final int SKIP_MAX = 5000;
  private static final int IN_MAX = 100;

  Page {
    requireInRange("first", first, FIRST_MAX);
    requireInRange("skip", skip, SKIP_MAX);
    where.forEach(Page::requireShort);
  }

  /** Reads the arguments as graphql-java gives them, defaults filled in. */
  static Page of(Map<String, Object> arguments, Fields fields) {
    return new Page(
        arguments.get("first") instanceof Integer first ? first : 20,
        arguments.get("skip") instanceof Integer skip ? skip : 0,
        whereOf(arguments),
        arguments.get("orderBy") instanceof String orderBy ? orderBy : "",
        "asc".equals(arguments.get("orderDirection")),
        fields);
  }

  private static Map<String, Object> whereOf(Map<String, Object> arguments) {
    Map<String, Object> where = new LinkedHashMap<>();
    if (arguments.get("where") instanceof Map<?, ?> given) {
      given.forEach(
          (name, value) -> {
            if (value != null) {
              where.put(String.valueOf(name), value);
            }
          });
    }
    return where;
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

  private static void requireShort(String name, Object value) {
    if (value instanceof Collection<?> list && list.size() > IN_MAX) {
      throw new PublicException(
          "The `%s` argument must not be greater than %d".formatted(name, IN_MAX));
    }
  }
}
