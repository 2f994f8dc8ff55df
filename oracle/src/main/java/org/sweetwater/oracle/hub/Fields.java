package org.sweetwater.oracle.hub;

import static java.util.stream.Collectors.joining;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a row that a query asks for. A list has up to a thousand rows, and most queries ask
 * for few of their fields.
 *
 * @param names empty for all of them
 */
record Fields(Optional<Set<String>> names) {
  /** Every field that there is. */
  static final Fields ALL = new Fields(Optional.empty());

  static Fields of(Set<String> names) {
    return new Fields(Optional.of(names));
  }

  /**
   * What to select: the columns behind the fields that are asked for, and {@code id} in any case.
   *
   * @param columns by field, written by us; a field without one is no column's
   */
  String columns(Map<String, String> columns) {
    return columns.entrySet().stream()
        .filter(column -> column.getKey().equals("id") || isWanted(column.getKey()))
        .map(Map.Entry::getValue)
        .distinct()
        .sorted()
        .collect(joining(", "));
  }

  private boolean isWanted(String name) {
    return names.isEmpty() || names.get().contains(name);
  }

  /** Begins a row. */
  Values read() {
    return new Values(this);
  }

  /** Where a value comes from. */
  interface Source {
    Object read() throws SQLException;
  }

  /** One row's values; those that nobody asks for are never read. */
  static final class Values {
    private final Fields wanted;
    private final Map<String, @Nullable Object> map = new HashMap<>();

    private Values(Fields wanted) {
      this.wanted = wanted;
    }

    Values put(String name, Source source) throws SQLException {
      if (wanted.isWanted(name)) {
        map.put(name, source.read());
      }
      return this;
    }

    Map<String, @Nullable Object> map() {
      return map;
    }
  }
}
