package org.sweetwater.indexer.graphql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sweetwater.indexer.graphql.ApiException.Code;

/**
 * Reads rows of entities within one transaction: one statement for each list, however many parents
 * it has.
 */
final class RowReader {
  private static final String PARENT = "parent_key_";

  private final Connection connection;

  RowReader(Connection connection) {
    this.connection = connection;
  }

  /** The statement that reads these columns of a page. */
  static Sql pageOf(Entity entity, List<Column> columns, Page page, Optional<Long> block) {
    return selected(entity, columns, block).then(matching(entity, page)).then(order(entity, page));
  }

  /** The statement that reads these columns of the objects with these ids. */
  static Sql rowsOf(Entity entity, List<Column> columns, List<String> ids, Optional<Long> block) {
    return selected(entity, columns, block).then(FilterReader.idIs(entity, ids));
  }

  private static Sql selected(Entity entity, List<Column> columns, Optional<Long> block) {
    return Sql.of("SELECT %s FROM %s t WHERE".formatted(namesOf(columns), entity.table()))
        .then(at(entity, block))
        .then(Sql.of("AND"));
  }

  /** Reads a page of an entity. */
  List<Row> page(Entity entity, Page page, Optional<Long> block) {
    return run(
        entity, pageOf(entity, entity.selected(), page, block), page.order(), (rows, row) -> row);
  }

  /** Reads the objects with these ids; those that do not exist are left out. */
  Map<String, Row> byId(Entity entity, List<String> ids, Optional<Long> block) {
    return run(
            entity, rowsOf(entity, entity.selected(), ids, block), Order.BY_ID, (rows, row) -> row)
        .stream()
        .collect(Collectors.toMap(Row::id, row -> row));
  }

  /**
   * Reads, for each parent, the page of objects that name it in {@code columns}; parents without
   * any are left out.
   *
   * @param parents ids
   */
  Map<String, List<Row>> byParent(
      Entity entity, List<Column> columns, List<String> parents, Page page, Optional<Long> block) {
    List<String> keys = IntStream.range(0, columns.size()).mapToObj(i -> PARENT + i).toList();
    String names =
        IntStream.range(0, columns.size())
            .mapToObj(i -> "t.%s = p.%s".formatted(columns.get(i).name(), keys.get(i)))
            .collect(Collectors.joining(" AND "));
    Sql inner =
        Sql.of(
                "SELECT %s FROM %s t WHERE %s AND"
                    .formatted(namesOf(entity.selected()), entity.table(), names))
            .then(at(entity, block))
            .then(Sql.of("AND"))
            .then(matching(entity, page))
            .then(order(entity, page));
    Sql query =
        new Sql(
                "SELECT c.*, p.* FROM unnest(%s) AS p(%s) CROSS JOIN LATERAL ("
                    .formatted(
                        String.join(", ", Collections.nCopies(keys.size(), "?")),
                        String.join(", ", keys)),
                FilterReader.parents(columns, parents))
            .then(inner)
            .then(Sql.of(") c"));
    Map<String, List<Row>> found = new HashMap<>();
    int parentIndex = entity.selected().size() + 1;
    run(
        entity,
        query,
        page.order(),
        (rows, row) -> {
          String parent = parent(columns, rows, parentIndex);
          found.computeIfAbsent(parent, key -> new ArrayList<>()).add(row);
          return row;
        });
    return found;
  }

