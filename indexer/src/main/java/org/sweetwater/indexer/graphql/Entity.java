package org.sweetwater.indexer.graphql;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A type of the API whose objects are rows of a table.
 *
 * @param key the columns that make the id, in order
 * @param columns fields that are columns, the id's aside
 * @param groups fields that are made of several columns
 * @param ones fields that are another object, named by one column or more
 * @param manys fields that are lists of objects that name this one
 * @param bits fields that are names of bits of a column
 */
record Entity(
    String type,
    String table,
    String singular,
    String plural,
    Lifetime lifetime,
    List<Column> key,
    List<Column> columns,
    List<Group> groups,
    List<One> ones,
    List<Many> manys,
    List<Bits> bits) {
  /** How rows of a table live; the same names as in the schema. */
  enum Lifetime {
    VERSIONED,
    FACT,
    OFF_CHAIN
  }

  /** An object made from columns with a prefix. */
  record Group(String field, List<Column> columns) {}

  /** Another object, whose key is in these columns. */
  record One(String field, String type, List<Column> columns) {}

  /** Objects of another type that name this one in these columns of theirs. */
  record Many(String field, String type, List<Column> columns) {}

  /** Names of an enum's values whose bit is set in a column. */
  record Bits(String field, List<String> names, Column column) {}

  /** Every column that a row is made of, each once, in a fixed order. */
  List<Column> selected() {
    Stream<Column> grouped = groups.stream().flatMap(group -> group.columns().stream());
    Stream<Column> related = ones.stream().flatMap(one -> one.columns().stream());
    Stream<Column> masks = bits.stream().map(Bits::column);
    Map<String, Column> byName = new LinkedHashMap<>();
    Stream.of(key.stream(), columns.stream(), grouped, related, masks)
        .flatMap(stream -> stream)
        .forEach(column -> byName.putIfAbsent(column.name(), column));
    return List.copyOf(byName.values());
  }
}
