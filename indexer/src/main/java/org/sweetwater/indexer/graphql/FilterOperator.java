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
  NOT_CONTAINS("_not_contains", "NOT (position(? IN %s) > 0)", "does not contain this"),
  CONTAINS_NOCASE(
      "_contains_nocase",
      "position(lower(?) IN lower(%s)) > 0",
      "contains this in upper or lower case"),
  NOT_CONTAINS_NOCASE(
      "_not_contains_nocase",
      "NOT (position(lower(?) IN lower(%s)) > 0)",
      "contains this in neither upper nor lower case"),
  STARTS_WITH("_starts_with", "starts_with(%s, ?)", "begins with this"),
  STARTS_WITH_NOCASE(
      "_starts_with_nocase",
      "starts_with(lower(%s), lower(?))",
      "begins with this in upper or lower case"),
  ENDS_WITH("_ends_with", "starts_with(reverse(%s), reverse(?))", "ends with this"),
  ENDS_WITH_NOCASE(
      "_ends_with_nocase",
      "starts_with(reverse(lower(%s)), reverse(lower(?)))",
      "ends with this in upper or lower case"),
  LIST_CONTAINS("_contains", "%s @> ?", "contains all of these"),
  LIST_NOT_CONTAINS("_not_contains", "NOT (%s @> ?)", "does not contain all of these");

  private static final Set<FilterOperator> ORDERED =
      Set.of(GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL);
  private static final Set<FilterOperator> PARTIAL = Set.of(CONTAINS, NOT_CONTAINS);
  private static final Set<FilterOperator> TEXTUAL =
      Set.of(
          CONTAINS_NOCASE,
          NOT_CONTAINS_NOCASE,
          STARTS_WITH,
          STARTS_WITH_NOCASE,
          ENDS_WITH,
          ENDS_WITH_NOCASE);
  private static final Set<FilterOperator> OF_LISTS = Set.of(LIST_CONTAINS, LIST_NOT_CONTAINS);
  private static final Set<FilterOperator> OF_ANY = Set.of(EQUAL, NOT, IN, NOT_IN);

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
    return this == IN || this == NOT_IN || OF_LISTS.contains(this);
  }

  /** The operators that make sense for a kind of column. */
  static List<FilterOperator> of(ColumnKind kind, boolean isEnum) {
    return switch (kind) {
      case BOOLEAN -> among(Set.of(EQUAL, NOT));
      case BYTES_LIST -> among(OF_LISTS);
      case NUMBER, TIME -> among(OF_ANY, ORDERED);
      case BYTES -> among(OF_ANY, ORDERED, PARTIAL);
      case TEXT -> isEnum ? among(OF_ANY) : among(OF_ANY, PARTIAL, TEXTUAL);
    };
  }

  /** The operators of ids: order too, for paging by {@code id_gt}. */
  static List<FilterOperator> ofId() {
    return among(OF_ANY, ORDERED);
  }

  /** Those in any of these sets, in the order of this enum. */
  private static List<FilterOperator> among(Set<?>... sets) {
    return Stream.of(values())
        .filter(operator -> Stream.of(sets).anyMatch(set -> set.contains(operator)))
        .toList();
  }
}
