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
import java.util.stream.Stream;
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

  /** A row as it is stored, and the versions that are to follow. */
  private static final class Slot {
    private final Row.Key key;
    private final Table table;
    private final List<Version> versions = new ArrayList<>(1);
    private Row.@Nullable Versioned stored;

    Slot(Row.Key key, Row.@Nullable Versioned stored) {
      this.key = key;
      this.table = Table.of(key.type());
      this.stored = stored;
    }

    Row.@Nullable Versioned current() {
      return versions.isEmpty() ? stored : versions.getLast().row();
    }
  }

  private final Connection connection;
  private final Map<Row.Key, Slot> slots;
  private final Map<Class<? extends Row>, List<Slot>> changed = new HashMap<>();
  private final Map<Class<? extends Row>, List<Addition>> additions = new HashMap<>();

  private UnitOfWork(Connection connection, Map<Row.Key, Slot> slots) {
    this.connection = connection;
    this.slots = slots;
  }

  /** Reads the current rows of these keys, except those that the memory has or knows to be new. */
  static UnitOfWork load(
      Connection connection, String schema, Collection<Row.Key> keys, RowMemory memory)
      throws SQLException {
    Map<Row.Key, Slot> slots = new HashMap<>();
    Map<Class<? extends Row>, List<Row.Key>> unknown = new HashMap<>();
    for (Row.Key key : keys) {
      if (slots.containsKey(key)) {
        continue;
      }
      Slot slot = new Slot(key, memory.find(key));
      slots.put(key, slot);
      if (slot.stored == null && memory.mayBeStored(key)) {
        unknown.computeIfAbsent(key.type(), _ -> new ArrayList<>()).add(key);
      }
    }
    for (var entry : unknown.entrySet()) {
      CurrentRows current = new CurrentRows(connection, schema, Table.of(entry.getKey()));
      for (Row.Versioned row : current.read(entry.getValue())) {
        requireNonNull(slots.get(row.key())).stored = row;
      }
    }
    return new UnitOfWork(connection, slots);
  }

  @Override
  public <R extends Row.Versioned> Optional<R> find(Class<R> type, Row.Key key) {
    return Optional.ofNullable(slot(key).current()).map(type::cast);
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
        .computeIfAbsent(row.getClass(), _ -> new ArrayList<>())
        .add(new Addition(row, origin));
  }

  private void add(Row.Key key, Version version) {
    Slot slot = slot(key);
    List<Version> versions = slot.versions;
    if (versions.isEmpty()) {
      changed.computeIfAbsent(key.type(), _ -> new ArrayList<>()).add(slot);
    } else if (!slot.table.keepsAll() && versions.getLast().block() == version.block()) {
      versions.removeLast();
    }
    versions.add(version);
  }

  private Slot slot(Row.Key key) {
    Slot slot = slots.get(key);
    if (slot == null) {
      throw new IllegalStateException("row " + key + " was not read: EventKeys misses it");
    }
    return slot;
  }

  /** About how many rows are to be written. */
  int size() {
    return Stream.concat(changed.values().stream(), additions.values().stream())
        .mapToInt(List::size)
        .sum();
  }

  /** Ends the versions that were current, and inserts the new ones and the facts. */
  void write(Writing writing, String schema) throws SQLException {
    for (Table table : Table.VERSIONED) {
      List<Slot> changedRows = changed.getOrDefault(table.type(), List.of());
      if (!changedRows.isEmpty()) {
        new CurrentRows(connection, schema, table).end(endsOf(changedRows), writing);
        insert(writing, schema, table, changedRows);
      }
    }
    for (Table table : Table.FACTS) {
      List<Addition> added = additions.getOrDefault(table.type(), List.of());
      if (!added.isEmpty()) {
        insertFacts(writing, schema, table, added);
      }
    }
  }

  /** Lets the memory know what holds after this work was committed. */
  void remember(RowMemory memory) {
    for (Slot slot : slots.values()) {
      if (slot.stored != null || !slot.versions.isEmpty()) {
        memory.put(slot.key, slot.current());
      }
    }
  }

  /** A stored version ends in the first block that changes its row. */
  private static Map<Row.Key, Long> endsOf(List<Slot> changedRows) {
    Map<Row.Key, Long> ends = new LinkedHashMap<>();
    for (Slot slot : changedRows) {
      if (slot.stored != null) {
        ends.put(slot.key, slot.versions.getFirst().block());
      }
    }
    return ends;
  }

  /** Each version ends where the next begins; an end without a row is not written. */
  private static void insert(Writing writing, String schema, Table table, List<Slot> slots)
      throws SQLException {
    try (RowWriter rows = rows(writing, schema, table)) {
      for (Slot slot : slots) {
        List<Version> versions = slot.versions;
        for (int i = 0; i < versions.size(); i++) {
          Version version = versions.get(i);
          if (version.row() != null) {
            Long until = i + 1 < versions.size() ? (Long) versions.get(i + 1).block() : null;
            table.write(requireNonNull(version.row()), version.origin(), until, rows);
          }
        }
      }
      rows.finish();
    }
  }

  private static void insertFacts(Writing writing, String schema, Table table, List<Addition> added)
      throws SQLException {
    try (RowWriter rows = rows(writing, schema, table)) {
      for (Addition addition : added) {
        table.write(addition.row(), addition.origin(), null, rows);
      }
      rows.finish();
    }
  }

  private static RowWriter rows(Writing writing, String schema, Table table) throws SQLException {
    return writing.rows(schema + "." + table.name(), table.insertedColumns());
  }
}
