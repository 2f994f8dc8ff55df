package org.sweetwater.indexer.graphql;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** How a filter compares a field, by the suffix of its name as in The Graph's API. */
enum FilterOperator {
  EQUAL("", "%s = ?", "equals this; null: is null"),
  NOT("_not", "%s IS DISTINCT FROM ?", "differs from this; null: is not null"),
  GREATER("_gt", "%s > ?", "is greater than this"),
  GREATER_OR_EQUAL("_gte", "%s >= ?", "is this or greater"),
  LESS("_lt", "%s < ?", "is less than this"),
  LESS_OR_EQUAL("_lte", "%s <= ?", "is this or less"),
  IN("_in", "%s = ANY (?)", "is one of these"),
  NOT_IN("_not_in", "NOT (%s = ANY (?))", "is none of these"),
  CONTAINS("_contains", "position(? IN %s) > 0", "contains this"),
  CONTAINS_NOCASE(
      "_contains_nocase",
      "position(lower(?) IN lower(%s)) > 0",
      "contains this in upper or lower case");

  private static final Set<FilterOperator> ORDERED =
      Set.of(GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL);
  private static final Set<FilterOperator> TEXTUAL = Set.of(CONTAINS, CONTAINS_NOCASE);

  private final String suffix;
  private final String sql;
  private final String meaning;

  FilterOperator(String suffix, String sql, String meaning) {
    this.suffix = suffix;
    this.sql = sql;
    this.meaning = meaning;
  }

  /** In words, behind the field's name. */
  String meaning() {
    return meaning;
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
