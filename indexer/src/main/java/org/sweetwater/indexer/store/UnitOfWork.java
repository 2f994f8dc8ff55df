package org.sweetwater.indexer.store;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sweetwater.indexer.project.Ledger;
import org.sweetwater.indexer.project.Origin;
import org.sweetwater.indexer.project.Row;

/**
 * The rows that some blocks change: current ones are read at once, versions are gathered in memory
 * and written at once.
 *
 * <p>Several changes within one block leave one version, that of the last of them.
 */
final class UnitOfWork implements Ledger {
  /** A row, or its end when null, from its origin on. */
  private record Version(Row.@Nullable Versioned row, Origin origin) {
    long block() {
      return origin.block().number();
    }
  }

  private record Addition(Row.Fact row, Origin origin) {}

  private final Map<Row.Key, Row.Versioned> stored = new HashMap<>();
  private final Set<Row.Key> known;
  private final Map<Row.Key, List<Version>> versions = new LinkedHashMap<>();
  private final List<Addition> additions = new ArrayList<>();

  private UnitOfWork(Set<Row.Key> known) {
    this.known = known;
  }

  /** Reads the current rows of these keys. */
  static UnitOfWork load(Connection connection, Set<Row.Key> keys) throws SQLException {
    UnitOfWork work = new UnitOfWork(keys);
    Map<Class<? extends Row.Versioned>, List<Row.Key>> byType =
        keys.stream().collect(Collectors.groupingBy(Row.Key::type));
    for (var entry : byType.entrySet()) {
      work.load(connection, Table.of(entry.getKey()), entry.getValue());
    }
    return work;
  }

  private void load(Connection connection, Table table, List<Row.Key> keys) throws SQLException {
    String sql =
        """
        SELECT %s FROM %s
        JOIN (SELECT %s) AS key USING (%s)
        WHERE valid_until_block IS NULL
        """
            .formatted(
                String.join(", ", table.columnNames()),
                table.qualifiedName(),
                unnestedKeys(table),
                keyNames(table));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bindKeys(statement, table, keys);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          Row.Versioned row = table.read(rows);
          stored.put(row.key(), row);
        }
      }
    }
  }

  @Override
  public <R extends Row.Versioned> Optional<R> find(Class<R> type, Row.Key key) {
    requireKnown(key);
    List<Version> changed = versions.get(key);
    Row.Versioned row = changed == null ? stored.get(key) : changed.getLast().row();
    return Optional.ofNullable(row).map(type::cast);
  }

  @Override
  public void put(Row.Versioned row, Origin origin) {
    add(row.key(), new Version(row, origin));
  }

  @Override
  public void remove(Row.Key key, Origin origin) {
    add(key, new Version(null, origin));
  }

  @Override
  public void add(Row.Fact row, Origin origin) {
    additions.add(new Addition(row, origin));
  }

  private void add(Row.Key key, Version version) {
    requireKnown(key);
    List<Version> changed = versions.computeIfAbsent(key, _ -> new ArrayList<>());
    if (!changed.isEmpty() && changed.getLast().block() == version.block()) {
      changed.removeLast();
    }
    changed.add(version);
  }

  private void requireKnown(Row.Key key) {
    if (!known.contains(key)) {
      throw new IllegalStateException("row " + key + " was not read: EventKeys misses it");
    }
  }

  /** Ends the versions that were current, and inserts the new ones. */
  void write(Connection connection) throws SQLException {
    for (Table table : Table.VERSIONED) {
      Map<Row.Key, List<Version>> changed =
          versions.entrySet().stream()
              .filter(entry -> entry.getKey().type() == table.type())
              .collect(
                  Collectors.toMap(
                      Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
      endCurrent(connection, table, changed);
      insert(connection, table, changed.values().stream().flatMap(UnitOfWork::texts).toList());
    }
    for (Table table : Table.FACTS) {
      insert(
          connection,
          table,
          additions.stream()
              .filter(addition -> addition.row().getClass() == table.type())
              .map(addition -> table.write(addition.row(), addition.origin(), null))
              .toList());
    }
  }

  private void endCurrent(Connection connection, Table table, Map<Row.Key, List<Version>> changed)
      throws SQLException {
    List<Row.Key> keys = changed.keySet().stream().filter(stored::containsKey).toList();
    if (keys.isEmpty()) {
      return;
    }
    String condition =
        table.keyColumns().stream()
            .map(column -> "row.%1$s = key.%1$s".formatted(column.name()))
            .collect(Collectors.joining(" AND "));
    String sql =
        """
        UPDATE %s AS row SET valid_until_block = key.ends
        FROM (SELECT %s, unnest(?::text[])::bigint AS ends) AS key
        WHERE %s AND row.valid_until_block IS NULL
        """
            .formatted(table.qualifiedName(), unnestedKeys(table), condition);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bindKeys(statement, table, keys);
      bind(
          statement,
          table.keySize() + 1,
          keys.stream()
              .map(key -> Long.toString(requireNonNull(changed.get(key)).getFirst().block()))
              .toList());
      int ended = statement.executeUpdate();
      if (ended != keys.size()) {
        throw new IllegalStateException(
            "%s: expected to end %d rows, ended %d".formatted(table.name(), keys.size(), ended));
      }
    }
  }

  private static void insert(Connection connection, Table table, List<List<@Nullable String>> rows)
      throws SQLException {
    if (!rows.isEmpty()) {
      BulkInsert.into(connection, table.qualifiedName(), table.insertedColumns(), rows);
    }
  }

  /** Each version ends where the next begins; an end without a row is not written. */
  private static Stream<List<@Nullable String>> texts(List<Version> changed) {
    return IntStream.range(0, changed.size())
        .filter(i -> changed.get(i).row() != null)
        .mapToObj(
            i -> {
              Row.Versioned row = requireNonNull(changed.get(i).row());
              Long until = i + 1 < changed.size() ? changed.get(i + 1).block() : null;
              return Table.of(row.getClass()).write(row, changed.get(i).origin(), until);
            });
  }

  private static String keyNames(Table table) {
    return table.keyColumns().stream().map(Shape.Column::name).collect(Collectors.joining(", "));
  }

  private static String unnestedKeys(Table table) {
    return table.keyColumns().stream()
        .map(
            column ->
                "unnest(?::text[])::%s AS %s".formatted(column.scalar().sqlType(), column.name()))
        .collect(Collectors.joining(", "));
  }

  private static void bindKeys(PreparedStatement statement, Table table, Collection<Row.Key> keys)
      throws SQLException {
    for (int i = 0; i < table.keySize(); i++) {
      int column = i;
      Scalar scalar = table.keyColumns().get(i).scalar();
      bind(
          statement,
          i + 1,
          keys.stream().map(key -> scalar.text(key.values().get(column))).toList());
    }
  }

  private static void bind(PreparedStatement statement, int index, List<String> texts)
      throws SQLException {
    statement.setArray(index, statement.getConnection().createArrayOf("text", texts.toArray()));
  }
}
