package org.sweetwater.indexer.graphql;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sweetwater.indexer.graphql.ApiException.Code;

/**
 * Which rows of a list are wanted, and in which order.
 *
 * @param after the row after which the page begins
 * @param where the filter, by name
 */
record Page(
    int first, int skip, Order order, Optional<PageCursor> after, Map<String, Object> where) {
  Page {
    if (first < 0 || first > GraphQlLimits.FIRST_MAX) {
      throw new ApiException(
          Code.BAD_PAGE,
          "first: expected 0 to %d, found %d; page with after"
              .formatted(GraphQlLimits.FIRST_MAX, first));
    }
    if (skip < 0 || skip > GraphQlLimits.SKIP_MAX) {
      throw new ApiException(
          Code.BAD_PAGE,
          "skip: expected 0 to %d, found %d; page with after instead"
              .formatted(GraphQlLimits.SKIP_MAX, skip));
    }
  }

  /** Reads the arguments of a list field. */
  @SuppressWarnings("unchecked") // graphql-java gives input objects as maps by field name
  static Page from(Map<String, Object> arguments) {
    Object orderBy = arguments.get("orderBy");
    Order order =
        new Order(
            orderBy == null ? "id" : orderBy.toString(),
            "desc".equals(arguments.get("orderDirection")));
    return new Page(
        number(arguments.get("first"), GraphQlLimits.FIRST_DEFAULT),
        number(arguments.get("skip"), 0),
        order,
        Optional.ofNullable(arguments.get("after"))
            .map(after -> PageCursor.parse(after.toString(), order)),
        arguments.get("where") == null ? Map.of() : (Map<String, Object>) arguments.get("where"));
  }

  private static int number(@Nullable Object value, int otherwise) {
    return value == null ? otherwise : (Integer) value;
  }
}
