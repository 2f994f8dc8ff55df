package org.sweetwater.indexer.graphql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.sweetwater.indexer.graphql.ApiException.Code;

/**
 * Turns a {@code where} argument into SQL. The schema has checked the names; values are checked
 * here.
 */
final class FilterReader {
  private static final String ID = "id";

  /** A field that can be filtered, and how. */
  private record Target(String name, List<Column> columns, FilterOperator operator) {}

  private final Map<String, Target> targets = new HashMap<>();
  private int conditionsLeft = GraphQlLimits.CONDITIONS_MAX;

  private FilterReader(Entity entity) {
    FilterOperator.ofId().forEach(operator -> add(ID, entity.key(), operator));
    for (Column column : entity.columns()) {
      // Whether it is an enum matters for offering operators only, and that is the schema's part.
      FilterOperator.of(column.kind(), false)
          .forEach(operator -> add(column.field(), List.of(column), operator));
    }
    for (Entity.One one : entity.ones()) {
      FilterOperator.ofId().forEach(operator -> add(one.field(), one.columns(), operator));
    }
  }

  private void add(String field, List<Column> columns, FilterOperator operator) {
    String name = field + operator.suffix();
    targets.put(name, new Target(name, columns, operator));
  }

  /**
   * Reads a filter.
   *
   * @throws ApiException when a value is not of its field's form, or the filter is too large
   */
  static Sql read(Entity entity, Map<String, Object> where) {
    return new FilterReader(entity).all(where);
  }

  /** The condition that the id is one of these. */
  static Sql idIs(Entity entity, List<String> ids) {
    // One id is compared as it is: an array of keys would hide the key's index from the planner.
    return new FilterReader(entity)
        .all(ids.size() == 1 ? Map.of("id", ids.getFirst()) : Map.of("id_in", ids));
  }

  /** An array for each of the columns, from ids that our own rows have. */
  static List<Sql.Parameter> parents(List<Column> columns, List<String> ids) {
    Target target = new Target(ID, columns, FilterOperator.IN);
    List<List<Object>> rows = ids.stream().map(id -> parameters(target, id)).toList();
    return IntStream.range(0, columns.size())
        .<Sql.Parameter>mapToObj(
            i ->
                new Sql.Parameter.Several(
                    // Small numbers: compared with a numeric, an index would not serve.
                    columns.get(i).kind() == ColumnKind.NUMBER
                        ? "bigint"
                        : columns.get(i).kind().sqlType(),
                    rows.stream().map(row -> row.get(i)).toList()))
        .toList();
  }

  private Sql all(Map<String, Object> where) {
    List<Sql> conditions = new ArrayList<>();
    where.forEach((name, value) -> conditions.add(one(name, value)));
    return Sql.joined("AND", conditions);
  }

  private Sql one(String name, @Nullable Object value) {
    if (conditionsLeft-- == 0) {
      throw new ApiException(
          Code.BAD_FILTER,
          "where: expected at most %d conditions".formatted(GraphQlLimits.CONDITIONS_MAX));
    }
    if (name.equals("and") || name.equals("or")) {
      return combined(name, value);
    }
    Target target = targets.get(name);
    if (target == null) {
      throw new IllegalStateException("the schema let the filter " + name + " through");
    }
    if (value == null) {
      return isNull(target);
    }
    return target.operator().takesList() ? list(target, (List<?>) value) : single(target, value);
  }

  private Sql combined(String operator, @Nullable Object value) {
    List<Sql> parts = new ArrayList<>();
    for (Object part : value == null ? List.of() : (List<?>) value) {
      parts.add(all(filter(part)));
    }
    return Sql.joined(operator.equals("and") ? "AND" : "OR", parts);
  }

  @SuppressWarnings("unchecked") // graphql-java gives input objects as maps by field name
  private static Map<String, Object> filter(Object part) {
    return (Map<String, Object>) part;
  }

  private static Sql isNull(Target target) {
    String column = "t." + target.columns().getFirst().name();
    return switch (target.operator()) {
      case EQUAL -> Sql.of(column + " IS NULL");
      case NOT -> Sql.of(column + " IS NOT NULL");
      default ->
          throw new ApiException(Code.BAD_FILTER, target.name() + ": expected a value, found null");
    };
  }

  private static Sql single(Target target, Object value) {
    List<Object> parameters = parameters(target, value);
    if (parameters.size() == 1) {
      return Sql.of(
          target.operator().sql("t." + target.columns().getFirst().name()), parameters.getFirst());
    }
    // Row values compare from left to right, as the key's index is sorted.
    String places = String.join(", ", Collections.nCopies(parameters.size(), "?"));
    return Sql.of(
        target.operator().sql(rowOf(target)).replace("?", "(" + places + ")"),
        parameters.toArray());
  }

  private static Sql list(Target target, List<?> values) {
    if (values.size() > GraphQlLimits.IN_MAX) {
      throw new ApiException(
          Code.BAD_FILTER,
          "%s: expected at most %d values, found %d"
              .formatted(target.name(), GraphQlLimits.IN_MAX, values.size()));
    }
    List<List<Object>> rows = values.stream().map(value -> parameters(target, value)).toList();
    List<Column> columns = target.columns();
    if (columns.size() == 1) {
      Column column = columns.getFirst();
      return new Sql(
          target.operator().sql("t." + column.name()),
          List.of(
              new Sql.Parameter.Several(
                  column.kind().sqlType(), rows.stream().map(List::getFirst).toList())));
    }
    List<Sql.Parameter> arrays = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      int index = i;
      arrays.add(
          new Sql.Parameter.Several(
              columns.get(i).kind().sqlType(), rows.stream().map(row -> row.get(index)).toList()));
    }
    String not = target.operator() == FilterOperator.NOT_IN ? "NOT " : "";
    String unnest = String.join(", ", Collections.nCopies(columns.size(), "?"));
    return new Sql(
        "%s(%s IN (SELECT * FROM unnest(%s)))".formatted(not, rowOf(target), unnest), arrays);
  }

  private static String rowOf(Target target) {
    return target.columns().stream()
        .map(column -> "t." + column.name())
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static List<Object> parameters(Target target, @Nullable Object value) {
    List<Column> columns = target.columns();
    String text = String.valueOf(value);
    String[] parts = columns.size() == 1 ? new String[] {text} : text.split("-", columns.size());
    if (parts.length != columns.size()) {
      throw bad(target, text, "expected " + columns.size() + " parts joined by hyphens");
    }
    List<Object> parameters = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      try {
        parameters.add(columns.get(i).kind().toSql(parts[i]));
      } catch (IllegalArgumentException e) {
        throw bad(target, text, String.valueOf(e.getMessage()));
      }
    }
    return parameters;
  }

  private static ApiException bad(Target target, String value, String expected) {
    String shown = value.length() > 80 ? value.substring(0, 80) + "…" : value;
    return new ApiException(
        Code.BAD_FILTER, "%s: %s, found '%s'".formatted(target.name(), expected, shown));
  }
}