  /** The id that {@link Row#id} gives the parent. */
  private static String parent(List<Column> columns, ResultSet rows, int first)
      throws SQLException {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      parts.add(String.valueOf(columns.get(i).kind().read(rows, first + i)));
    }
    return String.join("-", parts);
  }

  /**
   * Reads the rows that logs after a position made, in the order of the logs: so many that the rows
   * of the last log are all there.
   */
  List<Row> changes(Entity entity, Map<String, Object> where, Position after) {
    Stream<String> place = Stream.of("valid_from_block", "log_index");
    // One log may have made more rows than a message has: a wave's draw makes one for each node.
    Sql query =
        Sql.of(
                "SELECT %1$s FROM (SELECT * FROM %2$s t WHERE (t.valid_from_block, t.log_index) > (?, ?) AND"
                    .formatted(namesOf(entity.selected()), entity.table()),
                after.block().number(),
                after.logIndex())
            .then(FilterReader.read(entity, where))
            .then(
                Sql.of(
                    "ORDER BY t.valid_from_block, t.log_index FETCH FIRST (?) ROWS WITH TIES) t"
                        + " ORDER BY %s"
                            .formatted(
                                Stream.concat(place, entity.key().stream().map(Column::name))
                                    .distinct()
                                    .map(column -> "t." + column)
                                    .collect(Collectors.joining(", "))),
                    ChangeReader.CHANGES_MAX));
    return run(entity, query, Order.BY_ID, (rows, row) -> row);
  }

  /** What the filter lets through, behind the cursor. */
  private static Sql matching(Entity entity, Page page) {
    Sql filter = FilterReader.read(entity, page.where());
    return page.after()
        .map(after -> Sql.joined("AND", List.of(filter, after.condition(entity))))
        .orElse(filter);
  }

  private static String namesOf(List<Column> columns) {
    return columns.isEmpty()
        ? "1"
        : columns.stream().map(column -> "t." + column.name()).collect(Collectors.joining(", "));
  }

  private static Sql at(Entity entity, Optional<Long> block) {
    return switch (entity.lifetime()) {
      case OFF_CHAIN -> Sql.TRUE;
      case FACT -> block.map(number -> Sql.of("t.valid_from_block <= ?", number)).orElse(Sql.TRUE);
      case VERSIONED ->
          block
              .map(
                  number ->
                      Sql.of(
                          "t.valid_from_block <= ? AND (t.valid_until_block IS NULL OR"
                              + " t.valid_until_block > ?)",
                          number,
                          number))
              .orElse(Sql.of("t.valid_until_block IS NULL"));
    };
  }

  private static Sql order(Entity entity, Page page) {
    String order =
        PageCursor.columns(entity, page.order()).stream()
            .map(column -> "t." + column.name() + page.order().sqlDirection())
            .collect(Collectors.joining(", "));
    return Sql.of("ORDER BY " + order + " LIMIT ? OFFSET ?", page.first(), page.skip());
  }

  /** Looks at each row while the cursor stands on it. */
  private interface EachRow {
    Row look(ResultSet rows, Row row) throws SQLException;
  }

  private List<Row> run(Entity entity, Sql query, Order order, EachRow each) {
    try (PreparedStatement statement = connection.prepareStatement(query.text())) {
      bind(statement, query);
      try (ResultSet rows = statement.executeQuery()) {
        List<Row> found = new ArrayList<>();
        while (rows.next()) {
          found.add(each.look(rows, row(entity, order, rows)));
        }
        return found;
      }
    } catch (SQLException e) {
      throw translated(entity, e);
    }
  }

  /** Gives a statement its parameters. */
  static void bind(PreparedStatement statement, Sql query) throws SQLException {
    int index = 1;
    for (Sql.Parameter parameter : query.parameters()) {
      switch (parameter) {
        case Sql.Parameter.Single(var value) -> statement.setObject(index++, value);
        case Sql.Parameter.Several(var sqlType, var values) ->
            statement.setArray(
                index++,
                statement.getConnection().createArrayOf(sqlType, elements(sqlType, values)));
      }
    }
  }

  /** The driver takes arrays of bytes only when their type says so. */
  private static Object[] elements(String sqlType, List<Object> values) {
    return sqlType.equals("bytea") ? values.toArray(byte[][]::new) : values.toArray();
  }

  private static Row row(Entity entity, Order order, ResultSet rows) throws SQLException {
    Map<String, @Nullable Object> values = new HashMap<>();
    int index = 0;
    for (Column column : entity.selected()) {
      values.put(column.name(), column.kind().read(rows, ++index));
    }
    return new Row(entity, values, order);
  }

  /**
   * PostgreSQL's codes: 57014 query_canceled, 42P01 undefined_table, 42501 insufficient_privilege.
   */
  static RuntimeException translated(Entity entity, SQLException e) {
    String state = String.valueOf(e.getSQLState());
    if (state.equals("57014")) {
      return new ApiException(
          Code.TIMEOUT, entity.plural() + ": took too long; ask for fewer rows or filter more");
    }
    boolean isMissing = state.equals("42P01") || state.equals("42501");
    if (isMissing && entity.lifetime() == Entity.Lifetime.OFF_CHAIN) {
      return new ApiException(
          Code.OFF_CHAIN_UNAVAILABLE,
          entity.plural()
              + ": this database has no tables of the oracle's; ask the oracle's operator");
    }
    return new IllegalStateException("reading " + entity.table() + " failed", e);
  }
}
