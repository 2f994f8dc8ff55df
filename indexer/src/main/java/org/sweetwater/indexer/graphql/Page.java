package org.sweetwater.indexer.graphql;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sweetwater.indexer.graphql.ApiException.Code;

/**
 * Which rows of a list are wanted, and in which order.
 *
 * @param orderBy the field to sort by; the id breaks ties
 * @param where the filter, by name
 */
record Page(int first, int skip, String orderBy, boolean descending, Map<String, Object> where) {
  Page {
    if (first < 0 || first > GraphQlLimits.FIRST_MAX) {
      throw new ApiException(
          Code.BAD_PAGE,
          "first: expected 0 to %d, found %d; page with skip or id_gt"
              .formatted(GraphQlLimits.FIRST_MAX, first));
    }
    if (skip < 0 || skip > GraphQlLimits.SKIP_MAX) {
      throw new ApiException(
          Code.BAD_PAGE,
          "skip: expected 0 to %d, found %d; page with id_gt instead"
              .formatted(GraphQlLimits.SKIP_MAX, skip));
    }
  }

  /** Reads the arguments of a list field. */
  @SuppressWarnings("unchecked") // graphql-java gives input objects as maps by field name
  static Page from(Map<String, Object> arguments) {
    return new Page(
        number(arguments.get("first"), GraphQlLimits.FIRST_DEFAULT),
        number(arguments.get("skip"), 0),
        String.valueOf(arguments.getOrDefault("orderBy", "id")),
        "desc".equals(arguments.get("orderDirection")),
        arguments.get("where") == null ? Map.of() : (Map<String, Object>) arguments.get("where"));
  }

  private static int number(@Nullable Object value, int otherwise) {
    return value == null ? otherwise : (Integer) value;
  }
}
