package org.sweetwater.oracle.ballot;

import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.argument.Argument;

/** One column of many rows, bound as an array, so that one statement writes them all. */
final class ColumnArray {
  private ColumnArray() {}

  /** Values of type bytea. */
  static <T> Argument bytes(List<T> rows, Function<T, byte[]> value) {
    return array("bytea", rows.stream().map(value).toArray(byte[][]::new));
  }

  /** Values of type text. */
  static <T> Argument texts(List<T> rows, Function<T, String> value) {
    return array("text", rows.stream().map(value).toArray(String[]::new));
  }

  /** Values of type bigint. */
  static <T> Argument longs(List<T> rows, Function<T, Long> value) {
    return array("int8", rows.stream().map(value).toArray(Long[]::new));
  }

  /** Values of type smallint. */
  static <T> Argument shorts(List<T> rows, Function<T, Integer> value) {
    return array("int2", rows.stream().map(value).map(Integer::shortValue).toArray(Short[]::new));
  }

  /** Values of type boolean. */
  static <T> Argument booleans(List<T> rows, Function<T, Boolean> value) {
    return array("bool", rows.stream().map(value).toArray(Boolean[]::new));
  }

  private static Argument array(String type, Object[] values) {
    return (position, statement, context) ->
        statement.setArray(position, statement.getConnection().createArrayOf(type, values));
  }
}
