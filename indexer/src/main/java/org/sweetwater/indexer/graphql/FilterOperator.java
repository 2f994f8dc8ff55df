package org.sweetwater.indexer.graphql;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** How a filter compares a field, by the suffix of its name as in The Graph's API. */
enum FilterOperator {
  EQUAL("", "%s = ?"),
  NOT("_not", "%s IS DISTINCT FROM ?"),
  GREATER("_gt", "%s > ?"),
  GREATER_OR_EQUAL("_gte", "%s >= ?"),
  LESS("_lt", "%s < ?"),
  LESS_OR_EQUAL("_lte", "%s <= ?"),
  IN("_in", "%s = ANY (?)"),
  NOT_IN("_not_in", "NOT (%s = ANY (?))"),
  CONTAINS("_contains", "position(? IN %s) > 0"),
  CONTAINS_NOCASE("_contains_nocase", "position(lower(?) IN lower(%s)) > 0");

  private static final Set<FilterOperator> ORDERED =
      Set.of(GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL);
  private static final Set<FilterOperator> TEXTUAL = Set.of(CONTAINS, CONTAINS_NOCASE);

  private final String suffix;
  private final String sql;

  FilterOperator(String suffix, String sql) {
    this.suffix = suffix;
    this.sql = sql;
  }

  String suffix() {
    return suffix;
  }

  /** The SQL condition on a column, with one placeholder. */
  String sql(String column) {
    return sql.formatted(column);
  }

  boolean takesList() {
    return this == IN || this == NOT_IN;
  }

  /** The operators that make sense for a kind of column. */
  static List<FilterOperator> of(ColumnKind kind, boolean isEnum) {
    return Stream.of(values())
        .filter(operator -> kind != ColumnKind.BYTES_LIST)
        .filter(operator -> !TEXTUAL.contains(operator) || (kind == ColumnKind.TEXT && !isEnum))
        .filter(
            operator ->
                !ORDERED.contains(operator) || kind == ColumnKind.NUMBER || kind == ColumnKind.TIME)
        .filter(operator -> kind != ColumnKind.BOOLEAN || operator == EQUAL || operator == NOT)
        .toList();
  }

  /** The operators of ids: order too, for paging by {@code id_gt}. */
  static List<FilterOperator> ofId() {
    return Stream.of(values()).filter(operator -> !TEXTUAL.contains(operator)).toList();
  }
}
