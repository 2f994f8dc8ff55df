package org.sweetwater.indexer.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sweetwater.indexer.project.Row;

/**
 * What the writer knows about stored rows without asking the database: current rows that changed
 * lately, and which keys were never written.
 *
 * <p>The second is a Bloom filter, and true only when this memory has seen every row since the
 * tables were empty, or has read all keys: then most votes of a backfill need no look-up. It takes
 * 16 MB, and at ten million keys sends about one look-up in a thousand to the database in vain.
 */
final class RowMemory {
  /**
   * Ballots, voters, nodes: what blocks change again and again. A row takes about half a kilobyte.
   */
  private static final int ROWS_MAX = 20_000;

  private static final int FILTER_WORDS = 1 << 21;
  private static final int BITS_PER_KEY = 4;
  private static final int FIRST_ROWS = 256;
  private static final float LOAD_FACTOR = 0.75f;

  private final Map<Row.Key, Row.Versioned> rows =
      new LinkedHashMap<>(FIRST_ROWS, LOAD_FACTOR, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Row.Key, Row.Versioned> eldest) {
          return size() > ROWS_MAX;
        }
      };

  private final long @Nullable [] filter;

  private RowMemory(long @Nullable [] filter) {
    this.filter = filter;
  }

  /** For tables without rows. */
  static RowMemory ofEmptyTables() {
    return new RowMemory(new long[FILTER_WORDS]);
  }

  /**
   * For tables with rows, whose keys are all read once: a backfill that is taken up again then
   * looks up as few rows as before.
   */
  static RowMemory ofStoredRows(Connection connection, String schema) throws SQLException {
    RowMemory memory = ofEmptyTables();
    for (Table table : Table.VERSIONED) {
      new CurrentRows(connection, schema, table).eachKey(memory::mark);
    }
    return memory;
  }

  /** For tables that may hold anything. */
  static RowMemory ofUnknownTables() {
    return new RowMemory(null);
  }

  Row.@Nullable Versioned find(Row.Key key) {
    return rows.get(key);
  }

  /** False only for a key that no row ever had. */
  boolean mayBeStored(Row.Key key) {
    if (filter == null) {
      return true;
    }
    long hash = mixed(key.hashCode());
    for (int i = 0; i < BITS_PER_KEY; i++) {
      int bit = bit(hash, i);
      if ((filter[bit >>> 6] >>> bit & 1) == 0) {
        return false;
      }
    }
    return true;
  }

  /** From now on the row holds, or none where it is null. */
  void put(Row.Key key, Row.@Nullable Versioned row) {
    if (row == null) {
      rows.remove(key);
    } else if (!Table.of(key.type()).keepsAll()) {
      rows.put(key, row);
    }
    mark(key);
  }

  /** From now on the key may be stored. */
  private void mark(Row.Key key) {
    if (filter != null) {
      long hash = mixed(key.hashCode());
      for (int i = 0; i < BITS_PER_KEY; i++) {
        int bit = bit(hash, i);
        filter[bit >>> 6] |= 1L << bit;
      }
    }
  }

  /** Forgets current rows, since a rollback brings back older ones; keys stay written. */
  void forgetRows() {
    rows.clear();
  }

  /** Double hashing: the two halves make as many places as are wanted. */
  private static int bit(long hash, int i) {
    long place = (hash >>> 32) + i * (hash & 0xffff_ffffL);
    return (int) (place & (64L * FILTER_WORDS - 1));
  }

  /** The finaliser of SplitMix64. */
  private static long mixed(int hash) {
    long mixed = hash * 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }
}
