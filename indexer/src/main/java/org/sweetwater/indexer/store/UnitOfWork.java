package org.sweetwater.indexer.store;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sweetwater.indexer.project.Ledger;
import org.sweetwater.indexer.project.Origin;
import org.sweetwater.indexer.project.Row;

/**
 * The rows that some blocks change: current ones are read at once, versions are gathered in memory
 * and written at once.
 *
 * <p>Several changes within one block leave one version, that of the last of them, unless the table
 * keeps them all.
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
  private final Map<Table, Map<Row.Key, List<Version>>> versions = new HashMap<>();
  private final Map<Table, List<Addition>> additions = new HashMap<>();

  private UnitOfWork(Set<Row.Key> known) {
    this.known = known;
  }

  /** Reads the current rows of these keys, except those that the memory has or knows to be new. */
  static UnitOfWork load(Connection connection, String schema, Set<Row.Key> keys, RowMemory memory)
      throws SQLException {
    UnitOfWork work = new UnitOfWork(keys);
    Map<Table, List<Row.Key>> unknown = new HashMap<>();
    for (Row.Key key : keys) {
      Row.Versioned row = memory.find(key);
      if (row != null) {
        work.stored.put(key, row);
      } else if (memory.mayBeStored(key)) {
        unknown.computeIfAbsent(Table.of(key.type()), _ -> new ArrayList<>()).add(key);
      }
    }
    for (var entry : unknown.entrySet()) {
      CurrentRows current = new CurrentRows(connection, schema, entry.getKey());
      current.read(entry.getValue()).forEach(row -> work.stored.put(row.key(), row));
    }
    return work;
  }

  @Override
  public <R extends Row.Versioned> Optional<R> find(Class<R> type, Row.Key key) {
    requireKnown(key);
    List<Version> changed = versionsOf(Table.of(type)).get(key);
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
    additions
        .computeIfAbsent(Table.of(row.getClass()), _ -> new ArrayList<>())
        .add(new Addition(row, origin));
  }

  private void add(Row.Key key, Version version) {
    requireKnown(key);
    Table table = Table.of(key.type());
    List<Version> changed = versionsOf(table).computeIfAbsent(key, _ -> new ArrayList<>(1));
    if (!table.keepsAll() && !changed.isEmpty() && changed.getLast().block() == version.block()) {
      changed.removeLast();
    }
    changed.add(version);
  }

  private Map<Row.Key, List<Version>> versionsOf(Table table) {
    return versions.computeIfAbsent(table, _ -> new LinkedHashMap<>());
  }

  private void requireKnown(Row.Key key) {
    if (!known.contains(key)) {
      throw new IllegalStateException("row " + key + " was not read: EventKeys misses it");
    }
  }

  /** Ends the versions that were current, and inserts the new ones and the facts. */
  void write(Connection connection, String schema) throws SQLException {
    for (Table table : Table.VERSIONED) {
      Map<Row.Key, List<Version>> changed = versionsOf(table);
      if (!changed.isEmpty()) {
        new CurrentRows(connection, schema, table).end(endsOf(changed));
        insert(connection, schema, table, changed.values());
      }
    }
    for (Table table : Table.FACTS) {
      List<Addition> added = additions.getOrDefault(table, List.of());
      if (!added.isEmpty()) {
        insertFacts(connection, schema, table, added);
      }
    }
  }

  /** Lets the memory know what holds after this work was committed. */
  void remember(RowMemory memory) {
    stored.values().forEach(row -> memory.put(row.key(), row));
    versions
        .values()
        .forEach(changed -> changed.forEach((key, list) -> memory.put(key, list.getLast().row())));
  }

  /** A stored version ends in the first block that changes its row. */
  private Map<Row.Key, Long> endsOf(Map<Row.Key, List<Version>> versionsOfTable) {
    Map<Row.Key, Long> ends = new LinkedHashMap<>();
    versionsOfTable.forEach(
        (key, changed) -> {
          if (stored.containsKey(key)) {
            ends.put(key, changed.getFirst().block());
          }
        });
    return ends;
  }

  /** Each version ends where the next begins; an end without a row is not written. */
  private static void insert(
      Connection connection, String schema, Table table, Collection<List<Version>> rows)
      throws SQLException {
    try (BinaryCopy copy = copy(connection, schema, table)) {
      for (List<Version> changed : rows) {
        for (int i = 0; i < changed.size(); i++) {
          Version version = changed.get(i);
          if (version.row() != null) {
            Long until = i + 1 < changed.size() ? (Long) changed.get(i + 1).block() : null;
            table.write(requireNonNull(version.row()), version.origin(), until, copy);
            copy.flushWhenFull();
          }
        }
      }
      copy.finish();
    }
  }

  private static void insertFacts(
      Connection connection, String schema, Table table, List<Addition> rows) throws SQLException {
    try (BinaryCopy copy = copy(connection, schema, table)) {
      for (Addition addition : rows) {
        table.write(addition.row(), addition.origin(), null, copy);
        copy.flushWhenFull();
      }
      copy.finish();
    }
  }

  private static BinaryCopy copy(Connection connection, String schema, Table table)
      throws SQLException {
    return BinaryCopy.into(connection, schema + "." + table.name(), table.insertedColumns());
  }
}
