package org.sweetwater.oracle.hub;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.statement.Query;
import org.sweetwater.wrappers.Address;
import org.sweetwater.wrappers.Hash32;

/**
 * Builds the WHERE clause of a list query. Names come from {@link Columns}, values are bound.
 *
 * <p>Unlike Snapshot's hub, a range filter with 0 is a filter like any other, and an empty {@code
 * _not_in} excludes nothing.
 */
final class Where {
  private static final Map<String, String> RANGES =
      Map.of("_gt", ">", "_gte", ">=", "_lt", "<", "_lte", "<=");

  private final List<String> conditions = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  /** A clause that begins with a condition of ours. */
  Where(String condition) {
    conditions.add(condition);
  }

  /** Adds every filter of the page that one of the columns answers. */
  Where filter(Columns columns, Page page) {
    page.where()
        .forEach(
            (name, value) ->
                columns.filters().values().forEach(column -> add(column, name, value)));
    return this;
  }

  /** Adds a condition with one {@code ?}. */
  Where and(String condition, Object value) {
    conditions.add(condition);
    values.add(value);
    return this;
  }

  private void add(Columns.Column column, String filter, Object value) {
    if (!filter.startsWith(column.name())) {
      return;
    }
    String suffix = filter.substring(column.name().length());
    switch (suffix) {
      case "" -> compare(column, "=", value);
      case "_not" -> compare(column, "<>", value);
      case "_in" -> in(column, "= ANY", (Collection<?>) value);
      case "_not_in" -> in(column, "<> ALL", (Collection<?>) value);
      default -> {
        String operator = RANGES.get(suffix);
        if (operator != null) {
          compare(column, operator, value);
        }
      }
    }
  }

  private void compare(Columns.Column column, String operator, Object value) {
    Optional<Object> bound = bound(column, value);
    if (bound.isPresent()) {
      and(column.sql() + " " + operator + " ?", bound.get());
    } else if (operator.equals("=")) {
      conditions.add("false");
    }
  }

  private void in(Columns.Column column, String operator, Collection<?> list) {
    List<Object> bound = new ArrayList<>();
    list.forEach(value -> bound(column, value).ifPresent(bound::add));
    // One value however many there are, so that the database plans the statement once.
    and(column.sql() + " " + operator + " (?)", array(column.kind(), bound));
  }

  private static Argument array(Columns.Kind kind, List<Object> values) {
    return switch (kind) {
      case HASH, ADDRESS -> array("bytea", values.toArray(byte[][]::new));
      case TEXT -> array("text", values.toArray(String[]::new));
      case NUMBER -> array("numeric", values.toArray(BigDecimal[]::new));
    };
  }

  private static Argument array(String type, Object[] values) {
    return (position, statement, context) ->
        statement.setArray(position, statement.getConnection().createArrayOf(type, values));
  }

  /** Empty when no row can have this value, as for an id that is no hash. */
  private static Optional<Object> bound(Columns.Column column, Object value) {
    return switch (column.kind()) {
      case HASH -> hash((String) value);
      case ADDRESS -> Optional.of(address(column.name(), (String) value));
      // A text with U+0000 equals none in the database, which cannot even hear of it.
      case TEXT -> Optional.of(value).filter(text -> ((String) text).indexOf('\0') < 0);
      case NUMBER -> Optional.of(new BigDecimal(value.toString()));
    };
  }

  private static Optional<Object> hash(String text) {
    try {
      return Optional.of(Hash32.parse(text.toLowerCase(Locale.ROOT)).bytes());
    } catch (IllegalArgumentException notAHash) {
      // Snapshot has ids of other kinds; none of them is here.
      return Optional.empty();
    }
  }

  private static byte[] address(String name, String text) {
    try {
      return Address.parse(text).bytes();
    } catch (IllegalArgumentException notAnAddress) {
      throw new PublicException("Invalid addresses in " + name);
    }
  }

  /** The conditions, joined; never empty. */
  String sql() {
    return String.join(" AND ", conditions);
  }

  /** Binds the values in order and returns the next position. */
  int bind(Query query) {
    for (int i = 0; i < values.size(); i++) {
      query.bind(i, values.get(i));
    }
    return values.size();
  }
}
