package org.sweetwater.indexer.store;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
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
      CurrentRows current = new CurrentRows(connection, Table.of(entry.getKey()));
      current.read(entry.getValue()).forEach(row -> work.stored.put(row.key(), row));
    }
    return work;
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

  /** Ends the versions that were current, and inserts the new ones and the facts. */
  void write(Connection connection) throws SQLException {
    for (Table table : Table.VERSIONED) {
      new CurrentRows(connection, table).end(endsOf(table));
      insert(
          connection,
          table,
          versions.entrySet().stream()
              .filter(entry -> entry.getKey().type() == table.type())
              .flatMap(entry -> texts(table, entry.getValue()))
              .toList());
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

  /** A stored version ends in the first block that changes its row. */
  private Map<Row.Key, Long> endsOf(Table table) {
    Map<Row.Key, Long> ends = new LinkedHashMap<>();
    versions.forEach(
        (key, changed) -> {
          if (key.type() == table.type() && stored.containsKey(key)) {
            ends.put(key, changed.getFirst().block());
          }
        });
    return ends;
  }

  /** Each version ends where the next begins; an end without a row is not written. */
  private static Stream<List<@Nullable String>> texts(Table table, List<Version> changed) {
    return IntStream.range(0, changed.size())
        .filter(i -> changed.get(i).row() != null)
        .mapToObj(
            i -> {
              Version version = changed.get(i);
              Long until = i + 1 < changed.size() ? changed.get(i + 1).block() : null;
              return table.write(requireNonNull(version.row()), version.origin(), until);
            });
  }

  private static void insert(Connection connection, Table table, List<List<@Nullable String>> rows)
      throws SQLException {
    if (!rows.isEmpty()) {
      BulkInsert.into(connection, table.qualifiedName(), table.insertedColumns(), rows);
    }
  }
}
