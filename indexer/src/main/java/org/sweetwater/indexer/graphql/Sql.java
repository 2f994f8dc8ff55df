package org.sweetwater.indexer.graphql;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A piece of SQL with its parameters; client text never becomes part of {@code text}. */
record Sql(String text, List<Parameter> parameters) {
  static final Sql TRUE = new Sql("true", List.of());

  /** One value, or the values of an array. */
  sealed interface Parameter {
    /** A value as the driver takes it. */
    record Single(Object value) implements Parameter {}

    /** An array of values of an SQL type. */
    record Several(String sqlType, List<Object> values) implements Parameter {}
  }

  Sql {
    parameters = List.copyOf(parameters);
  }

  static Sql of(String text, Object... values) {
    List<Parameter> parameters = new ArrayList<>();
    for (Object value : values) {
      parameters.add(new Parameter.Single(value));
    }
    return new Sql(text, parameters);
  }

  /** Joins conditions by {@code and} or {@code or}; no condition holds always. */
  static Sql joined(String operator, List<Sql> conditions) {
    if (conditions.isEmpty()) {
      return TRUE;
    }
    return new Sql(
        conditions.stream()
            .map(Sql::text)
            .collect(Collectors.joining(" " + operator + " ", "(", ")")),
        conditions.stream().flatMap(condition -> condition.parameters.stream()).toList());
  }

  /** This piece, then another. */
  Sql then(Sql next) {
    List<Parameter> all = new ArrayList<>(parameters);
    all.addAll(next.parameters);
    return new Sql(text + " " + next.text, all);
  }
}
